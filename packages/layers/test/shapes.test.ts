import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { type Random, random } from '@neutype/random';
import { zeros } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { avgPool2d, conv2d, flatten, input, type Layer, maxPool2d, reshape } from '../src/index.js';

beforeAll(() => useBackend('cpu'));

function pick(source: Random, from: number, to: number): number {
  return from + source.integer(to - from + 1);
}
function pair(source: Random, to: number): [number, number] {
  return [pick(source, 1, to), pick(source, 1, to)];
}

/** Windows of unequal sides, strides and dilations, on images of unequal sides. */
function windowed(source: Random): Layer {
  const size = pair(source, 3);
  const strided = { stride: pair(source, 3) };
  const padding = (['valid', 'same'] as const)[source.integer(2)] as 'valid' | 'same';
  switch (source.integer(5)) {
    case 0:
      return conv2d(2, size, { ...strided, padding });
    case 1:
      return conv2d(2, size, { dilation: pair(source, 2), padding: pick(source, 0, 2) });
    case 2:
      return maxPool2d(size, { ...strided, padding });
    case 3:
      return maxPool2d(size, { ...strided, padding: source.integer(Math.min(...size)) });
    default:
      return avgPool2d(size, { ...strided, padding });
  }
}

describe('the shape that a layer announces is that of its output', () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))('case %d', (seed) => {
    const source = random(seed);
    const shape = [pick(source, 5, 9), pick(source, 5, 9), pick(source, 1, 3)];
    const network = input(shape).to(windowed(source));
    network.initialize(random(0));
    // A layer whose output has another shape than it announces throws.
    const y = network.forward(zeros([2, ...shape]));
    expect(y.shape).toEqual([2, ...network.outputShape]);
  });

  it('holds for conv2d with a different stride for each axis of 8 × 7', () => {
    const network = input([8, 7, 1]).to(conv2d(2, 3, { stride: [1, 2] }));
    expect(network.outputShape).toEqual([6, 3, 2]);
  });

  it('holds for flatten and reshape', () => {
    const network = input([2, 3, 4]).to(flatten(), reshape([4, 6]), flatten());
    expect(network.forward(zeros([5, 2, 3, 4])).shape).toEqual([5, 24]);
  });
});
