import { beforeAll, describe, expect, it } from '@jest/globals';
import { input, relu, softmax } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { momentum } from '../src/index.js';
import { activateBackend } from './engine.js';
import { recorder } from './support.js';

beforeAll(activateBackend);

const SAMPLES = 24;
const x = ndarray(random(1).fillNormal(new Float32Array(SAMPLES * 4)), [SAMPLES, 4]);
const LABELS = Array.from({ length: SAMPLES }, (_, row) => (row * 7) % 3);
const ROWS = LABELS.map((label) => [0, 1, 2].map((column) => Number(column === label)));

async function lossesOf(targets: number[] | number[][]): Promise<readonly number[]> {
  const network = input(4).to(relu(5), softmax(3));
  const optimizer = momentum(network, {
    loss: 'categoricalCrossentropy',
    batchSize: 10,
    seed: 0,
    reporter: recorder(),
  });
  await optimizer.train(x, targets, { epochs: 5 });
  const train = [...optimizer.history.train];
  optimizer.dispose();
  return train;
}

describe('training on class numbers', () => {
  it.each([
    ['in a list', LABELS],
    ['in a column', LABELS.map((label) => [label])],
  ])('%s is training on one-hot rows', async (_, targets) => {
    expect(await lossesOf(targets)).toEqual(await lossesOf(ROWS));
  });

  it('is refused before the first update for a number beyond the outputs, and the sample is named', async () => {
    await expect(lossesOf(LABELS.with(5, 3))).rejects.toThrow('got 3 in sample 5. Class numbers begin at 0;');
  });
});
