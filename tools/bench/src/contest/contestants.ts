import { fileURLToPath } from 'node:url';
import { cores } from '../machine.js';
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

/** PyTorch in the Python of NEUTYPE_PYTHON (`python3`). */
export function torchCommand(threads: number, env: WorkerCommand['env'] = {}): WorkerCommand {
  return {
    program: process.env['NEUTYPE_PYTHON'] || 'python3',
    args: [fileURLToPath(new URL('../../python/torch_worker.py', import.meta.url)), String(threads)],
    env,
  };
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

/** All peers of a task. */
export function peers(torchThreads: readonly number[], task: Task): Contestant[] {
  return [tfjsContestant('cpu', task), tfjsContestant('wasm', task), ...torchContestants(torchThreads, task)];
}

/** Those peers that took part, PyTorch with its fastest number of threads. */
export function bestPeers(timings: Timings): [name: string, timing: Timing][] {
  const all = [...timings].filter(([name]) => !name.startsWith('engine'));
  const torch = all
    .filter(([name]) => name.startsWith('PyTorch'))
    .sort(([, a], [, b]) => a.median - b.median);
  return [...all.filter(([name]) => !name.startsWith('PyTorch')), ...torch.slice(0, 1)];
}
