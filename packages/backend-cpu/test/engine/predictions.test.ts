import { beforeAll, expect, it } from '@jest/globals';
import { forgetPredictions, predictModel, useBackend } from '@neutype/core';
import '../../src/index.js';
import { memory } from '@tensorflow/tfjs-core';
import { model, predictTimes } from '../support/predicted.js';

beforeAll(() => useBackend('cpu'));

it('replays what is predicted again and again', async () => {
  const predicted = model();
  expect(await predictTimes(predicted, 40)).toEqual([79, 80]);
  expect(predicted.calls()).toBeLessThan(10);
});

it('replays the batches of one call', async () => {
  const predicted = model();
  const outputs = await predictModel(
    predicted,
    Float32Array.from({ length: 80 }, (_, at) => at),
    { batchSize: 2 },
  );
  expect([...outputs]).toEqual(Array.from({ length: 80 }, (_, at) => 2 * at + 1 + (at % 2)));
  expect(predicted.calls()).toBeLessThan(10);
});

it('computes each time what does not promise to stay the same', async () => {
  const predicted = model(false);
  expect(await predictTimes(predicted, 12)).toEqual([23, 24]);
  expect(predicted.calls()).toBe(12);
});

it('leaves nothing behind that was predicted once or twice', async () => {
  const predicted = model();
  void predicted.shift.variable;
  const before = memory().numTensors;
  await predictTimes(predicted, 2);
  expect(memory().numTensors).toBe(before);
});

it('keeps steps for four sizes of batches, and frees them on request', async () => {
  const predicted = model();
  void predicted.shift.variable;
  const before = memory().numTensors;
  for (let rows = 1; rows <= 4; rows++) await predictTimes(predicted, 10, rows);
  const kept = memory().numTensors;
  expect(kept).toBeGreaterThan(before);
  for (let rows = 1; rows <= 9; rows++)
    expect(await predictTimes(predicted, 10, rows)).toHaveLength(2 * rows);
  expect(memory().numTensors).toBe(kept);
  forgetPredictions(predicted);
  expect(memory().numTensors).toBe(before);
  expect(await predictTimes(predicted, 10)).toEqual([19, 20]);
  forgetPredictions(predicted);
});

it('predicts with the parameters of the moment', async () => {
  const predicted = model();
  await predictTimes(predicted, 10);
  predicted.shift.write([10, 20]);
  expect(await predictTimes(predicted, 10)).toEqual([28, 38]);
});

it('answers each of many that ask at once', async () => {
  const predicted = model();
  await predictTimes(predicted, 10);
  const asked = Array.from({ length: 50 }, (_, at) => at);
  const answers = await Promise.all(asked.map((at) => predictModel(predicted, Float32Array.of(at, -at))));
  expect(answers.map((answer) => [...answer])).toEqual(asked.map((at) => [2 * at + 1, 2 - 2 * at]));
});
