import type { Tensor } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import type { Images } from '../takes.js';
import { type Pair, toPair } from '../window.js';
import { imageShape } from './imageShape.js';

/** Options of the adaptive poolings. */
export interface AdaptivePool2dOptions {
  /** A name of its own instead of the kind and a number. */
  readonly name?: string;
}

/** Rows and columns of an adaptive pooling's output, as the compiler sees them. */
export type AdaptiveShape<Size extends Pair> = Size extends readonly [
  infer Rows extends number,
  infer Columns extends number,
]
  ? readonly [Rows, Columns, number]
  : Size extends number
    ? readonly [Size, Size, number]
    : readonly [number, number, number];

/** What adaptive maximum and average pooling have in common. */
export function adaptivePool2d<Size extends Pair>(
  calledAs: string,
  kind: string,
  pool: (x: Tensor, size: readonly [number, number]) => Tensor,
  size: Size,
  options: AdaptivePool2dOptions,
): Layer<AdaptiveShape<Size>, Images> {
  checkLayerOptions(calledAs, options);
  const [rows, columns] = toPair(size, `${calledAs} size`);
  return layer({
    kind,
    name: options.name,
    replayable: true,
    settings: { size: [rows, columns] },
    outputShape: (inputShape, where) => [rows, columns, imageShape(inputShape, where)[2]],
    forward: (x) => pool(x, [rows, columns]),
  });
}
