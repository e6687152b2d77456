import type { backend_util } from '@tensorflow/tfjs-core';
import { pick, randomInteger } from './random.js';
import type { Reference } from './reference.js';

export type Info = backend_util.Conv2DInfo;

/** What a window does at the edges: tf's names, a number of pixels, or one for each side, with a rounding for these. */
export interface Edges {
  readonly pad: 'valid' | 'same' | number | [[0, 0], [number, number], [number, number], [0, 0]];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

const ROUNDINGS = ['floor', 'round', 'ceil'] as const;

/** Of one number of pixels tfjs computes the width by the height's window and stride: only for a `square` window. */
export function randomEdges(random: () => number, square: boolean): Edges {
  const pixels = () => randomInteger(0, 3, random);
  const kind = random();
  if (kind < 0.25) return { pad: 'valid' };
  if (kind < 0.5) return { pad: 'same' };
  const rounding = random() < 0.7 ? { dimRoundingMode: pick(ROUNDINGS, random) } : {};
  if (kind < 0.7 && square) return { pad: randomInteger(0, 2, random), ...rounding };
  return {
    pad: [
      [0, 0],
      [pixels(), pixels()],
      [pixels(), pixels()],
      [0, 0],
    ],
    ...rounding,
  };
}

/** Every pixel that a window sees, by its numbers in the image, the window and the output; padding has none. */
export function forEachTap(info: Info, visit: (pixel: number, tap: number, position: number) => void): void {
  for (let position = 0; position < info.batchSize * info.outHeight * info.outWidth; position++) {
    const outRow = Math.floor(position / info.outWidth);
    const image = Math.floor(outRow / info.outHeight);
    const top = (outRow % info.outHeight) * info.strideHeight - info.padInfo.top;
    const left = (position % info.outWidth) * info.strideWidth - info.padInfo.left;
    for (let tap = 0; tap < info.filterHeight * info.filterWidth; tap++) {
      const row = top + Math.floor(tap / info.filterWidth) * info.dilationHeight;
      const column = left + (tap % info.filterWidth) * info.dilationWidth;
      if (row < 0 || row >= info.inHeight || column < 0 || column >= info.inWidth) continue;
      visit((image * info.inHeight + row) * info.inWidth + column, tap, position);
    }
  }
}

type Visit = (image: number, filter: number, output: number) => void;

/** Every product of a convolution, by the places of its factors and of the output. */
function forEachProduct(info: Info, depthwise: boolean, visit: Visit): void {
  const { inChannels, outChannels } = info;
  const each = depthwise ? outChannels / inChannels : outChannels;
  forEachTap(info, (pixel, tap, position) => {
    for (let channel = 0; channel < inChannels; channel++) {
      const first = position * outChannels + (depthwise ? channel * each : 0);
      for (let output = 0; output < each; output++) {
        visit(pixel * inChannels + channel, (tap * inChannels + channel) * each + output, first + output);
      }
    }
  });
}

export interface SumsOfProducts extends Reference {
  /** The most products that an output is the sum of. */
  readonly terms: number;
}

/** What the three arrays of a convolution are to its products: two are multiplied, the third takes the sums. */
export interface Factors {
  readonly image?: ArrayLike<number>;
  readonly filter?: ArrayLike<number>;
  readonly output?: ArrayLike<number>;
}

/** A convolution, or one of its gradients, in float64: the array that is not given is computed. */
export function sumsOfProducts(
  info: Info,
  depthwise: boolean,
  size: number,
  { image, filter, output }: Factors,
): SumsOfProducts {
  const values = new Float64Array(size);
  const magnitudes = new Float64Array(size);
  const counts = new Uint32Array(size);
  function add(at: number, term: number) {
    values[at]! += term;
    magnitudes[at]! += Math.abs(term);
    counts[at]!++;
  }
  forEachProduct(info, depthwise, (x, w, y) => {
    if (output === undefined) add(y, image![x]! * filter![w]!);
    else if (image === undefined) add(x, output[y]! * filter![w]!);
    else add(w, image[x]! * output[y]!);
  });
  return { values, magnitudes, terms: counts.reduce((most, count) => Math.max(most, count), 0) };
}
