import { checkOptions } from '@neutype/errors';
import { checkRate, defineSchedule } from './define.js';
import type { Schedule } from './schedule.js';
import { passedOf, type Span, toStretch } from './span.js';

/** Options of `cosineDecay`: how long it takes, and where it ends. */
export type CosineDecayOptions = Span & {
  /** The learning rate in the end, from 0. 0. */
  readonly to?: number;
};

/**
 * Half a wave from `initial` down to `to`, where it stays: slowly at first, fastest in the middle, slowly at the end.
 * PyTorch's `CosineAnnealingLR`, which would rise again afterwards.
 *
 * Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017.
 *
 * @param initial the learning rate at first, from 0
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * momentum(network, { step: cosineDecay(0.1, { epochs: 20 }) });
 * ```
 */
export function cosineDecay(initial: number, options: CosineDecayOptions): Schedule {
  checkRate('cosineDecay, initial', initial);
  checkOptions('cosineDecay', options, ['epochs', 'updates', 'to']);
  const { to = 0 } = options;
  const { unit, length } = toStretch('cosineDecay', options);
  checkRate('cosineDecay, to', to);
  return defineSchedule(
    { name: 'cosineDecay', values: [initial, options] },
    { counts: unit, at: (moment) => cosineBetween(initial, to, passedOf(moment, unit) / length) },
  );
}

/** From one number to another along half a cosine; `part` is 0 at the first and 1 at the other, and does not leave them. */
export function cosineBetween(from: number, to: number, part: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * Math.min(Math.max(part, 0), 1)))) / 2;
}
