import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '@neutype/backend-cpu';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { raceWorkload } from '../src/engine/race.js';
import { type Recipe, recipes } from '../src/workloads/recipes.js';

const recipe: Recipe = {
  target: 1,
  layers: [['flatten']],
  batchSize: 10,
  momentum: 0.9,
  peak: 0.1,
  updates: 20,
  warmup: 0.25,
  firstLook: 10,
  updatesPerLook: 5,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'neutype-race-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Ten images of each class, which is where the bright row is. */
function writeStripes(part: 'train' | 'test'): void {
  const images = new Uint8Array(100 * 784);
  for (let image = 0; image < 100; image++) {
    const row = 2 * (image % 10);
    images.fill(255, image * 784 + row * 28, image * 784 + (row + 1) * 28);
  }
  writeFileSync(join(folder, `${part}-images`), images);
  writeFileSync(
    join(folder, `${part}-labels`),
    Uint8Array.from({ length: 100 }, (_, image) => image % 10),
  );
}

describe('the race', () => {
  it('ends where the target is reached', async () => {
    writeStripes('train');
    writeStripes('test');
    await raceWorkload(recipe, folder).run();
  });

  it.each(recipes.map((one) => [one.target, one] as const))(
    'to %s looks at the test images at whole steps of the cycle',
    (_, { updates, firstLook, updatesPerLook }) => {
      expect([updates % updatesPerLook, firstLook % updatesPerLook]).toEqual([0, 0]);
      expect(firstLook).toBeLessThanOrEqual(updates);
    },
  );
});
