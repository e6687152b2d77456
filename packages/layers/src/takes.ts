import type { Several } from './layer.js';
import type { Shape } from './shape.js';

/**
 * What a layer takes, as far as the type system checks it: the shapes of its inputs, in order. Sizes may be left open:
 * `readonly [readonly [number, number]]` is one sequence. `readonly Shape[]` is anything.
 */
export type Takes = readonly Shape[];

/** One input of any shape. */
export type OneInput = readonly [Shape];

/** Two inputs or more, of any shapes. */
export type SeveralInputs = Several<Shape>;

/** One input of images. */
export type Images = readonly [readonly [height: number, width: number, channels: number]];

/** One input of sequences. */
export type Sequences = readonly [readonly [time: number, features: number]];

/** One input of images, sequences or whatever else has more than one axis. */
export type InnerAxes = readonly [readonly [number, number, ...number[]]];

/** One input that has as many axes as there are in a list. */
export type AsManyAxes<Axes extends Shape> = readonly [{ readonly [At in keyof Axes]: number }];

/** A sequence and, where it is given, the state before it. */
export type SequenceAndState = Sequences | readonly [...Sequences, state: readonly [units: number]];

/** Two sequences. */
export type TwoSequences = readonly [...Sequences, ...Sequences];

/** Queries, keys and values, which may be one. */
export type QueriesKeysValues = Sequences | TwoSequences | readonly [...TwoSequences, ...Sequences];
