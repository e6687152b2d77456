import type { Layer } from './layer.js';
import type { Network } from './network.js';
import type { Block, Part } from './part.js';
import type { Shape } from './shape.js';

/** The shapes of what comes out of some layers, in order. */
type Shapes = readonly Shape[];

/** The shape that one layer gives, as far as the type system follows it. */
type Given<In extends Shapes, Rule> = Rule extends Shape
  ? Rule
  : Rule extends 'concatenated'
    ? Concatenated<In[0]>
    : In[0];

/** A shape whose last size is not known. */
type Concatenated<S> = S extends readonly [...infer Leading extends Shape, number]
  ? readonly [...Leading, number]
  : Shape;

/** The shapes after one part. */
type After<In extends Shapes, P> =
  P extends Layer<infer Rule>
    ? readonly [Given<In, Rule>]
    : P extends Block<infer Kind, infer Parts>
      ? Kind extends 'chain'
        ? Through<In, Parts>
        : Side<In, Parts>
      : P extends Network<Shape, Shape, infer Open>
        ? Open
        : never;

/** The shapes after parts side by side, which take the same, or each one of those that come. */
type Side<In extends Shapes, Parts extends readonly Part[]> = number extends Parts['length']
  ? Shapes
  : In extends readonly [Shape]
    ? Parts extends readonly [infer First, ...infer Rest extends readonly Part[]]
      ? readonly [...After<In, First>, ...Side<In, Rest>]
      : readonly []
    : In extends readonly [infer Own extends Shape, ...infer Others extends Shapes]
      ? Parts extends readonly [infer First, ...infer Rest extends readonly Part[]]
        ? readonly [...After<readonly [Own], First>, ...Beside<Others, Rest>]
        : readonly []
      : Shapes;

type Beside<In extends Shapes, Parts extends readonly Part[]> = In extends readonly [
  infer Own extends Shape,
  ...infer Others extends Shapes,
]
  ? Parts extends readonly [infer First, ...infer Rest extends readonly Part[]]
    ? readonly [...After<readonly [Own], First>, ...Beside<Others, Rest>]
    : readonly []
  : readonly [];

/**
 * The shapes after several parts, as far as the type system follows them: `Through<readonly [readonly [784]],
 * [relu(500), softmax(10)]>` is `readonly [readonly [10]]`.
 */
export type Through<In extends Shapes, Parts extends readonly Part[]> = number extends Parts['length']
  ? Shapes
  : Parts extends readonly [infer First, ...infer Rest extends readonly Part[]]
    ? Through<After<In, First>, Rest>
    : In;

/** A network with these outputs. */
export type NetworkOf<In extends Shape, Open extends Shapes> = number extends Open['length']
  ? Network<In, Shape>
  : Open extends readonly [infer Out extends Shape]
    ? Network<In, Out>
    : Network<In, Shape, Open>;

/** Nothing to add where parts fit; what does not fit is refused. */
export type Fitting<_In extends Shapes, _Parts extends readonly Part[]> = unknown;
