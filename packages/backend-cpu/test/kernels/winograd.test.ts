import { describe, expect, it } from '@jest/globals';
import type { Window } from '../../src/generated/launch.js';
import { winogradTiles } from '../../src/kernels/convolution/winograd.js';
import { type Bound, disagreement, type Input, runOn } from '../support/compare.js';
import { randomSource } from '../support/random.js';
import { gamma } from '../support/reference.js';
import { sizeOf, values } from '../support/shapes.js';
import {
  filterMagnitudes,
  outputMagnitudes,
  type Pixels,
  type Side,
  type TiledConvolution,
} from '../support/winograd.js';

/**
 * 3×3 convolutions with as many channels as the engine's transforms want: [batch, height, width, inputs, outputs]; and the
 * sides of the tiles that it chooses for them and for the gradient of the image.
 */
const cases: readonly {
  readonly sizes: readonly [number, number, number, number, number];
  readonly pad: 'valid' | 'same';
  readonly sides: readonly [Side, Side];
}[] = [
  { sizes: [2, 6, 6, 16, 16], pad: 'valid', sides: [2, 2] },
  { sizes: [1, 9, 7, 20, 28], pad: 'valid', sides: [2, 2] },
  { sizes: [3, 8, 12, 16, 36], pad: 'same', sides: [2, 2] },
  { sizes: [2, 5, 11, 32, 16], pad: 'same', sides: [2, 2] },
  { sizes: [1, 13, 12, 68, 40], pad: 'valid', sides: [2, 2] },
  { sizes: [5, 4, 4, 24, 64], pad: 'same', sides: [2, 2] },
  { sizes: [3, 16, 16, 16, 16], pad: 'same', sides: [4, 4] },
  { sizes: [4, 15, 13, 20, 28], pad: 'valid', sides: [4, 4] },
  { sizes: [48, 4, 3, 16, 36], pad: 'same', sides: [4, 4] },
  { sizes: [6, 14, 14, 16, 16], pad: 'valid', sides: [4, 2] },
];
const small = cases[1]!;
const large = cases[7]!;

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

function setting({
  sizes: [batch, height, width, inputs, outputs],
  pad,
  sides,
}: (typeof cases)[number]): Setting {
  const padding = pad === 'same' ? 1 : 0;
  const [outHeight, outWidth] = [height - 2 + 2 * padding, width - 2 + 2 * padding];
  return {
    forward: {
      side: sides[0],
      batch,
      outHeight,
      outWidth,
      inputs,
      outputs,
      padTop: padding,
      padLeft: padding,
    },
    backward: {
      ...{ side: sides[1], batch, outHeight: height, outWidth: width, inputs: outputs, outputs: inputs },
      ...{ padTop: 2 - padding, padLeft: 2 - padding },
    },
    x: some([batch, height, width, inputs]),
    filter: some([3, 3, inputs, outputs]),
    dy: some([batch, outHeight, outWidth, outputs]),
    attrs: { strides: [1, 1], pad, dilations: [1, 1], dataFormat: 'NHWC' },
  };
}

/**
 * Roundings on the longest path to an output, besides a product and a sum for each channel. Of 2×2 tiles: 2 in a patch, 4 in
 * the filter, 4 on the way back, 1 for the bias. Of 4×4 tiles, for each side of the matrices that are applied: 4 in a patch
 * (a sum, a factor that is rounded itself, its product, a sum), 4 in the filter, 5 on the way back.
 */
const OUTPUT_ROUNDINGS: Readonly<Record<Side, number>> = { 2: 12, 4: 28 };
/** To a tap, besides a sum for each tile and each chunk of them: 2, 2 and 4; or twice 4, 4 and 5; and a product. */
const TAP_ROUNDINGS: Readonly<Record<Side, number>> = { 2: 9, 4: 27 };

/** Stock's own sums of 9 products a channel have an error too, within the same magnitudes. */
function ofOutput({ side, inputs }: TiledConvolution, magnitudes: Float64Array): Bound {
  return { relative: gamma(inputs + OUTPUT_ROUNDINGS[side]) + gamma(9 * inputs + 1), magnitudes };
}

function filterOf({ filter }: Setting): Pixels {
  const [, , inputs, outputs] = filter.shape as [number, number, number, number];
  return (row, column, input, output) =>
    Math.abs(filter.values[((row * 3 + column) * inputs + input) * outputs + output]!);
}

/** What the engine asks before it takes a way. */
function windowOf({ outHeight, outWidth, inputs }: TiledConvolution): Window {
  return {
    ...{ height: outHeight, width: outWidth, channels: inputs, outHeight, outWidth, padTop: 0, padLeft: 0 },
    ...{
      windowHeight: 3,
      windowWidth: 3,
      strideHeight: 1,
      strideWidth: 1,
      dilationHeight: 1,
      dilationWidth: 1,
    },
  };
}

it.each(cases)('tiles for $sizes, $pad, and for its gradient are as large as here: $sides', (testCase) => {
  const { forward, backward } = setting(testCase);
  const sides = [forward, backward].map((c) =>
    winogradTiles({ NR: 8 }, { batch: c.batch, window: windowOf(c), outputs: c.outputs }),
  );
  expect(sides).toEqual(testCase.sides);
});

describe('3×3 convolution by transforms agrees with stock tfjs', () => {
  it.each(cases)('forward: $sizes, $pad', (testCase) => {
    const s = setting(testCase);
    const magnitudes = outputMagnitudes(s.forward, magnitudeOf(s.x), filterOf(s));
    const inputs = { x: s.x, filter: s.filter };
    const bound = ofOutput(s.forward, magnitudes);
    expect(disagreement({ kernel: 'Conv2D', inputs, attrs: s.attrs }, bound)).toBe(undefined);
  });

  it.each(
    ['linear', 'relu', 'relu6', 'leakyrelu'].flatMap((activation) =>
      [cases[2]!, large].map((testCase) => ({ activation, testCase })),
    ),
  )('with a bias and $activation: $testCase.sizes', ({ activation, testCase }) => {
    const s = setting(testCase);
    const bias = some([s.forward.outputs]);
    const magnitudes = outputMagnitudes(s.forward, magnitudeOf(s.x), filterOf(s)).map(
      (sum, index) => sum + Math.abs(bias.values[index % s.forward.outputs]!),
    );
    const inputs = { x: s.x, filter: s.filter, bias };
    const attrs = { ...s.attrs, activation, leakyreluAlpha: 0.2 };
    const bound = ofOutput(s.forward, magnitudes);
    expect(disagreement({ kernel: 'FusedConv2D', inputs, attrs }, bound)).toBe(undefined);
  });

  it.each(cases)('gradient of the image: $sizes, $pad', (testCase) => {
    const s = setting(testCase);
    const magnitudes = outputMagnitudes(s.backward, magnitudeOf(s.dy), flipped(filterOf(s)));
    const inputs = { dy: s.dy, filter: s.filter };
    const attrs = { ...s.attrs, inputShape: s.x.shape };
    const bound = ofOutput(s.backward, magnitudes);
    expect(disagreement({ kernel: 'Conv2DBackpropInput', inputs, attrs }, bound)).toBe(undefined);
  });

  it.each(cases)('gradient of the filter: $sizes, $pad', (testCase) => {
    const s = setting(testCase);
    const { batch, outHeight, outWidth } = s.forward;
    const positions = batch * outHeight * outWidth;
    const inputs = { x: s.x, dy: s.dy };
    const attrs = { ...s.attrs, filterShape: s.filter.shape };
    const bound: Bound = {
      relative: gamma(positions + 16 + TAP_ROUNDINGS[s.forward.side]) + gamma(positions + 1),
      magnitudes: filterMagnitudes(s.forward, magnitudeOf(s.x), magnitudeOf(s.dy)),
    };
    expect(disagreement({ kernel: 'Conv2DBackpropFilter', inputs, attrs }, bound)).toBe(undefined);
  });
});

/** What is not finite comes where the sums have it, though a transform would spread it over a whole tile. */
describe.each([small, large])('numbers that are not finite: $sizes', (testCase) => {
  const s = setting(testCase);
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
