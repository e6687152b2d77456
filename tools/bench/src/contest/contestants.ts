import { fileURLToPath } from 'node:url';
import { cores, HAS_AVX512 } from '../machine.js';
import type { Timing } from '../results/timing.js';
import type { Contestant, Timings } from './contest.js';
import type { Task } from './protocol.js';
import { nodeWorker, type WorkerCommand } from './worker.js';

/** The numbers of threads of ours: one, two, and all cores where there are more. */
export const ourThreads: readonly number[] = [...new Set([1, Math.min(2, cores), cores])];

/** Our engine on so many threads. */
export function engineCommand(threads: number, settings: WorkerCommand['env'] = {}): WorkerCommand {
  return nodeWorker('engineWorker', [], { NEUTYPE_THREADS: String(threads), ...settings });
}

/** Whether this Node has 256-bit code by default: only then are its targets those of 256-bit code. */
export const isWide: boolean = Number(process.versions.v8.split('.')[0]) >= 13;

/** 128-bit code, where it is not what runs by default. */
export function relaxedContestant(threads: number, task: Task): Contestant[] {
  return isWide
    ? [
        {
          name: `engine, relaxed, ${threadsName(threads)}`,
          command: engineCommand(threads, { NEUTYPE_CPU_VARIANT: 'relaxed' }),
          task,
        },
      ]
    : [];
}

export function tfjsCommand(backend: 'cpu' | 'wasm'): WorkerCommand {
  return nodeWorker('tfjsWorker', [backend]);
}

/** PyTorch. */
export function torchCommand(threads: number, env: WorkerCommand['env'] = {}): WorkerCommand {
  const script = fileURLToPath(new URL('../../python/torch_worker.py', import.meta.url));
  return pythonCommand(script, [String(threads)], env);
}

/** A script, in the Python of NEUTYPE_PYTHON (`python3`). */
export function pythonCommand(
  script: string,
  args: readonly string[] = [],
  env: WorkerCommand['env'] = {},
): WorkerCommand {
  return { program: process.env['NEUTYPE_PYTHON'] || 'python3', args: [script, ...args], env };
}

/** Its threads sleep at once when they have nothing to do: faster on some machines, slower on others. */
const PASSIVE_WAIT = { OMP_WAIT_POLICY: 'passive', KMP_BLOCKTIME: '0' };

export function threadsName(threads: number): string {
  return `${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

export function engineContestant(threads: number, task: Task, name = threadsName(threads)): Contestant {
  return {
    name: `engine, ${name}`,
    command: engineCommand(threads),
    task,
  };
}

export function tfjsContestant(backend: 'cpu' | 'wasm', task: Task): Contestant {
  return {
    name: `tfjs ${backend}`,
    command: tfjsCommand(backend),
    task,
  };
}

/** PyTorch for each number of threads; several threads wait for each other in both ways that OpenMP has. */
export function torchContestants(threadCounts: readonly number[], task: Task): Contestant[] {
  return threadCounts.flatMap((threads) => {
    const name = `PyTorch, ${threadsName(threads)}`;
    const usual = { name, command: torchCommand(threads), task };
    const passive = { name: `${name}, passive wait`, command: torchCommand(threads, PASSIVE_WAIT), task };
    return threads === 1 ? [usual] : [usual, passive];
  });
}

/** What keeps PyTorch and its libraries to the 256-bit instructions that most processors have. */
const AVX2_ONLY = {
  ATEN_CPU_CAPABILITY: 'avx2',
  ONEDNN_MAX_CPU_ISA: 'AVX2',
  MKL_ENABLE_INSTRUCTIONS: 'AVX2',
};

/** On a machine with 512-bit instructions: PyTorch as it would be without, which is what WebAssembly can be compared with. */
export function avx2TorchContestants(threadCounts: readonly number[], task: Task): Contestant[] {
  if (!HAS_AVX512) return [];
  return torchContestants(threadCounts, task).map(({ name, command, ...rest }) => ({
    ...rest,
    name: name.replace('PyTorch', 'PyTorch with AVX2'),
    command: { ...command, env: { ...command.env, ...AVX2_ONLY } },
  }));
}

/** ONNX Runtime, which only answers. */
export function onnxContestant(threads: number, task: Task): Contestant {
  return {
    name: `ONNX Runtime, ${threadsName(threads)}`,
    command: nodeWorker('onnxWorker', [String(threads)]),
    task,
  };
}

/** All peers of a task. */
export function peers(torchThreads: readonly number[], task: Task): Contestant[] {
  return [tfjsContestant('cpu', task), tfjsContestant('wasm', task), ...torchContestants(torchThreads, task)];
}

/** Those peers that took part, of each one's settings the fastest. */
export function bestPeers(timings: Timings): [name: string, timing: Timing][] {
  const best = new Map<string, [name: string, timing: Timing]>();
  for (const [name, timing] of timings) {
    if (name.startsWith('engine')) continue;
    const peer = name.startsWith('tfjs') ? name : familyOf(name);
    const known = best.get(peer);
    if (known === undefined || timing.median < known[1].median) best.set(peer, [name, timing]);
  }
  return [...best.values()];
}

/** The name of a peer without its settings. */
export function familyOf(name: string): string {
  return name.split(',')[0] as string;
}
