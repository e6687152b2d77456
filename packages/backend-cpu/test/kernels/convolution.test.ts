import { describe, expect, it } from '@jest/globals';
import { disagreement, type Input } from '../support/compare.js';
import { randomInteger, randomSource } from '../support/random.js';
import { gamma } from '../support/reference.js';
import { sizeOf, values } from '../support/shapes.js';

const CASES = 60;

type Random = () => number;
const pick = <T>(random: Random, choices: readonly T[]): T =>
  choices[randomInteger(0, choices.length - 1, random)]!;
const input = (shape: number[], random: Random): Input => ({ values: values(sizeOf(shape), random), shape });

interface Geometry {
  readonly image: number[];
  readonly filter: number[];
  readonly attrs: {
    strides: [number, number];
    pad: unknown;
    dilations: [number, number];
    dataFormat: 'NHWC';
  };
  /** Multiplications that go into one output. */
  readonly terms: number;
}

function randomGeometry(random: Random, lastOfFilter: number): Geometry {
  const channels = pick(random, [1, 2, 3, 4, 5, 8, 11, 16]);
  const [filterHeight, filterWidth] = [randomInteger(1, 4, random), randomInteger(1, 4, random)];
  const dilated = random() < 0.3;
  const dilations: [number, number] = dilated
    ? [randomInteger(1, 3, random), randomInteger(1, 3, random)]
    : [1, 1];
  const strides: [number, number] = dilated
    ? [1, 1]
    : [randomInteger(1, 3, random), randomInteger(1, 3, random)];
  const height = (filterHeight - 1) * dilations[0] + randomInteger(1, 9, random);
  const width = (filterWidth - 1) * dilations[1] + randomInteger(1, 9, random);
  const pad = pick<unknown>(random, [
    'valid',
    'same',
    [
      [0, 0],
      [1, 0],
      [0, 2],
      [0, 0],
    ],
  ]);
  return {
    image: [randomInteger(1, 4, random), height, width, channels],
    filter: [filterHeight, filterWidth, channels, lastOfFilter],
    attrs: { strides, pad, dilations, dataFormat: 'NHWC' },
    terms: filterHeight * filterWidth * Math.max(channels, lastOfFilter),
  };
}

/** Every output of the same kernel with the magnitudes of the inputs: what its error is relative to. */
function agrees(
  kernel: string,
  inputs: Record<string, Input>,
  attrs: object,
  terms: number,
): string | undefined {
  const largest = Object.values(inputs).reduce((product, { values: numbers }) => {
    return product * Array.from(numbers).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  }, 1);
  return disagreement(
    { kernel, inputs, attrs },
    { relative: 0, absolute: gamma(terms + 1) * terms * largest },
  );
}

function outputShape(
  { image, filter, attrs }: Geometry,
  random: Random,
  depthwise = false,
): Input | undefined {
  const [batch, height, width] = image as [number, number, number];
  const effective = (axis: 0 | 1) => (filter[axis]! - 1) * attrs.dilations[axis] + 1;
  const padded = Array.isArray(attrs.pad) ? [1, 2] : [0, 0];
  const length = (axis: 0 | 1, size: number) =>
    attrs.pad === 'same'
      ? Math.ceil(size / attrs.strides[axis])
      : Math.floor((size + padded[axis]! - effective(axis)) / attrs.strides[axis]) + 1;
  const channels = depthwise ? filter[2]! * filter[3]! : filter[3]!;
  return input([batch, length(0, height), length(1, width), channels], random);
}

describe('convolution agrees with stock tfjs', () => {
  const outputs = [1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 32];

  it('Conv2D', () => {
    const random = randomSource(61);
    const found = Array.from({ length: CASES }, () => {
      const geometry = randomGeometry(random, pick(random, outputs));
      const inputs = { x: input(geometry.image, random), filter: input(geometry.filter, random) };
      return agrees('Conv2D', inputs, geometry.attrs, geometry.terms);
    });
    expect(found.filter(Boolean)).toEqual([]);
  });

  it('FusedConv2D with every activation', () => {
    const random = randomSource(62);
    const activations = ['linear', 'relu', 'relu6', 'leakyrelu', 'elu', 'sigmoid', 'prelu'];
    const found = Array.from({ length: CASES }, (_, index) => {
      const geometry = randomGeometry(random, pick(random, outputs));
      const activation = activations[index % activations.length]!;
      const perOutput = input([geometry.filter[3]!], random);
      const inputs = {
        x: input(geometry.image, random),
        filter: input(geometry.filter, random),
        bias: perOutput,
        ...(activation === 'prelu' ? { preluActivationWeights: input([geometry.filter[3]!], random) } : {}),
      };
      return agrees(
        'FusedConv2D',
        inputs,
        { ...geometry.attrs, activation, leakyreluAlpha: 0.2 },
        geometry.terms + 3,
      );
    });
    expect(found.filter(Boolean)).toEqual([]);
  });

  it('Conv2DBackpropInput', () => {
    const random = randomSource(63);
    const found = Array.from({ length: CASES }, () => {
      const geometry = randomGeometry(random, pick(random, outputs));
      const attrs = { ...geometry.attrs, dilations: [1, 1] as [number, number], inputShape: geometry.image };
      const dy = outputShape({ ...geometry, attrs }, random)!;
      return agrees(
        'Conv2DBackpropInput',
        { dy, filter: input(geometry.filter, random) },
        attrs,
        geometry.terms,
      );
    });
    expect(found.filter(Boolean)).toEqual([]);
  });

  it('Conv2DBackpropFilter', () => {
    const random = randomSource(64);
    const found = Array.from({ length: CASES }, () => {
      const geometry = randomGeometry(random, pick(random, outputs));
      const attrs = {
        ...geometry.attrs,
        dilations: [1, 1] as [number, number],
        filterShape: geometry.filter,
      };
      const dy = outputShape({ ...geometry, attrs }, random)!;
      const terms = sizeOf(dy.shape) / geometry.filter[3]!;
      return agrees('Conv2DBackpropFilter', { x: input(geometry.image, random), dy }, attrs, terms);
    });
    expect(found.filter(Boolean)).toEqual([]);
  });

  it.each([
    { image: [5, 20, 21, 8], filter: [3, 3, 8, 19] },
    { image: [2, 9, 9, 130], filter: [3, 3, 130, 6] },
    { image: [9, 12, 12, 1], filter: [5, 5, 1, 8] },
    { image: [3, 11, 11, 64], filter: [2, 2, 64, 4] },
    { image: [2, 17, 15, 24], filter: [1, 1, 24, 20] },
  ])('larger images: $image with $filter, forward and both gradients', ({ image, filter }) => {
    const random = randomSource(65);
    const attrs = {
      strides: [1, 1] as [number, number],
      pad: 'same',
      dilations: [1, 1] as [number, number],
      dataFormat: 'NHWC' as const,
    };
    const x = input(image, random);
    const weights = input(filter, random);
    const dy = input([...image.slice(0, 3), filter[3]!], random);
    const positions = sizeOf(image.slice(0, 3));
    const taps = filter[0]! * filter[1]!;
    expect(agrees('Conv2D', { x, filter: weights }, attrs, taps * filter[2]!)).toBe(undefined);
    expect(
      agrees(
        'Conv2DBackpropInput',
        { dy, filter: weights },
        { ...attrs, inputShape: image },
        taps * filter[3]!,
      ),
    ).toBe(undefined);
    expect(agrees('Conv2DBackpropFilter', { x, dy }, { ...attrs, filterShape: filter }, positions)).toBe(
      undefined,
    );
  });
});

describe('depthwise convolution agrees with stock tfjs', () => {
  it('forward and both gradients', () => {
    const random = randomSource(66);
    const found = Array.from({ length: CASES }, () => {
      const geometry = randomGeometry(random, pick(random, [1, 1, 2, 3]));
      const { image, filter, attrs, terms } = geometry;
      const x = input(image, random);
      const weights = input(filter, random);
      const dy = outputShape(geometry, random, true)!;
      const plain = { ...attrs, dilations: [1, 1] as [number, number] };
      const plainDy = outputShape({ ...geometry, attrs: plain }, random, true)!;
      return [
        agrees('DepthwiseConv2dNative', { x, filter: weights }, attrs, terms),
        ...['linear', 'relu', 'leakyrelu', 'sigmoid'].map((activation) =>
          agrees(
            'FusedDepthwiseConv2D',
            { x, filter: weights, bias: input([dy.shape[3]!], random) },
            { ...attrs, activation, leakyreluAlpha: 0.2 },
            terms + 3,
          ),
        ),
        // Stock leaves dilations out of its gradients.
        agrees(
          'DepthwiseConv2dNativeBackpropInput',
          { dy: plainDy, filter: weights },
          { ...plain, inputShape: image },
          terms,
        ),
        agrees(
          'DepthwiseConv2dNativeBackpropFilter',
          { x, dy: plainDy },
          { ...plain, filterShape: filter },
          sizeOf(dy.shape),
        ),
      ];
    });
    expect(found.flat().filter(Boolean)).toEqual([]);
  });
});
