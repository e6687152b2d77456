import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { random } from '@neutype/random';
import '@tensorflow/tfjs-backend-cpu';
import {
  conv1d,
  conv1dTranspose,
  conv2d,
  conv2dTranspose,
  depthwiseConv1d,
  depthwiseConv2d,
  type Initializer,
  input,
  type Layer,
  separableConv1d,
  separableConv2d,
} from '../src/index.js';
import { expectClose, type GoldenCase, golden, nested, outputAndGradients } from './support.js';

beforeAll(() => useBackend('cpu'));

const LAYERS = {
  conv1d,
  conv1dTranspose,
  conv2d,
  conv2dTranspose,
  depthwiseConv1d,
  depthwiseConv2d,
  separableConv1d,
  separableConv2d,
};

interface Case extends GoldenCase {
  readonly layer: keyof typeof LAYERS;
  readonly arguments: readonly unknown[];
  readonly options: object;
}

describe('convolutions give PyTorch’s outputs and gradients', () => {
  it.each(golden<Case>('convolutions'))('%s', (_, { layer, arguments: given, options, ...golden }) => {
    const values = Object.entries(golden.parameters).map(([name, value]) => [name, nested(value)]);
    const make = LAYERS[layer] as (...all: unknown[]) => Layer;
    const network = input(golden.x.shape.slice(1)).to(
      make(...given, { ...options, ...Object.fromEntries(values) }),
    );
    network.initialize(random(0));
    const { y, dx, gradients } = outputAndGradients(network, golden.x, golden.dy.data);
    expectClose(y, golden.y);
    expectClose(dx, golden.dx, 1e-5);
    expect(Object.keys(gradients)).toEqual(Object.keys(golden.gradients));
    for (const [name, gradient] of Object.entries(golden.gradients)) {
      expectClose(gradients[name]!, gradient, 1e-5);
    }
  });
});

describe('the sizes of transposed convolutions are NeuPy’s', () => {
  // Of 7 pixels and filters of 3, at strides 1 and 2.
  it.each([
    ['valid', [9, 15]],
    ['same', [7, 14]],
    [1, [7, 14]],
  ] as const)('with padding %j', (padding, expected) => {
    const lengths = [1, 2].map(
      (stride) => input([7, 7, 2]).to(conv2dTranspose(3, 3, { padding, stride })).outputShape,
    );
    expect(lengths).toEqual(expected.map((length) => [length, length, 3]));
    const times = [1, 2].map(
      (stride) => input([7, 2]).to(conv1dTranspose(3, 3, { padding, stride })).outputShape,
    );
    expect(times).toEqual(expected.map((length) => [length, 3]));
  });

  it('with a stride larger than the filter, which covers every pixel all the same', () => {
    expect(input([4, 4, 1]).to(conv2dTranspose(1, 2, { stride: 3 })).outputShape).toEqual([12, 12, 1]);
  });
});

describe('filters of a single channel begin as large as their few inputs ask for', () => {
  const shapes: (readonly number[])[] = [];
  const noted: Initializer = { name: 'noted()', fill: (_, shape) => void shapes.push(shape) };

  it.each<[string, Layer, number[][]]>([
    ['depthwiseConv2d', depthwiseConv2d([3, 2], { multiplier: 2, weight: noted }), [[3, 2, 1, 10]]],
    [
      'separableConv2d',
      separableConv2d(7, 3, { depthwiseWeight: noted, pointwiseWeight: noted }),
      [
        [3, 3, 1, 5],
        [1, 1, 5, 7],
      ],
    ],
    ['conv2d in groups', conv2d(10, 2, { groups: 5, weight: noted }), [[2, 2, 1, 10]]],
  ])('%s', (_, layer, expected) => {
    shapes.length = 0;
    input([4, 4, 5]).to(layer).initialize(random(0));
    expect(shapes).toEqual(expected);
  });
});

describe('what cannot be meant is refused', () => {
  const image = input([8, 8, 4]);
  const steps = input([8, 4]);

  it.each<[string, () => unknown, string]>([
    [
      'a padding below zero',
      () => conv2d(1, 3, { padding: -1 }),
      "conv2d padding: expected 'valid', 'same', a whole number from 0, or two for rows and columns, each a number or [before, after], got -1.",
    ],
    ['a padding that there is not', () => conv2d(1, 3, { padding: 'NOT_SAME' as 'same' }), "got 'NOT_SAME'."],
    ['a padding of three', () => conv2d(1, 3, { padding: [1, 2, 3] as never }), 'got [1, 2, 3].'],
    [
      'a causal padding of images',
      () => conv2d(1, 3, { padding: 'causal' as 'same' }),
      "conv2d padding: expected 'valid', 'same', a whole number",
    ],
    [
      'a padding of rows for a sequence',
      () => conv1d(1, 3, { padding: [[1, 2]] as never }),
      'conv1d padding',
    ],
    [
      'a stride of 0',
      () => conv2d(1, 3, { stride: 0 }),
      'conv2d stride: expected a whole number from 1, or two of them for rows and columns, got 0.',
    ],
    [
      'three strides',
      () => conv2d(1, 3, { stride: [1, 2, 3] as never }),
      'conv2d stride: expected a whole number from 1',
    ],
    [
      'a pair for a sequence',
      () => conv1d(1, [3, 3] as never),
      'conv1d size: expected a whole number from 1, got an array of 2.',
    ],
    [
      'half a filter',
      () => conv1d(0.5, 3),
      'conv1d(filters, size): expected a whole number of filters from 1, got 0.5.',
    ],
    [
      'half a multiplier',
      () => depthwiseConv2d(3, { multiplier: 0.5 }),
      'depthwiseConv2d multiplier: expected a whole number from 1',
    ],
    [
      'groups that do not divide the filters',
      () => conv2d(4, 3, { groups: 3 }),
      'conv2d groups: expected a divisor of the number of filters, 4, got 3.',
    ],
    [
      'groups that do not divide the channels',
      () => image.to(conv2d(6, 3, { groups: 3 })),
      'layer conv2d-1: expected channels that 3 groups share evenly, got [?, 8, 8, 4].',
    ],
    [
      'rows',
      () => input(10).to(conv2dTranspose(1, 3) as Layer),
      'layer conv2d-transpose-1: expected images, [?, height, width, channels], got [?, 10].',
    ],
    [
      'images for sequences',
      () => image.to(conv1d(1, 3) as Layer),
      'layer conv1d-1: expected a sequence, [?, time, features], got [?, 8, 8, 4]. Begin with input([time, features])',
    ],
    [
      'a sequence shorter than the filter',
      () => steps.to(conv1d(1, 5, { dilation: 2 })),
      'layer conv1d-1: expected a sequence that a window of 5 fits into, got [?, 8, 4].',
    ],
    [
      'an image smaller than the filter',
      () => image.to(separableConv2d(1, [9, 1])),
      'layer separable-conv2d-1: expected an image that a window of 9 × 1 fits into, got [?, 8, 8, 4].',
    ],
    [
      'an outputPadding of a whole stride',
      () => conv2dTranspose(1, 3, { stride: 2, outputPadding: [1, 2] }),
      'conv2dTranspose outputPadding: expected less than the stride, 2 × 2, got 1 × 2.',
    ],
    [
      'an outputPadding below zero',
      () => conv2dTranspose(1, 3, { stride: 2, outputPadding: -1 }),
      'conv2dTranspose outputPadding: expected a whole number from 0, or two of them for rows and columns, got -1.',
    ],
    [
      'an outputPadding where the size is known',
      () => conv1dTranspose(1, 3, { stride: 2, padding: 'same', outputPadding: 1 }),
      "conv1dTranspose outputPadding: expected none with padding 'same', whose output is as large as the input times the stride, got 1.",
    ],
    [
      'a padding that leaves nothing',
      () => input([1, 1, 1]).to(conv2dTranspose(1, 3, { padding: 2 })),
      'layer conv2d-transpose-1: expected a padding that leaves something of the output, got [?, 1, 1, 1], of which -1 × -1 would be left.',
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});
