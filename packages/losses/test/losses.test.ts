import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend, valueAndGradients } from '@neutype/core';
import { memory, type Scalar, type Tensor, tensor, tidy, variable } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { binaryCrossentropy, categoricalCrossentropy, type Loss, mse } from '../src/index.js';

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
const functionOf = (loss: Loss, name: string): Loss['compute'] => {
  if (!name.startsWith('logits')) return loss.compute;
  return (loss.fromLogits?.softmax ?? loss.fromLogits?.sigmoid) as Loss['compute'];
};

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
        expect(slope).toBeCloseTo(expected.gradient.data[index] as number, 5);
      });
    },
  );

  it.each(Object.entries(golden[lossName]).filter(([name]) => !name.includes('far out')))(
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

  it('leaves nothing behind', () => {
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

describe('at the bounds', () => {
  // NeuPy's anchors (appendix B5), where outputs are quite sure and half of them wrong.
  const lossAtBounds = (loss: Loss): number =>
    tidy(
      () =>
        (
          loss.compute(
            tensor([
              [0, 1],
              [1, 0],
            ]),
            tensor([
              [0, 1],
              [0, 1],
            ]),
          ) as Scalar
        ).dataSync()[0] as number,
    );

  it('mse', () => expect(lossAtBounds(mse)).toBe(0.5));
  it('binaryCrossentropy', () => expect(lossAtBounds(binaryCrossentropy)).toBeCloseTo(8.01512, 4));
  it('categoricalCrossentropy', () => expect(lossAtBounds(categoricalCrossentropy)).toBeCloseTo(8.05905, 4));
});
