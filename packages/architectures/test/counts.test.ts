import { describe, expect, it } from '@jest/globals';
import type { AnyNetwork } from '@neutype/layers';
import { gpt, lenet5, mlp, resnet50, smallCnn, squeezenet, vgg16, vgg19 } from '../src/index.js';
import { NETWORKS } from './networks.js';

const GPT2 = { vocabulary: 50_257, length: 1024, width: 768, heads: 12, blocks: 12 };

const ALL = [
  ...NETWORKS,
  // GPT-2's 124,439,808, which it has with the last weights in common with the first.
  ['gpt', () => gpt(GPT2), 124_439_808 + 50_257 * 768] as (typeof NETWORKS)[number],
];

function learnedCount(network: AnyNetwork): number {
  const learned = network.parameters.filter(({ trainable }) => trainable);
  return learned.reduce((sum, { size }) => sum + size, 0);
}

describe('networks learn as many parameters as their documentation says', () => {
  it.each(ALL)('%s', (_, make, expected) => {
    expect(learnedCount(make())).toBe(expected);
  });
});

it('ResNet-50 has NeuPy’s number of parameters, running statistics included', () => {
  expect(resnet50().parameterCount).toBe(25_610_152);
});

it('a large network is counted and shown without memory for its parameters', () => {
  const before = process.memoryUsage().arrayBuffers;
  const network = vgg19();
  const table = String(network);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  expect(network.parameters.some(({ initialized }) => initialized)).toBe(false);
  expect(table.split('\n').at(-1)).toMatch(/^Total +143,667,240$/);
});

it('networks take images and classes of other sizes', () => {
  const small = { inputShape: [64, 48, 1], classes: 7 } as const;
  expect(lenet5({ inputShape: [14, 14, 3], classes: 7 }).outputShape).toEqual([7]);
  expect(vgg16({ ...small, width: 4, units: 8 }).outputShape).toEqual([7]);
  expect(squeezenet(small).outputShape).toEqual([7]);
  expect(smallCnn({ ...small, filters: [4, 8] }).outputShape).toEqual([7]);
  expect(mlp({ inputShape: 4, hidden: [], classes: 7 }).outputShape).toEqual([7]);
});

it('images that are too small are refused, with the layer and its input', () => {
  expect(() => vgg16({ inputShape: [16, 16, 3] })).toThrow(
    'layer max-pool2d-5: expected an image that a window of 2 × 2 fits into, got [?, 1, 1, 512].',
  );
});

it('options that nobody knows are refused', () => {
  expect(() => lenet5({ clases: 3 } as never)).toThrow(
    "lenet5: expected options out of classes, inputShape, got 'clases'. Did you mean 'classes'?",
  );
});
