import { backend_util } from '@tensorflow/tfjs-core';
import type { Bound, Input } from './compare.js';
import { pick, randomInteger } from './random.js';
import { gamma } from './reference.js';
import { sizeOf } from './shapes.js';
import { type Edges, type Info, randomEdges, type SumsOfProducts } from './windows.js';

type Pair = readonly [number, number];

export interface ConvolutionAttrs extends Edges {
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly dataFormat: 'NHWC';
}

export interface Convolution {
  readonly image: number[];
  readonly filter: number[];
  readonly attrs: ConvolutionAttrs;
  readonly depthwise: boolean;
}

const CHANNELS = [1, 2, 3, 4, 5, 7, 8, 9, 11, 16, 17];
const MANY_CHANNELS = [16, 17, 20, 32, 33];
const MULTIPLIERS = [1, 1, 2, 3];
/** Beyond this, stock takes too long. */
const MOST_PRODUCTS = 300_000;

/** One in eight is a plain 3×3 convolution with many channels, the commonest and the first to be done another way. */
export function randomConvolution(random: () => number, depthwise = false): Convolution {
  const plain = !depthwise && random() < 0.125;
  const side = () => (plain ? 3 : randomInteger(1, 4, random));
  const [height, width] = [side(), side()];
  const dilated = !plain && random() < 0.3;
  const pair = (): Pair => [randomInteger(1, 3, random), randomInteger(1, 3, random)];
  const dilations: Pair = dilated ? pair() : [1, 1];
  const strides: Pair = plain || dilated ? [1, 1] : pair();
  const channels = pick(plain ? MANY_CHANNELS : CHANNELS, random);
  const outputs = pick(depthwise ? MULTIPLIERS : plain ? MANY_CHANNELS : CHANNELS, random);
  const image = [
    random() < 0.03 ? 0 : randomInteger(1, 4, random),
    (height - 1) * dilations[0] + randomInteger(1, 9, random),
    (width - 1) * dilations[1] + randomInteger(1, 9, random),
    channels,
  ];
  const filter = [height, width, channels, outputs];
  const square = [[height, width], strides, dilations].every(([down, across]) => down === across);
  const attrs = { strides, dilations, dataFormat: 'NHWC', ...randomEdges(random, square) } as const;
  const convolution = { image, filter, attrs, depthwise };
  const products = sizeOf(infoOf(convolution).outShape) * height * width * (depthwise ? 1 : channels);
  return products > MOST_PRODUCTS ? randomConvolution(random, depthwise) : convolution;
}

export function infoOf({ image, filter, attrs, depthwise }: Convolution): Info {
  const { strides, dilations, pad, dimRoundingMode } = attrs;
  type Four = [number, number, number, number];
  return backend_util.computeConv2DInfo(
    image as Four,
    filter as Four,
    [...strides],
    [...dilations],
    pad,
    dimRoundingMode,
    depthwise,
  );
}

const SPECIAL = [Number.NaN, Infinity, -Infinity, 0, -0, 1e-40];

/** Values in −3 … 3, a few of them special where asked for: so few that most outputs stay finite. */
export function sprinkled(shape: readonly number[], random: () => number, special: boolean): Input {
  const values = Float32Array.from({ length: sizeOf(shape) }, () => random() * 6 - 3);
  const few = special && values.length > 0 ? randomInteger(1, 3, random) : 0;
  for (let count = 0; count < few; count++) {
    values[randomInteger(0, values.length - 1, random)] = pick(SPECIAL, random);
  }
  return { values, shape };
}

/** No activation in these tests makes an error grow by more. */
const STEEPEST = 3;

/**
 * How far outputs may lie from stock's: each is a sum of at most `terms` products, here and there, which may have been
 * added up in any order; an activation that multiplies rounds twice more, and may have an error of its own. What is not
 * finite is where it is in stock's: a NaN or an infinity in an input touches the outputs whose window sees it, no others.
 */
export function boundOf(
  convolution: Convolution,
  { terms, magnitudes }: Pick<SumsOfProducts, 'terms' | 'magnitudes'>,
  factors: readonly Input[],
  ownError = 0,
): Bound {
  const underflow = STEEPEST * (terms + 1) * 2 ** -149;
  const transforms = takesTransforms(convolution) ? ofTransforms(convolution.image, terms, factors) : 0;
  return {
    relative: gamma(2 * (terms + 3)),
    magnitudes,
    absolute: ownError + underflow + STEEPEST * transforms,
  };
}

/** Whether the engine may do it by Winograd's transforms, whose errors are relative to whole tiles. */
function takesTransforms({ filter, attrs, depthwise }: Convolution): boolean {
  const [height, width, ...channels] = filter as [number, number, number, number];
  const single = [...attrs.strides, ...attrs.dilations].every((step) => step === 1);
  const many = channels.every((count) => count >= 16 && count % 4 === 0);
  return !depthwise && single && height === 3 && width === 3 && many;
}

/** Fewer pixels make fewer than the 48 tiles of 4×4 positions that the engine asks for. */
const LARGE_TILES_FROM = 48 * 9;

/**
 * By the largest of the factors, which is coarse: `winograd.test.ts` has the bound for each output. In each of two dimensions
 * a patch of a 2×2 tile grows at most twice, a filter 1.5 times, and 3 of 4 products reach an output: 9 times; the filter's
 * gradient grows less. With 4×4 tiles an output grows at most 25 times and the filter's gradient 31 times.
 */
function ofTransforms(image: readonly number[], terms: number, factors: readonly Input[]): number {
  const [batch, height, width] = image as [number, number, number];
  const growth = batch * height * width < LARGE_TILES_FROM ? 9 : 31;
  const largest = factors.map(({ values }) =>
    Array.from(values).reduce(
      (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
      0,
    ),
  );
  return gamma(terms + 43) * growth ** 2 * terms * largest.reduce((product, value) => product * value, 1);
}
