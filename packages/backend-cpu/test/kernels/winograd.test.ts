import { describe, expect, it } from '@jest/globals';
import { type Bound, disagreement, type Input, runOn } from '../support/compare.js';
import { randomSource } from '../support/random.js';
import { gamma } from '../support/reference.js';
import { sizeOf, values } from '../support/shapes.js';
import {
  filterMagnitudes,
  outputMagnitudes,
  type Pixels,
  type TiledConvolution,
} from '../support/winograd.js';

/** 3×3 convolutions with as many channels as the engine's transforms want: [batch, height, width, inputs, outputs]. */
const cases: readonly {
  readonly sizes: readonly [number, number, number, number, number];
  readonly pad: 'valid' | 'same';
}[] = [
  { sizes: [2, 6, 6, 16, 16], pad: 'valid' },
  { sizes: [1, 9, 7, 20, 28], pad: 'valid' },
  { sizes: [3, 8, 12, 16, 36], pad: 'same' },
  { sizes: [2, 5, 11, 32, 16], pad: 'same' },
  { sizes: [1, 13, 12, 68, 40], pad: 'valid' },
  { sizes: [5, 4, 4, 24, 64], pad: 'same' },
];

const random = randomSource(91);
function some(shape: readonly number[]): Input {
  return { values: values(sizeOf(shape), random), shape };
}

/** The magnitude at an index of [n, height, width, channels], zero outside. */
function magnitudeOf({ values: numbers, shape }: Input): Pixels {
  const [, height, width, channels] = shape as [number, number, number, number];
  return (n, row, column, channel) =>
    row < 0 || column < 0 || row >= height || column >= width
      ? 0
      : Math.abs(numbers[((n * height + row) * width + column) * channels + channel]!);
}

/** The filter turned round, inputs and outputs exchanged. */
function flipped(filter: Pixels): Pixels {
  return (row, column, output, input) => filter(2 - row, 2 - column, input, output);
}

interface Setting {
  readonly forward: TiledConvolution;
  readonly backward: TiledConvolution;
  readonly x: Input;
  readonly filter: Input;
  readonly dy: Input;
  readonly attrs: object;
}

function setting({ sizes: [batch, height, width, inputs, outputs], pad }: (typeof cases)[number]): Setting {
  const padding = pad === 'same' ? 1 : 0;
  const [outHeight, outWidth] = [height - 2 + 2 * padding, width - 2 + 2 * padding];
  return {
    forward: { batch, outHeight, outWidth, inputs, outputs, padTop: padding, padLeft: padding },
    backward: {
      ...{ batch, outHeight: height, outWidth: width, inputs: outputs, outputs: inputs },
      ...{ padTop: 2 - padding, padLeft: 2 - padding },
    },
    x: some([batch, height, width, inputs]),
    filter: some([3, 3, inputs, outputs]),
    dy: some([batch, outHeight, outWidth, outputs]),
    attrs: { strides: [1, 1], pad, dilations: [1, 1], dataFormat: 'NHWC' },
  };
}

/**
 * Roundings on the longest path: 2 in a patch, 4 in the filter, one product and a sum for each channel, 4 on the way
 * back, 1 for the bias. Stock's own sums of 9 products a channel have an error too, within the same magnitudes.
 */
function ofOutput(channels: number, magnitudes: Float64Array): Bound {
  return {
    relative: gamma(channels + 12) + gamma(9 * channels + 1),
    magnitudes,
  };
}

function filterOf({ filter }: Setting): Pixels {
  const [, , inputs, outputs] = filter.shape as [number, number, number, number];
  return (row, column, input, output) =>
    Math.abs(filter.values[((row * 3 + column) * inputs + input) * outputs + output]!);
}

describe('3×3 convolution by transforms agrees with stock tfjs', () => {
  it.each(cases)('forward: $sizes, $pad', (testCase) => {
    const s = setting(testCase);
    const magnitudes = outputMagnitudes(s.forward, magnitudeOf(s.x), filterOf(s));
    const inputs = { x: s.x, filter: s.filter };
    const bound = ofOutput(s.forward.inputs, magnitudes);
    expect(disagreement({ kernel: 'Conv2D', inputs, attrs: s.attrs }, bound)).toBe(undefined);
  });

  it.each(['linear', 'relu', 'relu6', 'leakyrelu'])('with a bias and %s', (activation) => {
    const s = setting(cases[2]!);
    const bias = some([s.forward.outputs]);
    const magnitudes = outputMagnitudes(s.forward, magnitudeOf(s.x), filterOf(s)).map(
      (sum, index) => sum + Math.abs(bias.values[index % s.forward.outputs]!),
    );
    const inputs = { x: s.x, filter: s.filter, bias };
    const attrs = { ...s.attrs, activation, leakyreluAlpha: 0.2 };
    const bound = ofOutput(s.forward.inputs, magnitudes);
    expect(disagreement({ kernel: 'FusedConv2D', inputs, attrs }, bound)).toBe(undefined);
  });

  it.each(cases)('gradient of the image: $sizes, $pad', (testCase) => {
    const s = setting(testCase);
    const magnitudes = outputMagnitudes(s.backward, magnitudeOf(s.dy), flipped(filterOf(s)));
    const inputs = { dy: s.dy, filter: s.filter };
    const attrs = { ...s.attrs, inputShape: s.x.shape };
    const bound = ofOutput(s.backward.inputs, magnitudes);
    expect(disagreement({ kernel: 'Conv2DBackpropInput', inputs, attrs }, bound)).toBe(undefined);
  });

  it.each(cases)('gradient of the filter: $sizes, $pad', (testCase) => {
    const s = setting(testCase);
    const { batch, outHeight, outWidth } = s.forward;
    const positions = batch * outHeight * outWidth;
    const inputs = { x: s.x, dy: s.dy };
    const attrs = { ...s.attrs, filterShape: s.filter.shape };
    // 2 roundings in a patch, 2 in a gradient, a sum for each tile and each chunk of them, 4 on the way back.
    const bound: Bound = {
      relative: gamma(positions + 16 + 9) + gamma(positions + 1),
      magnitudes: filterMagnitudes(s.forward, magnitudeOf(s.x), magnitudeOf(s.dy)),
    };
    expect(disagreement({ kernel: 'Conv2DBackpropFilter', inputs, attrs }, bound)).toBe(undefined);
  });
});

/** What is not finite comes where the sums have it, though a transform would spread it over a whole tile. */
describe('numbers that are not finite', () => {
  const s = setting(cases[1]!);
  const spoilt = (input: Input, ...spoils: readonly number[]): Input => ({
    ...input,
    values: Float32Array.from(input.values, (value, index) => {
      const spoil = [0.21, 0.55, 0.83].findIndex((at) => Math.floor(at * input.values.length) === index);
      return spoils[spoil] ?? value;
    }),
  });
  const kinds = (numbers: ArrayLike<number>): string[] =>
    Array.from(numbers, (value) => (Number.isFinite(value) ? 'finite' : String(value)));
  const inputs = {
    Conv2D: { x: spoilt(s.x, Number.NaN, Infinity, -Infinity), filter: s.filter },
    Conv2DBackpropInput: { dy: spoilt(s.dy, Number.NaN, Infinity, -Infinity), filter: s.filter },
    Conv2DBackpropFilter: { x: spoilt(s.x, Infinity), dy: spoilt(s.dy, 1, 2, -Infinity) },
  };
  const attrs = { ...s.attrs, inputShape: s.x.shape, filterShape: s.filter.shape };

  it.each(Object.keys(inputs) as (keyof typeof inputs)[])('%s', (kernel) => {
    const [stock] = runOn('stock', kernel, inputs[kernel], attrs);
    const [ours] = runOn('cpu', kernel, inputs[kernel], attrs);
    expect(kinds(ours!.values)).toEqual(kinds(stock!.values));
    expect(new Set(kinds(ours!.values)).size).toBeGreaterThan(1);
  });

  it('are not made by the transforms themselves', () => {
    const large = { ...s.x, values: Float32Array.from(s.x.values, (value) => value * 3e37) };
    const small = { ...s.filter, values: Float32Array.from(s.filter.values, (value) => value * 1e-4) };
    const [ours] = runOn('cpu', 'Conv2D', { x: large, filter: small }, attrs);
    expect(new Set(kinds(ours!.values))).toEqual(new Set(['finite']));
  });
});
