import type { NdArray } from '@neutype/ndarray';
import type { AxisOrder, LastSize, Layer, NewAxis, NewLastAxis, Several, ShapeRule } from './layer.js';
import type { Network } from './network.js';
import type { Block, Part } from './part.js';
import type { Shape } from './shape.js';
import type { OneInput, SeveralInputs, Takes } from './takes.js';

/** The shapes of what comes out of some layers, in order. */
type Shapes = readonly Shape[];

/** The shape that one layer gives, as far as the type system follows it. */
type Given<In extends Shapes, Rule> = ShapeRule extends Rule
  ? Shape
  : Rule extends Shape
    ? Rule
    : Rule extends LastSize<infer Size>
      ? EndingIn<Size, In[0]>
      : Rule extends 'concatenated'
        ? EndingIn<number, In[0]>
        : Rule extends 'resized'
          ? Resized<In[0]>
          : Rule extends 'pooled'
            ? Pooled<In[0]>
            : Rule extends AxisOrder
              ? Transposed<In[0], Rule['axes']>
              : Rule extends NewAxis
                ? readonly [Rule['newAxis'], ...In[0]]
                : Rule extends NewLastAxis
                  ? readonly [...In[0], Rule['newLastAxis']]
                  : In[0];

/** A shape with another last size. */
type EndingIn<Size extends number, S> = S extends readonly [number]
  ? readonly [Size]
  : S extends readonly [...infer Leading extends Shape, number]
    ? readonly [...Leading, Size]
    : number extends Size
      ? Shape
      : readonly [...Shape, Size];

/** As many axes, of which the last alone is known. */
type Resized<S> = S extends readonly [...infer Inner extends Shape, infer Last extends number]
  ? readonly [...Unknown<Inner>, Last]
  : Shape;

/** The last axis alone. */
type Pooled<S> = S extends readonly [...Shape, infer Last extends number]
  ? readonly [Last]
  : readonly [number];

/** As many sizes, none of which is known. */
type Unknown<S extends Shape> = { readonly [At in keyof S]: number };

/** The sizes in another order; behind one of the batch they count from 1. */
type Transposed<S extends Shape, Axes extends Shape> = {
  readonly [At in keyof Axes]: Extract<[never, ...S][Axes[At]], number>;
};

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
  ? Parts extends Several<Part>
    ? SeveralInputs
    : Shapes
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
  ? ThroughMany<In, Parts[number]>
  : Parts extends readonly [infer First, ...infer Rest extends readonly Part[]]
    ? After<In, First> extends infer Next extends Shapes // known before the rest is begun, or 60 layers are too deep
      ? Through<Next, Rest>
      : never
    : In;

/** The shapes after any number of layers of one kind, none included, where they change the last size at most. */
type ThroughMany<In extends Shapes, P> = [P] extends [Layer<infer Rule>]
  ? [Rule] extends [LastSize<number> | 'same']
    ? In extends readonly [infer S]
      ? readonly [[Rule] extends ['same'] ? S : EndingIn<number, S>]
      : Shapes
    : Shapes
  : Shapes;

/** A network with these outputs. */
export type NetworkOf<In extends Shape, Open extends Shapes> = number extends Open['length']
  ? Open extends SeveralInputs
    ? Network<In, Shape, Open>
    : Network<In, Shape>
  : Open extends readonly [infer Out extends Shape]
    ? Network<In, Out>
    : Network<In, Shape, Open>;

/** What a network gives for an array: outputs by name where it is known to have several. */
export type PredictedBy<N> =
  N extends Network<Shape, Shape, infer Open>
    ? Open extends SeveralInputs
      ? Record<string, NdArray>
      : NdArray
    : NdArray;

/**
 * What parts must be beside themselves to fit behind these shapes: anything where they do, and what no part is where the
 * shapes are known not to. The compiler then names the shapes.
 */
export type Fitting<In extends Shapes, Parts extends readonly Part[]> = [Problem<In, Parts>] extends [never]
  ? unknown
  : Marked<In, Parts>;

/** What is wrong in the place of the first part that does not fit, which the compiler then names. */
type Marked<
  In extends Shapes,
  Parts extends readonly Part[],
  Before extends readonly unknown[] = readonly [],
> = Parts extends readonly [infer First, ...infer Rest extends readonly Part[]]
  ? [Misfit<In, First>] extends [never]
    ? After<In, First> extends infer Next extends Shapes
      ? Marked<Next, Rest, readonly [...Before, unknown]>
      : never
    : readonly [...Before, Misfit<In, First>, ...{ readonly [Place in keyof Rest]: unknown }]
  : Before;

/** The first that does not fit among parts one after another; `never` where nothing is known not to. */
type Problem<In extends Shapes, Parts extends readonly Part[]> = number extends Parts['length']
  ? never
  : Parts extends readonly [infer First, ...infer Rest extends readonly Part[]]
    ? [Misfit<In, First>] extends [never]
      ? After<In, First> extends infer Next extends Shapes
        ? Problem<Next, Rest>
        : never
      : Misfit<In, First>
    : never;

/** The first that does not fit among parts side by side. */
type SideProblem<In extends Shapes, Parts extends readonly Part[]> = number extends Parts['length']
  ? never
  : Parts extends readonly [infer First, ...infer Rest extends readonly Part[]]
    ? In extends readonly [Shape]
      ? Misfit<In, First> | SideProblem<In, Rest>
      : In extends readonly [infer Own extends Shape, ...infer Others extends Shapes]
        ? Misfit<readonly [Own], First> | BesideProblem<Others, Rest>
        : never
    : never;

/** The same, where one shape goes into each. */
type BesideProblem<In extends Shapes, Parts extends readonly Part[]> = In extends readonly [
  infer Own extends Shape,
  ...infer Others extends Shapes,
]
  ? Parts extends readonly [infer First, ...infer Rest extends readonly Part[]]
    ? Misfit<readonly [Own], First> | BesideProblem<Others, Rest>
    : never
  : never;

/** What is expected of inputs, and what comes. */
export interface DoesNotFit<Expected, Received> {
  readonly expected: Expected;
  readonly received: Received;
}

/** What keeps a part from standing behind these shapes; `never` where nothing is known to. */
type Misfit<In extends Shapes, P> =
  P extends Layer<infer Rule, infer Taken>
    ? In extends Taken
      ? [Rule] extends ['merged']
        ? Different<In>
        : never
      : NotTaken<In, Taken>
    : P extends Block<infer Kind, infer Parts>
      ? Kind extends 'chain'
        ? Problem<In, Parts>
        : SideProblem<In, Parts>
      : P extends Network<infer Taken, Shape, readonly Shape[]>
        ? In extends readonly [infer Given]
          ? Comparable<Given, Taken> extends true
            ? never
            : DoesNotFit<Taken, Given>
          : never
        : never;

/** What a layer takes, beside other inputs; `never` where they may fit as far as they are known. */
type NotTaken<In extends Shapes, Taken extends Takes> = number extends In['length']
  ? In extends SeveralInputs
    ? [Taken] extends [OneInput]
      ? DoesNotFit<'one input', 'several'>
      : never
    : never
  : In extends readonly [infer Own extends Shape]
    ? number extends Own['length']
      ? never
      : [Taken] extends [SeveralInputs]
        ? DoesNotFit<'two inputs or more', Own>
        : Known<In> extends Taken
          ? never
          : DoesNotFit<Taken[0], Own>
    : Known<In> extends Taken
      ? never
      : DoesNotFit<[Taken] extends [OneInput] ? 'one input' : Taken, In>;

/** Shapes whose unknown sizes fit everywhere. */
type Known<In extends Shapes> = { readonly [At in keyof In]: KnownSizes<In[At]> };

type KnownSizes<S extends Shape> = number extends S['length']
  ? never
  : { readonly [At in keyof S]: number extends S[At] ? never : S[At] };

/** Shapes that are not all one, though they are known. */
type Different<In extends Shapes> = In extends readonly [
  infer First extends Shape,
  infer Second extends Shape,
  ...infer Rest extends Shapes,
]
  ? Comparable<First, Second> extends true
    ? Rest extends readonly []
      ? never
      : Different<readonly [First, ...Rest]>
    : DoesNotFit<First, Second>
  : never;

/** Whether two shapes may be one, as far as they are known. */
type Comparable<A, B> = A extends B
  ? true
  : B extends A
    ? true
    : A extends readonly number[]
      ? B extends readonly number[]
        ? number extends A['length'] | B['length']
          ? true
          : Sizes<A, B>
        : false
      : false;

/** Whether two lists of known length may be one, size by size. */
type Sizes<A, B> = A extends readonly [infer First, ...infer Rest]
  ? B extends readonly [infer Other, ...infer Others]
    ? First extends Other
      ? Sizes<Rest, Others>
      : Other extends First
        ? Sizes<Rest, Others>
        : false
    : false
  : B extends readonly []
    ? true
    : false;
