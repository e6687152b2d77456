import type { PlainValue } from '@neutype/layers';
import type { NdArray, TypedArray } from '@neutype/ndarray';
import type { Constant } from './constants.js';
import type { KerasConfig } from './kerasConfig.js';

/** Options of a layer, under the names of the function that makes it. */
export type Settings = Readonly<Record<string, PlainValue>>;

/** One of our layers, as data. */
export interface LayerReading {
  readonly kind: string;
  readonly settings: Settings;
  /** Which layers of the same reading come before it; `INPUTS` for what goes into the Keras layer. The one before by default. */
  readonly inputs?: readonly number[];
  /** Which of the inputs of the Keras layer it takes, in this order; all of them by default. */
  readonly order?: readonly number[];
}

/** In place of a layer's number: what goes into the Keras layer. */
export const INPUTS = -1;

/** What a Keras layer calls one of its weights, and where that goes. */
export interface WeightReading {
  /** Keras's name; other versions' names behind it. */
  readonly names: readonly [string, ...string[]];
  readonly parameter: string;
  /** The number of the layer that has the parameter; the first by default. */
  readonly layer?: number;
  /** A layer within the Keras layer that has the weight, as those of `Bidirectional` have. */
  readonly within?: { readonly path: string; readonly name: string };
  /** The array as the parameter has it; as it is by default. */
  readonly change?: (array: NdArray<TypedArray>) => NdArray<TypedArray>;
}

/** What a parameter holds that Keras has no weight for. */
export interface ConstantReading {
  readonly parameter: string;
  readonly value: Constant;
  readonly layer?: number;
}

/** Time steps that layers behind are to leave out, as `Masking` and `Embedding` say. */
export interface MaskReading {
  /** A step whose features all equal this number is left out. */
  readonly value: number;
  /** The option of the first layer that is set if a layer behind uses the mask. */
  readonly option?: readonly [name: string, value: PlainValue];
}

/** What one layer of Keras is here: the last of these layers gives its output. */
export interface Reading {
  /** None for a layer that does nothing in a prediction and in training. */
  readonly layers: readonly LayerReading[];
  /** In Keras's own order. */
  readonly weights?: readonly WeightReading[];
  readonly constants?: readonly ConstantReading[];
  /** Parameters of the first layer that are not trained. */
  readonly frozen?: readonly string[];
  readonly mask?: MaskReading;
  /** What it does with a mask that comes in: `'passes'` it on as a dropout does, `'refuses'` one, or `'uses'` it by this option. */
  readonly masked?: 'passes' | 'refuses' | { readonly uses: string; readonly layers: readonly number[] };
}

/** Reads the config of a Keras layer. @throws DataError for what there is nothing equal to here */
export type ReadConfig = (config: KerasConfig) => Reading;
