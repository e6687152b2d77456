/** How large the parts of a split are to be: a fraction between 0 and 1, or a count of samples. */
export interface SplitSizes {
  /** What goes to the test part; by default what `trainSize` leaves, or 0.25 if neither is given. */
  readonly testSize?: number | undefined;
  /** What goes to the training part; by default what `testSize` leaves. */
  readonly trainSize?: number | undefined;
}

/**
 * How many samples go to the training and to the test part, counted as scikit-learn counts: a fraction for the test part
 * is rounded up, one for the training part down.
 *
 * @throws RangeError for sizes that are neither a fraction in (0, 1) nor a count below the number of samples, that
 *   together exceed it, or that leave nothing to train on
 */
export function splitSizes(
  samples: number,
  sizes: SplitSizes,
  where: string,
): { train: number; test: number } {
  const testSize = sizes.testSize ?? (sizes.trainSize === undefined ? 0.25 : undefined);
  const { trainSize } = sizes;
  if (isFraction(testSize) && isFraction(trainSize) && testSize + trainSize > 1) {
    throw new RangeError(
      `${where}: the fractions testSize ${testSize} and trainSize ${trainSize} are more than 1 together.`,
    );
  }
  const givenTest = testSize === undefined ? undefined : count(testSize, 'testSize', Math.ceil);
  const givenTrain = trainSize === undefined ? undefined : count(trainSize, 'trainSize', Math.floor);
  const test = givenTest ?? samples - givenTrain!;
  const train = givenTrain ?? samples - test;
  if (train + test > samples) {
    throw new RangeError(
      `${where}: trainSize ${trainSize} and testSize ${testSize} ask for ${train + test} samples, ` +
        `there are ${samples}.`,
    );
  }
  if (train === 0) {
    throw new RangeError(
      `${where}: with ${samples} samples, testSize ${testSize} and trainSize ${trainSize} nothing is left to train on.`,
    );
  }
  return { train, test };

  function count(size: number, name: string, round: (exact: number) => number): number {
    if (isFraction(size)) return round(size * samples);
    if (Number.isInteger(size) && size > 0 && size < samples) return size;
    throw new RangeError(
      `${where}: ${name} must be a fraction between 0 and 1 or a count from 1 to ${samples - 1} ` +
        `(one less than the samples), got ${size}.`,
    );
  }
}

function isFraction(size: number | undefined): size is number {
  return size !== undefined && size > 0 && size < 1;
}
