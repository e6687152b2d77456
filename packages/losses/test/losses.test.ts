import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend, valueAndGradients } from '@neutype/core';
import { mean, memory, sigmoid, softmax, type Tensor, tensor, tidy, variable } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { binaryCrossentropy, categoricalCrossentropy, computeEachOf, type Loss, mse } from '../src/index.js';

interface Packed {
  readonly shape: number[];
  readonly data: number[];
}

interface GoldenCase {
  readonly targets: Packed;
  readonly values: Packed;
  readonly loss: number;
  readonly gradient: Packed;
}

type Golden = Record<'mse' | 'binaryCrossentropy' | 'categoricalCrossentropy', Record<string, GoldenCase>>;

const golden = JSON.parse(readFileSync(new URL('./golden/losses.json', import.meta.url), 'utf8')) as Golden;

const losses = { binaryCrossentropy, categoricalCrossentropy, mse };

beforeAll(() => useBackend('cpu'));

/** What computes a loss of the golden cases: from outputs, or from logits where the case is about them. */
function functionOf(loss: Loss, name: string): Loss['compute'] {
  if (!name.startsWith('logits')) return loss.compute;
  return (loss.fromLogits?.softmax ?? loss.fromLogits?.sigmoid)!.compute;
}

describe.each(Object.keys(losses) as (keyof Golden)[])('%s', (lossName) => {
  const loss = losses[lossName];

  it.each(Object.entries(golden[lossName]))(
    'is as in PyTorch: %s',
    (name, { targets, values, ...expected }) => {
      const t = tensor(targets.data, targets.shape);
      const o = variable(tensor(values.data, values.shape));
      const { value, gradients } = valueAndGradients(() => functionOf(loss, name)(t, o), [o]);
      expect(value.shape).toEqual([]);
      expect((value.dataSync()[0] as number) / expected.loss).toBeCloseTo(1, 6);
      const gradient = [...(gradients[0] as Tensor).dataSync()];
      gradient.forEach((slope, index) => {
        const wanted = expected.gradient.data[index] as number;
        expect(Math.abs(slope - wanted) / Math.max(1, Math.abs(wanted))).toBeLessThan(5e-6);
      });
    },
  );

  it.each(Object.entries(golden[lossName]))(
    'has a value for each sample, whose mean is the loss: %s',
    (name, { targets, values, ...expected }) => {
      const activation = name.startsWith('logits') ? Object.keys(loss.fromLogits!)[0] : undefined;
      const each = computeEachOf(loss, activation as 'softmax' | undefined)(
        tensor(targets.data, targets.shape),
        tensor(values.data, values.shape),
      );
      expect(each.shape).toEqual([targets.shape[0]]);
      expect((mean(each).arraySync() as number) / expected.loss).toBeCloseTo(1, 6);
    },
  );

  it.each(Object.entries(golden[lossName]).filter(([name]) => !/far out|close to/.test(name)))(
    'has the gradient of central differences: %s',
    (name, { targets, values }) => {
      const difference = 5e-4;
      const lossAt = (data: number[]): number =>
        tidy(
          () =>
            functionOf(loss, name)(
              tensor(targets.data, targets.shape),
              tensor(data, values.shape),
            ).dataSync()[0] as number,
        );
      const o = variable(tensor(values.data, values.shape));
      const t = tensor(targets.data, targets.shape);
      const { gradients } = valueAndGradients(() => functionOf(loss, name)(t, o), [o]);
      const gradient = (gradients[0] as Tensor).dataSync();
      values.data.forEach((value, index) => {
        const step = (by: number): number => lossAt(values.data.with(index, value + by));
        const slope = (step(difference) - step(-difference)) / (2 * difference);
        const exact = gradient[index] as number;
        expect(Math.abs(slope - exact) / Math.max(1, Math.abs(exact))).toBeLessThan(5e-3);
      });
    },
  );

  it('leaks no tensors', () => {
    const [t, o] = [
      tensor([
        [0, 1],
        [1, 0],
      ]),
      tensor([
        [0.3, 0.7],
        [0.6, 0.4],
      ]),
    ];
    const before = memory().numTensors;
    loss.compute(t, o).dispose();
    expect(memory().numTensors).toBe(before);
  });
});

/** The loss and its gradient with respect to logits, where it is computed from the probabilities behind them. */
function fromProbabilities(
  loss: Loss,
  targets: number[][],
  logits: number[][],
  activation: (z: Tensor) => Tensor,
): { value: number; gradient: number[] } {
  const z = variable(tensor(logits));
  const { value, gradients } = valueAndGradients(() => loss.compute(tensor(targets), activation(z)), [z]);
  return {
    value: value.dataSync()[0] as number,
    gradient: [...(gradients[0] as Tensor).dataSync<'float32'>()],
  };
}

describe('from probabilities', () => {
  it.each([-10, -15, -30, -50, -80])('binaryCrossentropy is exact where the logit of a 1 is %d', (logit) => {
    const { value, gradient } = fromProbabilities(binaryCrossentropy, [[1]], [[logit]], sigmoid);
    expect(value / -logit).toBeCloseTo(1, 4);
    expect(gradient[0]).toBeCloseTo(-1, 4);
  });

  it('binaryCrossentropy is as exact as the distance to 1 where the logit of a 0 is 15', () => {
    const { value, gradient } = fromProbabilities(binaryCrossentropy, [[0]], [[15]], sigmoid);
    // sigmoid(15) is 1 − 3.06e-7, five steps of 2^-24 from 1, so that the logarithm is off by a tenth at most.
    expect(Math.abs(value - 15)).toBeLessThan(0.1);
    expect(gradient[0]).toBeCloseTo(1, 5);
  });

  it.each([10, 30, 50, 80])('categoricalCrossentropy is exact where a wrong class leads by %d', (lead) => {
    const { value, gradient } = fromProbabilities(categoricalCrossentropy, [[0, 1]], [[lead, 0]], softmax);
    expect(value / lead).toBeCloseTo(1, 4);
    expect(gradient[0]).toBeCloseTo(1, 4);
    expect(gradient[1]).toBeCloseTo(-1, 4);
  });

  it.each([
    ['binaryCrossentropy', binaryCrossentropy],
    ['categoricalCrossentropy', categoricalCrossentropy],
  ])(
    '%s ends at −ln 2^-126 for a probability of exactly 0, with a gradient towards the target',
    (_, loss) => {
      const targets = tensor([[0, 1]]);
      const outputs = variable(tensor([[1, 0]]));
      const { value, gradients } = valueAndGradients(() => loss.compute(targets, outputs), [outputs]);
      expect(value.dataSync()[0]).toBeCloseTo(126 * Math.LN2, 4);
      const slopes = [...(gradients[0] as Tensor).dataSync<'float32'>()];
      expect(slopes.every(Number.isFinite)).toBe(true);
      expect(slopes[1]).toBeLessThan(0);
      outputs.dispose();
    },
  );

  it('mse is the mean of the squared differences', () => {
    const value = tidy(
      () =>
        mse
          .compute(
            tensor([
              [0, 1],
              [1, 0],
            ]),
            tensor([
              [0, 1],
              [0, 1],
            ]),
          )
          .dataSync()[0],
    );
    expect(value).toBe(0.5);
  });
});
