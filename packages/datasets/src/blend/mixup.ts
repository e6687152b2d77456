import { checkNumber, checkOptions, optionNames } from '@neutype/errors';
import { random } from '@neutype/random';
import { checkSeed } from '../support/checkSeed.js';
import { drawBeta } from './beta.js';
import { type Blend, blendable, blendRows } from './blendable.js';

export interface MixupOptions {
  /** How much is mixed, above 0: shares are drawn from Beta(alpha, alpha). 0.2. */
  readonly alpha?: number | undefined;
  /** Which shares and partners. 0. */
  readonly seed?: number | undefined;
}

const OPTIONS = optionNames<MixupOptions>({ alpha: true, seed: true });

/**
 * A function that mixes each sample of a batch with another one, and their targets in the same shares: `λ a + (1 − λ) b`,
 * with one λ a batch. It keeps networks from being sure of what lies between two classes.
 *
 * H. Zhang et al., "mixup: beyond empirical risk minimization", 2018.
 *
 * @returns a function of `[x, y]` of any shapes with samples in rows, y one-hot rows or numbers `[n, …]`; its arrays are
 *   float32 and new
 * @throws OptionError for options that cannot be; the function ShapeError for class numbers and unequal lengths
 *
 * @example
 * ```ts
 * const mix = mixup({ alpha: 0.2, seed: 0 });
 * await optimizer.train(mapBatches(batches(x, oneHot(labels)), mix), { epochs: 20 });
 * ```
 */
export function mixup(options: MixupOptions = {}): Blend {
  checkOptions('mixup', options, OPTIONS);
  const { alpha = 0.2, seed = 0 } = options;
  checkNumber('mixup, alpha', alpha, { above: 0 });
  checkSeed('mixup', seed);
  const source = random(seed).split('mixup');
  return (batch) => {
    const { x, y, count } = blendable(batch, 'mixup');
    const share = drawBeta(alpha, source);
    const partners = source.permutation(count);
    blendRows(x, partners, share);
    blendRows(y, partners, share);
    return [x, y];
  };
}
