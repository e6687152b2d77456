import { checkCount, checkFlag, checkNumber, checkOptions, optionNames } from '@neutype/errors';
import { NdArray } from '@neutype/ndarray';
import { type Random, random } from '@neutype/random';
import { checkSeed } from '../support/checkSeed.js';
import { room } from '../support/room.js';

/** Points of the plane, or of a space of more dimensions, and their classes. */
export interface LabeledPoints {
  /** float32 of shape [samples, features]. */
  readonly x: NdArray<Float32Array>;
  /** int32 of shape [samples], from 0 up. */
  readonly y: NdArray<Int32Array>;
}

export interface GeneratorOptions {
  /** How many; 100 by default. */
  readonly samples?: number | undefined;
  /** Whether to put them in random order; true by default. */
  readonly shuffle?: boolean | undefined;
  /** Which; 0 by default. */
  readonly seed?: number | undefined;
}

export interface NoisyOptions extends GeneratorOptions {
  /** Standard deviation of the noise that is added to the points; 0 by default. */
  readonly noise?: number | undefined;
}

export const NOISY_OPTIONS: readonly string[] = optionNames<NoisyOptions>({
  samples: true,
  shuffle: true,
  seed: true,
  noise: true,
});

/**
 * A stream of its own for each generator, and the checked number of samples.
 *
 * @param names the options there are
 * @throws OptionError for an unknown option, and for those that all generators have in common
 */
export function begin(
  where: string,
  options: NoisyOptions,
  names: readonly string[],
): { samples: number; source: Random } {
  checkOptions(where, options, names);
  const { samples = 100, seed = 0, shuffle = true, noise = 0 } = options;
  checkCount(`${where}, samples`, samples);
  checkSeed(where, seed);
  checkFlag(`${where}, shuffle`, shuffle);
  checkNumber(`${where}, noise`, noise, { from: 0 });
  return { samples, source: random(seed).split(where) };
}

/** Room for the points. @throws DataError where there is not as much memory */
export function emptyRows(where: string, samples: number, features: number): Float32Array<ArrayBuffer> {
  const need = {
    where,
    what: 'samples',
    amount: `${samples} of ${features} features`,
    bytes: 4 * samples * features,
  };
  return room(need, () => new Float32Array(samples * features));
}

/** Adds the noise, puts the points in random order where wanted, and wraps them. */
export function finish(
  rows: Float32Array,
  labels: Int32Array,
  { shuffle = true, noise = 0 }: NoisyOptions,
  source: Random,
): LabeledPoints {
  if (noise > 0) {
    for (let i = 0; i < rows.length; i++) rows[i] = rows[i]! + noise * source.normal();
  }
  const x = new NdArray(rows, [labels.length, rows.length / labels.length]);
  const y = new NdArray(labels, [labels.length]);
  if (!shuffle) return { x, y };
  const order = source.permutation(labels.length);
  return { x: x.take(order), y: y.take(order) };
}

/** `count` numbers from `low` to `high` in equal steps, both ends included unless said otherwise. */
export function linspace(low: number, high: number, count: number, includeEnd = true): Float64Array {
  const steps = includeEnd ? count - 1 : count;
  return Float64Array.from({ length: count }, (_, i) =>
    steps === 0 ? low : low + ((high - low) * i) / steps,
  );
}
