import type { Layer } from './layer.js';
import type { Shape } from './shape.js';

/** The shape after one layer, as far as the type system follows it. */
type After<In extends Shape, L> = L extends Layer<infer Rule> ? (Rule extends Shape ? Rule : In) : never;

/** The shape after several layers: `Through<readonly [784], [relu(500), softmax(10)]>` is `readonly [10]`. */
export type Through<In extends Shape, Layers extends readonly Layer[]> = number extends Layers['length']
  ? Shape
  : Layers extends readonly [infer First, ...infer Rest extends readonly Layer[]]
    ? Through<After<In, First>, Rest>
    : In;
