import { beforeAll, describe, expect, it } from '@jest/globals';
import { DataError } from '@neutype/core';
import {
  concatenate,
  embedding,
  flatten,
  input,
  inputs,
  join,
  linear,
  parallel,
  reshape,
  sigmoid,
} from '@neutype/layers';
import { gradientDescent } from '../src/index.js';
import { activateBackend } from './engine.js';

beforeAll(activateBackend);

const OPTIONS = { loss: 'binaryCrossentropy', seed: 0, step: 0.1 } as const;
const targets = [0, 1, 1];
const good = [
  [0, 4],
  [1, 2],
  [3, 0],
];
const wrong = [
  [0, 4],
  [1, 5],
  [3, 0],
];

function words() {
  return input(2).to(reshape([2, 1]), embedding(5, 3), flatten(), sigmoid(1));
}

describe('numbers that a layer has no row for are refused before anything is computed', () => {
  const message = (what: string) =>
    `${what}: expected whole numbers from 0 to 4, which layer embedding-1 has rows for, got 5 at [1][1].`;

  it('in training, with nothing learned', async () => {
    const network = words();
    const optimizer = gradientDescent(network, OPTIONS);
    await expect(optimizer.train(wrong, targets, { epochs: 1 })).rejects.toThrow(message('xTrain'));
    await expect(optimizer.train(wrong, targets, { epochs: 1 })).rejects.toThrow(DataError);
    await optimizer.train(good, targets, { epochs: 1 });
    expect(optimizer.history.train.length).toBe(1);
  });

  it('in validation, score and predict', async () => {
    const network = words();
    const optimizer = gradientDescent(network, OPTIONS);
    await expect(optimizer.train(good, targets, wrong, targets, { epochs: 1 })).rejects.toThrow(
      message('xTest'),
    );
    await optimizer.train(good, targets, { epochs: 1 });
    await expect(optimizer.score(wrong, targets)).rejects.toThrow(message('x'));
    await expect(optimizer.predict(wrong)).rejects.toThrow(message('predict, x'));
    await expect(network.predict(wrong)).rejects.toThrow(message('predict, x'));
  });

  it('of one input of several, by its name', async () => {
    const network = inputs({ words: 2, age: 1 }).to(
      parallel(join(embedding(5, 3), flatten()), linear(2)),
      concatenate(),
      sigmoid(1),
    );
    const optimizer = gradientDescent(network, OPTIONS);
    const age = [[50], [60], [70.5]];
    await expect(
      optimizer.train({ words: wrong, age }, { 'sigmoid-1': targets }, { epochs: 1 }),
    ).rejects.toThrow(message('xTrain.words'));
    await optimizer.train({ words: good, age }, { 'sigmoid-1': targets }, { epochs: 1 });
    await expect(network.predict({ words: wrong, age })).rejects.toThrow(message('predict, words, x'));
  });

  it.each([-1, 2.5])('%d, too', async (index) => {
    await expect(gradientDescent(words(), OPTIONS).train([[0, index]], [1], { epochs: 1 })).rejects.toThrow(
      `got ${index} at [0][1].`,
    );
  });
});

it('what is computed before it is no index of the data, and the engine looks at it instead', async () => {
  const network = input(2).to(linear(2, { weight: 10, bias: null }), embedding(5, 3), flatten(), sigmoid(1));
  await expect(gradientDescent(network, OPTIONS).train(good, targets, { epochs: 1 })).rejects.toThrow(
    'layer embedding-1: expected whole numbers from 0 to 4, the rows of its table, got',
  );
});
