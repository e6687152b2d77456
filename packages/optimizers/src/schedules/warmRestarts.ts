import { checkNumber, checkOptions } from '@neutype/errors';
import { cosineBetween } from './cosineDecay.js';
import { checkRate, defineSchedule } from './define.js';
import type { Schedule } from './schedule.js';
import { passedOf, type Span, toStretch } from './span.js';

/** Options of `warmRestarts`: how long the first period is, how the others grow, and where each ends. */
export type WarmRestartsOptions = Span & {
  /** The learning rate at the end of each period, from 0. 0. */
  readonly to?: number;
  /** How many times as long as the one before each period is, from 1. 1. */
  readonly growth?: number;
};

/**
 * Cosine decay that begins again and again: SGDR. PyTorch's `CosineAnnealingWarmRestarts` with `T_0` as `epochs` or
 * `updates`, and `T_mult` as `growth`.
 *
 * Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017.
 *
 * @param initial the learning rate at the beginning of each period, from 0
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * momentum(network, { step: warmRestarts(0.1, { epochs: 10, growth: 2 }) }); // begins again after 10 and 30 epochs
 * ```
 */
export function warmRestarts(initial: number, options: WarmRestartsOptions): Schedule {
  checkRate('warmRestarts, initial', initial);
  checkOptions('warmRestarts', options, ['epochs', 'updates', 'to', 'growth']);
  const { to = 0, growth = 1 } = options;
  const { unit, length } = toStretch('warmRestarts', options);
  checkRate('warmRestarts, to', to);
  checkNumber('warmRestarts, growth', growth, { from: 1 });
  return defineSchedule(
    { name: 'warmRestarts', values: [initial, options] },
    {
      counts: unit,
      at: (moment) => cosineBetween(initial, to, partOfPeriod(passedOf(moment, unit), length, growth)),
    },
  );
}

/** How much of the present period has passed, from 0 and below 1. */
function partOfPeriod(passed: number, length: number, growth: number): number {
  if (growth === 1) return (passed % length) / length;
  let [rest, period] = [passed, length];
  while (rest >= period) {
    rest -= period;
    period *= growth;
  }
  return rest / period;
}
