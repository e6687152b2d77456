import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isWide, pythonCommand } from '../contest/contestants.js';
import { nodeWorker, type WorkerCommand } from '../contest/worker.js';
import { cores } from '../machine.js';
import type { Row } from '../results/row.js';
import { type Timing, timingOf } from '../results/timing.js';
import type { Part } from './part.js';

/** Of the engine alone, and of programs that make an update. */
const STARTS = 15;
const FIRST_UPDATES = 7;
const VARIANTS = ['', 'relaxed'] as const;

export const startPart: Part = {
  name: 'start',
  about:
    'in processes of their own: import and first update beside tfjs and PyTorch; the engine alone with 256-bit and 128-bit code',
  async run({ torchThreads }) {
    return [...firstUpdateRows(torchThreads.length > 0), engineRow()];
  },
};

/** What one process says of its start. */
interface Start {
  /** How long the library's import took. */
  readonly imported: number;
  /** The time of day, as `Date.now` gives it, when the first update was made. */
  readonly updated: number;
}

const NAMES = ['Neutype', 'tfjs', 'PyTorch'] as const;
const PROGRAMS: Readonly<Record<(typeof NAMES)[number], WorkerCommand>> = {
  Neutype: nodeWorker('firstUpdate'),
  tfjs: nodeWorker('firstTfjsUpdate'),
  PyTorch: pythonCommand(fileURLToPath(new URL('../../python/first_update.py', import.meta.url))),
};

function firstUpdateRows(hasTorch: boolean): Row[] {
  const names = NAMES.filter((name) => hasTorch || name !== 'PyTorch');
  const imports = new Map<string, number[]>(names.map((name) => [name, []]));
  const updates = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let start = 0; start < FIRST_UPDATES; start++) {
    for (const name of names) {
      const began = performance.timeOrigin + performance.now();
      const { imported, updated } = JSON.parse(outputOf(PROGRAMS[name])) as Start;
      imports.get(name)?.push(imported);
      updates.get(name)?.push(updated - began);
    }
  }
  return [
    ...rowsOf('import of Neutype', imports),
    ...rowsOf('from the start of Node to the first tutorial step', updates),
  ];
}

/** Neutype against each of the others. */
function rowsOf(measure: string, milliseconds: ReadonlyMap<string, readonly number[]>): Row[] {
  const [ours, ...others] = [...milliseconds].map(([name, ms]) => ({ name, timing: timingOf(ms) }));
  return others.map(({ name, timing }) => ({
    measure,
    reading: 'timesItsTime',
    ours: (ours as { readonly timing: Timing }).timing,
    peer: name,
    peerTiming: timing,
  }));
}

function engineRow(): Row {
  const milliseconds: Record<(typeof VARIANTS)[number], number[]> = { '': [], relaxed: [] };
  for (let start = 0; start < STARTS; start++) {
    for (const variant of VARIANTS) milliseconds[variant].push(engineStart(variant));
  }
  return {
    measure: 'start of the engine, default settings',
    reading: 'longer',
    ours: timingOf(milliseconds['']),
    peer: 'engine, relaxed',
    peerTiming: timingOf(milliseconds.relaxed),
    ...(isWide && { target: { required: 150, goal: 80 } }),
  };
}

/** What one process says of its engine's start. */
function engineStart(variant: string): number {
  const settings = { NEUTYPE_THREADS: String(cores), NEUTYPE_CPU_VARIANT: variant };
  return Number(outputOf(nodeWorker('startWorker', [], settings)));
}

function outputOf({ program, args, env }: WorkerCommand): string {
  const { stdout } = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, ...env } });
  return stdout.trim().split('\n').at(-1) ?? '';
}
