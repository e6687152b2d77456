import { checkNumber, OptionError, shown } from '@neutype/errors';

/**
 * Refuses what is not a list of weights, or of another length where that is known.
 *
 * @throws OptionError
 */
export function checkWeights(where: string, weights: readonly number[], count?: number): void {
  if (!Array.isArray(weights) || (count === undefined ? weights.length === 0 : weights.length !== count)) {
    throw new OptionError({
      where,
      expected: count === undefined ? 'a weight for each class' : `${count} weights`,
      received: shown(weights),
    });
  }
  for (const weight of weights) checkNumber(where, weight, { from: 0 });
}

/**
 * Refuses weights for another number of classes than the network has outputs.
 *
 * @throws OptionError
 */
export function checkCountOfWeights(where: string, weights: readonly number[], classes: number): void {
  if (weights.length === classes) return;
  throw new OptionError({
    where,
    expected: `${classes} weights, as the network has outputs`,
    received: `${weights.length}`,
  });
}
