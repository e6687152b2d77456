import { random } from '@neutype/random';
import { classesOf, type Labels } from '../labels/classesOf.js';
import { type SplitSizes, splitSizes } from './splitSizes.js';
import { stratifiedIndices } from './stratifiedIndices.js';

export interface SplitOptions extends SplitSizes {
  /** Which order; 0 by default. */
  readonly seed?: number | undefined;
  /** Whether to draw at random (the default) or to cut: the first samples train, the next test. */
  readonly shuffle?: boolean | undefined;
  /** One label a sample: every class gets the same share of both parts, to rounding. */
  readonly stratify?: Labels | undefined;
}

/** Which samples train and which test. */
export interface TrainTestIndices {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/**
 * The indices behind {@link trainTestSplit}, for data that is not in arrays.
 *
 * @param samples how many there are
 * @throws RangeError as {@link trainTestSplit}
 *
 * @example
 * ```ts
 * const { train, test } = trainTestIndices(10, { testSize: 3, shuffle: false });
 * console.log([...test]); // [7, 8, 9]
 * ```
 */
export function trainTestIndices(samples: number, options: SplitOptions = {}): TrainTestIndices {
  const where = 'trainTestSplit';
  const { seed = 0, shuffle = true, stratify } = options;
  const sizes = splitSizes(samples, options, where);
  if (!shuffle) {
    if (stratify !== undefined) {
      throw new RangeError(`${where}: stratify draws at random and cannot go with shuffle: false.`);
    }
    return {
      train: Uint32Array.from({ length: sizes.train }, (_, index) => index),
      test: Uint32Array.from({ length: sizes.test }, (_, index) => sizes.train + index),
    };
  }
  const source = random(seed).split('trainTestSplit');
  if (stratify !== undefined) return stratifiedIndices(classesOf(stratify, samples, where), sizes, source);
  const order = source.permutation(samples);
  return {
    test: order.slice(0, sizes.test),
    train: order.slice(sizes.test, sizes.test + sizes.train),
  };
}
