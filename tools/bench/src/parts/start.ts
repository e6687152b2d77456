import { spawnSync } from 'node:child_process';
import { engineCommand, isWide } from '../contest/contestants.js';
import { nodeWorker } from '../contest/worker.js';
import { cores } from '../machine.js';
import type { Row } from '../results/row.js';
import { type Timing, timingOf } from '../results/timing.js';
import type { Part } from './part.js';

const STARTS = 15;
const VARIANTS = ['', 'relaxed'] as const;

export const startPart: Part = {
  name: 'start',
  about:
    'the start of the engine in a process of its own: 256-bit code, where it is the default, against 128-bit code',
  async run() {
    const milliseconds: Record<(typeof VARIANTS)[number], number[]> = { '': [], relaxed: [] };
    for (let start = 0; start < STARTS; start++) {
      for (const variant of VARIANTS) milliseconds[variant].push(startOf(variant));
    }
    return [startRow(timingOf(milliseconds['']), timingOf(milliseconds.relaxed))];
  },
};

/** What one process says of its engine's start. */
function startOf(variant: string): number {
  const { env } = engineCommand(cores, { NEUTYPE_CPU_VARIANT: variant });
  const { program, args } = nodeWorker('startWorker');
  const { stdout } = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, ...env } });
  return Number(stdout);
}

function startRow(ours: Timing, peerTiming: Timing): Row {
  return {
    measure: 'start of the engine, default settings',
    reading: 'longer',
    ours,
    peer: 'engine, relaxed',
    peerTiming,
    ...(isWide && { target: { required: 150, goal: 80 } }),
  };
}
