import { checkCount, checkFlag, checkOptions, OptionError, optionNames } from '@neutype/errors';
import { random } from '@neutype/random';
import { checkSeed } from '../support/checkSeed.js';
import type { TrainTestIndices } from './trainTestIndices.js';

export interface KFoldOptions {
  /** How many parts; 5 by default. Each is the test part once. */
  readonly folds?: number | undefined;
  /** Whether to draw the parts at random; by default they are cut in order. */
  readonly shuffle?: boolean | undefined;
  /** Which order, with `shuffle`; 0 by default. */
  readonly seed?: number | undefined;
}

const OPTIONS = optionNames<KFoldOptions>({ folds: true, shuffle: true, seed: true });

/**
 * The indices of k-fold cross-validation: scikit-learn's `KFold`. The first parts are one larger where the samples do not
 * divide evenly.
 *
 * @param samples how many there are
 * @throws OptionError for fewer than two parts, or more parts than samples
 *
 * @example
 * ```ts
 * for (const { train, test } of kFold(6, { folds: 3 })) {
 *   console.log([...train], [...test]); // [2, 3, 4, 5] [0, 1], then [0, 1, 4, 5] [2, 3], …
 * }
 * ```
 */
export function kFold(samples: number, options: KFoldOptions = {}): TrainTestIndices[] {
  checkOptions('kFold', options, OPTIONS);
  checkCount('kFold, samples', samples, 2);
  const { folds, shuffle, seed } = checkedFolds('kFold', samples, options);
  const order = shuffle
    ? random(seed).split('kFold').permutation(samples)
    : Uint32Array.from({ length: samples }, (_, index) => index);
  const foldOf = new Uint32Array(samples);
  let next = 0;
  for (let fold = 0; fold < folds; fold++) {
    const size = Math.floor(samples / folds) + (fold < samples % folds ? 1 : 0);
    for (const index of order.subarray(next, next + size)) foldOf[index] = fold;
    next += size;
  }
  return splitsOf(foldOf, folds);
}

/** For each part, the samples that are in it and those that are not, ascending. */
export function splitsOf(foldOf: Uint32Array, folds: number): TrainTestIndices[] {
  const indices = Uint32Array.from({ length: foldOf.length }, (_, index) => index);
  return Array.from({ length: folds }, (_, fold) => ({
    train: indices.filter((index) => foldOf[index] !== fold),
    test: indices.filter((index) => foldOf[index] === fold),
  }));
}

/** The options with what stands for those that were left out. */
export function checkedFolds(
  where: string,
  samples: number,
  { folds = 5, shuffle = false, seed = 0 }: KFoldOptions,
): { folds: number; shuffle: boolean; seed: number } {
  checkCount(`${where}, folds`, folds, 2);
  checkFlag(`${where}, shuffle`, shuffle);
  checkSeed(where, seed);
  if (folds <= samples) return { folds, shuffle, seed };
  throw new OptionError({
    where: `${where}, folds`,
    expected: `at most as many as samples, ${samples}`,
    received: `${folds}`,
  });
}
