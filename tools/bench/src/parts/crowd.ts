import { engineCommand } from '../contest/contestants.js';
import { Worker } from '../contest/worker.js';
import { cores } from '../machine.js';
import { timingOf } from '../results/timing.js';
import { BATCH_SIZE } from '../workloads/networks.js';
import type { Part } from './part.js';

const TRAININGS = 4;
const ROUNDS = 5;
/** Of each training and round: half a second when it is alone. */
const TASK = { name: 'epoch', options: { samples: 100 * BATCH_SIZE, validation: 0 } };
const TARGET = { required: 0.9, goal: 1 };

export const crowdPart: Part = {
  name: 'crowd',
  about: 'four trainings at once, each in a process of its own on all cores, against one after the other',
  async run() {
    const crowd = Array.from({ length: TRAININGS }, () => new Worker(engineCommand(cores)));
    try {
      for (const training of crowd) await training.prepare(TASK);
      const [together, inTurn]: [number[], number[]] = [[], []];
      for (let round = 0; round < ROUNDS; round++) {
        together.push(await elapsed(() => Promise.all(crowd.map((training) => training.measure(0)))));
        inTurn.push(
          await elapsed(async () => {
            for (const training of crowd) await training.measure(0);
          }),
        );
      }
      return [
        {
          measure: `${TRAININGS} trainings at once`,
          reading: 'share',
          ours: timingOf(together),
          peer: 'one after the other',
          peerTiming: timingOf(inTurn),
          target: TARGET,
        },
      ];
    } finally {
      await Promise.all(crowd.map((training) => training.close()));
    }
  },
};

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
