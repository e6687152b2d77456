import { checkCount, checkFlag, checkOptions, OptionError, optionNames } from '@neutype/errors';
import { random } from '@neutype/random';
import { type ClassLabels, classesOf } from '../labels/classesOf.js';
import { checkSeed } from '../support/checkSeed.js';
import { checkNotices, type Notices } from '../support/notify.js';
import { type SplitSizes, splitSizes } from './splitSizes.js';
import { stratifiedIndices } from './stratifiedIndices.js';

export interface SplitOptions extends SplitSizes, Notices {
  /** Which order; 0 by default. */
  readonly seed?: number | undefined;
  /** Whether to draw at random (the default) or to cut: the first samples train, the next test. */
  readonly shuffle?: boolean | undefined;
  /**
   * One label a sample: every class gets the same share of both parts, to rounding. A class so rare that it gets none of
   * one part is reported through `onNotice`.
   */
  readonly stratify?: ClassLabels | undefined;
}

const OPTIONS = optionNames<SplitOptions>({
  testSize: true,
  trainSize: true,
  seed: true,
  shuffle: true,
  stratify: true,
  onNotice: true,
});

/** Which samples train and which test. */
export interface TrainTestIndices {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/**
 * The indices behind {@link trainTestSplit}, for data that is not in arrays.
 *
 * @param samples how many there are
 * @throws OptionError as {@link trainTestSplit}
 *
 * @example
 * ```ts
 * const { train, test } = trainTestIndices(10, { testSize: 3, shuffle: false });
 * console.log([...test]); // [7, 8, 9]
 * ```
 */
export function trainTestIndices(samples: number, options: SplitOptions = {}): TrainTestIndices {
  return splitIndices(samples, options, 'trainTestIndices');
}

/** As {@link trainTestIndices}; errors name the function that was called. */
export function splitIndices(samples: number, options: SplitOptions, where: string): TrainTestIndices {
  checkOptions(where, options, OPTIONS);
  checkCount(`${where}, samples`, samples, 2);
  const { seed = 0, shuffle = true, stratify } = options;
  checkSeed(where, seed);
  checkFlag(`${where}, shuffle`, shuffle);
  checkNotices(where, options);
  const sizes = splitSizes(samples, options, where);
  if (!shuffle) {
    if (stratify !== undefined) {
      throw new OptionError({
        where,
        expected: 'stratify, which draws at random, without shuffle: false',
        received: 'both',
      });
    }
    return {
      train: Uint32Array.from({ length: sizes.train }, (_, index) => index),
      test: Uint32Array.from({ length: sizes.test }, (_, index) => sizes.train + index),
    };
  }
  const source = random(seed).split('trainTestSplit');
  if (stratify !== undefined) {
    const classes = classesOf(stratify, `${where}, stratify`, samples);
    return stratifiedIndices(classes, sizes, source, options, where);
  }
  const order = source.permutation(samples);
  return {
    test: order.slice(0, sizes.test),
    train: order.slice(sizes.test, sizes.test + sizes.train),
  };
}
