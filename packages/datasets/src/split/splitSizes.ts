import { OptionError, shown } from '@neutype/errors';

/** How large the parts of a split are to be: a fraction between 0 and 1, or a count of samples from 2 up. */
export interface SplitSizes {
  /** What goes to the test part; by default what `trainSize` leaves, or 0.25 if neither is given. */
  readonly testSize?: number | undefined;
  /** What goes to the training part; by default what `testSize` leaves. */
  readonly trainSize?: number | undefined;
}

/** What a few operations on a fraction may round, relative to it: 0.1 * 7 and 1 - 0.9 are meant as 0.7 and 0.1. */
const GRACE = 4 * Number.EPSILON;

/**
 * How many samples go to the training and to the test part, counted as scikit-learn counts: a fraction for the test part
 * is rounded up, one for the training part down. Unlike there, what the fraction itself was rounded by does not count, and
 * 1 is refused, which there is one sample as an integer and all of them as a float.
 *
 * @throws OptionError for sizes that are neither a fraction in (0, 1) nor a count below the number of samples, that
 *   together exceed it, or that leave nothing to train on
 */
export function splitSizes(
  samples: number,
  sizes: SplitSizes,
  where: string,
): { train: number; test: number } {
  const { trainSize } = sizes;
  const { testSize = trainSize === undefined ? 0.25 : undefined } = sizes;
  const givenTest = testSize === undefined ? undefined : count(testSize, 'testSize', roundedUp);
  const givenTrain = trainSize === undefined ? undefined : count(trainSize, 'trainSize', roundedDown);
  const test = givenTest ?? Math.max(1, samples - givenTrain!);
  const train = givenTrain === undefined ? samples - test : besides(test, givenTrain);
  if (train + test > samples) throw tooMuch(`${train + test}`);
  if (train === 0) {
    throw new OptionError({
      where,
      expected: 'at least one sample to train on',
      received: `${samples} samples and testSize ${testSize}, trainSize ${trainSize}, which leave none`,
    });
  }
  return { train, test };

  /** Fractions that are a whole together leave nothing out, and none that fit ask for more than there is. */
  function besides(test: number, train: number): number {
    const rest = samples - test;
    if (!isFraction(trainSize) || !(testSize === undefined || isFraction(testSize))) return train;
    const sum = trainSize + (testSize ?? 0);
    if (sum > 1 + GRACE) throw tooMuch(`${sum} of all samples`);
    return testSize !== undefined && sum > 1 - GRACE ? rest : Math.min(train, rest);
  }

  function count(size: unknown, name: string, round: (exact: number) => number): number {
    if (isFraction(size)) return round(size * samples);
    if (Number.isInteger(size) && (size as number) > 1 && (size as number) < samples) return size as number;
    const counts = samples > 2 ? ` from 2 to ${samples - 1}` : '';
    throw new OptionError({
      where: `${where}, ${name}`,
      expected: `a fraction between 0 and 1 or a count${counts} of ${samples} samples`,
      received: shown(size),
      ...(size === 1 && { remedy: `It could mean all or one; for one sample give 1 / ${samples}.` }),
    });
  }

  function tooMuch(received: string): OptionError {
    return new OptionError({
      where,
      expected: `testSize ${testSize} and trainSize ${trainSize} to ask for at most all ${samples} samples`,
      received,
    });
  }
}

function roundedUp(exact: number): number {
  return Math.ceil(exact * (1 - GRACE));
}

function roundedDown(exact: number): number {
  return Math.floor(exact * (1 + GRACE));
}

function isFraction(size: unknown): size is number {
  return typeof size === 'number' && size > 0 && size < 1;
}
