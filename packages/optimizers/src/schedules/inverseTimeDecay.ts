import { checkOptions } from '@neutype/errors';
import { checkRate, defineSchedule } from './define.js';
import type { Schedule } from './schedule.js';
import { passedOf, type Span, toStretch } from './span.js';

/**
 * `initial / (1 + t / n)`: half of the initial learning rate after n, a third after 2n. NeuPy's `step_decay` with
 * `reduction_freq` as `updates`.
 *
 * @param initial the learning rate at first, from 0
 * @param options n, in epochs or in updates
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * momentum(network, { step: inverseTimeDecay(0.05, { updates: 500 }) });
 * ```
 */
export function inverseTimeDecay(initial: number, options: Span): Schedule {
  checkRate('inverseTimeDecay, initial', initial);
  checkOptions('inverseTimeDecay', options, ['epochs', 'updates']);
  const { unit, length } = toStretch('inverseTimeDecay', options);
  return defineSchedule(
    { name: 'inverseTimeDecay', values: [initial, options] },
    { counts: unit, at: (moment) => initial / (1 + passedOf(moment, unit) / length) },
  );
}
