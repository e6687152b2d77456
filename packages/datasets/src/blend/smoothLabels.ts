import { checkNumber, checkOptions, optionNames } from '@neutype/errors';
import { type Blend, blendable } from './blendable.js';

export interface SmoothLabelsOptions {
  /** What is taken from the target and spread over all classes, from 0 and below 1. 0.1. */
  readonly amount?: number | undefined;
}

const OPTIONS = optionNames<SmoothLabelsOptions>({ amount: true });

/**
 * A function that smooths the one-hot rows of a batch: `(1 − amount) y + amount / classes`, so that no output has to grow
 * without bounds. (Losses can do the same, of class numbers too.)
 *
 * C. Szegedy et al., "Rethinking the Inception architecture for computer vision", 2016.
 *
 * @returns a function of `[x, y]`, y rows of probabilities `[n, …, classes]`; its arrays are float32 and new
 * @throws OptionError for options that cannot be; the function ShapeError for class numbers and unequal lengths
 *
 * @example
 * ```ts
 * const [, smooth] = smoothLabels({ amount: 0.1 })([[[1]], [[0, 1]]]);
 * console.log(String(smooth)); // [[0.05 0.95]]
 * ```
 */
export function smoothLabels(options: SmoothLabelsOptions = {}): Blend {
  checkOptions('smoothLabels', options, OPTIONS);
  const { amount = 0.1 } = options;
  checkNumber('smoothLabels, amount', amount, { from: 0, below: 1 });
  return (batch) => {
    const { x, y } = blendable(batch, 'smoothLabels');
    const even = amount / (y.shape.at(-1) as number);
    for (let at = 0; at < y.data.length; at++) y.data[at] = (1 - amount) * y.data[at]! + even;
    return [x, y];
  };
}
