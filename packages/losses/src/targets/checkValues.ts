import { DataError } from '@neutype/errors';
import type { Targets } from '../loss.js';

/** What is said of a target that a loss cannot mean. */
export interface Refusal {
  /** `values between 0 and 1` */
  readonly expected: string;
  /** What to do about a value. */
  readonly remedy?: (value: number) => string;
}

/**
 * Refuses targets of which `fits` says no, and names the sample.
 *
 * @throws DataError
 */
export function checkValues(
  loss: string,
  { data, shape }: Targets,
  fits: (value: number) => boolean,
  { expected, remedy }: Refusal,
): void {
  const size = data.length / (shape[0] ?? 1);
  for (let index = 0; index < data.length; index++) {
    const value = data[index] as number;
    if (fits(value)) continue;
    throw new DataError({
      where: `targets for ${loss}`,
      expected,
      received: `${value} in sample ${Math.floor(index / size)}`,
      ...(remedy && { remedy: remedy(value) }),
    });
  }
}

/** Refuses targets outside `[0, 1]`, which a sigmoid never reaches. */
export function checkProbabilities(loss: string, targets: Targets): void {
  checkValues(loss, targets, (value) => value >= 0 && value <= 1, {
    expected: 'values between 0 and 1',
    remedy: (value) =>
      value === -1
        ? 'Labels of −1 and 1 become 0 and 1 by (label + 1) / 2.'
        : 'Class numbers must be one-hot encoded, other values scaled; for values of any size take the loss mse.',
  });
}

/** Refuses targets other than −1 and 1. */
export function checkSigns(loss: string, targets: Targets): void {
  checkValues(loss, targets, (value) => value === -1 || value === 1, {
    expected: 'labels of −1 and 1',
    remedy: (value) =>
      value === 0
        ? 'Labels of 0 and 1 become −1 and 1 by 2 · label − 1.'
        : 'For several classes there is the loss categoricalHinge, for values of any size mse.',
  });
}

/** Refuses targets that have no `ln(1 + t)`. */
export function checkAboveMinusOne(loss: string, targets: Targets): void {
  checkValues(loss, targets, (value) => value > -1, {
    expected: 'values above −1',
    remedy: () => 'For values of any size take the loss mse or huber.',
  });
}

/** Refuses negative targets. */
export function checkNotNegative(loss: string, targets: Targets): void {
  checkValues(loss, targets, (value) => value >= 0, {
    expected: 'counts or rates, from 0',
    remedy: () => 'For values of any size take the loss mse or huber.',
  });
}
