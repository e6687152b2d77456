import { checkNumber, checkOptions } from '@neutype/errors';
import { checkRate, defineSchedule } from './define.js';
import type { Schedule } from './schedule.js';
import { passedOf, type Span, toStretch } from './span.js';

/** Options of `stepDecay`: after how many epochs or updates, and the factor. */
export type StepDecayOptions = Span & {
  /** What the learning rate is multiplied by each time, above 0. 0.1. */
  readonly factor?: number;
};

/**
 * A staircase: the learning rate is multiplied by `factor` after every so many epochs or updates. PyTorch's `StepLR`.
 * (NeuPy's `step_decay` is `inverseTimeDecay`.)
 *
 * @param initial the learning rate at first, from 0
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * momentum(network, { step: stepDecay(0.1, { epochs: 30 }) }); // 0.1, then 0.01, then 0.001
 * ```
 */
export function stepDecay(initial: number, options: StepDecayOptions): Schedule {
  checkRate('stepDecay, initial', initial);
  checkOptions('stepDecay', options, ['epochs', 'updates', 'factor']);
  const { factor = 0.1 } = options;
  const { unit, length } = toStretch('stepDecay', options);
  checkNumber('stepDecay, factor', factor, { above: 0 });
  return defineSchedule(
    { name: 'stepDecay', values: [initial, options] },
    { counts: unit, at: (moment) => initial * factor ** Math.floor(passedOf(moment, unit) / length) },
  );
}
