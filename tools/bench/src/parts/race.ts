import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mnist } from '@neutype/datasets';
import {
  avx2TorchContestants,
  engineContestant,
  threadsName,
  torchContestants,
} from '../contest/contestants.js';
import type { Task } from '../contest/protocol.js';
import { cores } from '../machine.js';
import type { Row } from '../results/row.js';
import { type Recipe, recipes } from '../workloads/recipes.js';
import type { Bench, Part } from './part.js';
import { againstPeers } from './rows.js';

/** As many seeds. */
const ROUNDS = 5;

export const racePart: Part = {
  name: 'race',
  about:
    'from the start of training to 98 % and to 99 % of MNIST’s test images, against PyTorch with the same recipe',
  isOptional: true,
  async run(bench) {
    const folder = mkdtempSync(join(tmpdir(), 'neutype-race-'));
    try {
      await writeDigits(folder);
      const rows: Row[] = [];
      for (const recipe of recipes) rows.push(...(await raceRows(bench, recipe, folder)));
      return rows;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function raceRows(bench: Bench, recipe: Recipe, folder: string): Promise<Row[]> {
  const task: Task = { name: 'race', options: { recipe, folder } };
  const threads = bench.torchThreads.slice(-1);
  const timings = await bench.contest(
    [
      engineContestant(cores, task),
      ...torchContestants(threads, task),
      ...avx2TorchContestants(threads, task),
    ],
    { rounds: ROUNDS, slowRounds: ROUNDS, turnSeconds: 0 },
  );
  const ours = `engine, ${threadsName(cores)}`;
  return againstPeers(`race to ${recipe.target * 100} % of the test images`, ours, timings);
}

/** MNIST's bytes, without headers, where every contestant finds them. */
async function writeDigits(folder: string): Promise<void> {
  const { train, test } = await mnist();
  for (const [part, { images, labels }] of Object.entries({ train, test })) {
    writeFileSync(join(folder, `${part}-images`), images.data);
    writeFileSync(join(folder, `${part}-labels`), labels.data);
  }
}
