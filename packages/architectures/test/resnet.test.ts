import '@neutype/backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import type { AnyNetwork } from '@neutype/layers';
import { random } from '@neutype/random';
import { stridedSlice, type Tensor4D, tensor, tidy } from '@tensorflow/tfjs-core';
import { type ImageShape, type ResnetOptions, resnet18, resnet50 } from '../src/index.js';
import { drawn } from './drawn.js';

beforeAll(() => useBackend('cpu'));

const SIZE = 64;
const SMALL: ResnetOptions<false> = {
  inputShape: [SIZE, SIZE, 3],
  width: 2,
  includeGlobalPool: false,
};

function featuresOf(network: AnyNetwork): Tensor4D {
  return network.forward(tensor(drawn('x', [1, SIZE, SIZE, 3]), [1, SIZE, SIZE, 3])) as Tensor4D;
}

describe('dilation in the place of strides', () => {
  it.each([
    ['resnet18', 16, resnet18],
    ['resnet18', 4, resnet18],
    ['resnet50', 8, resnet50],
  ] as const)('%s with ratio %d has the features of ratio 32, and others between them', async (...row) => {
    const [, inOutRatio, make] = row;
    const coarse = make(SMALL);
    coarse.initialize(random(1));
    const fine = make({ ...SMALL, inOutRatio });
    fine.write(await coarse.read());
    const every = 32 / inOutRatio;
    const [expected, given] = tidy(() => {
      const all = featuresOf(fine);
      expect(all.shape.slice(1, 3)).toEqual([SIZE / inOutRatio, SIZE / inOutRatio]);
      const some = stridedSlice(all, [0, 0, 0, 0], all.shape, [1, every, every, 1]);
      return [featuresOf(coarse).dataSync<'float32'>(), some.dataSync<'float32'>()];
    }) as unknown as [Float32Array, Float32Array];
    const largest = Math.max(...expected);
    expect(largest).toBeGreaterThan(0);
    const worst = Math.max(...expected.map((value, index) => Math.abs(value - given[index]!)));
    expect(worst / largest).toBeLessThan(1e-5);
  });

  it('makes larger features, without a classifier', () => {
    const shape = (inOutRatio: 4 | 8 | 16 | 32): ImageShape =>
      resnet50({ includeGlobalPool: false, inOutRatio }).outputShape;
    expect([shape(32), shape(16), shape(8)]).toEqual([
      [7, 7, 2048],
      [14, 14, 2048],
      [28, 28, 2048],
    ]);
  });

  it('refuses other ratios', () => {
    expect(() => resnet50({ inOutRatio: 2 as never })).toThrow(
      'resnet50, option inOutRatio: expected 4, 8, 16 or 32, got 2.',
    );
  });
});

it('a stage is frozen by its name, and what a block gives is found by its own', () => {
  const network = resnet18({ inputShape: [64, 64, 3], classes: 10, width: 4 });
  network.freeze('layer1');
  const frozen = network.parameters.filter(({ frozen }) => frozen);
  expect(frozen).toHaveLength(2 * 2 * 3);
  expect(frozen.every(({ name }) => name.startsWith('layer1.'))).toBe(true);
  expect(network.until('layer3.1').outputShape).toEqual([4, 4, 16]);
  expect(network.from('fc').inputShape).toEqual([32]);
});
