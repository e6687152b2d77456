import { checkFlag, checkNumber, checkOptions } from '@neutype/errors';
import { checkRate, defineSchedule } from './define.js';
import type { Schedule } from './schedule.js';
import { passedOf, type Span, toStretch } from './span.js';

/** Options of `polynomialDecay`: how long it takes, and how. */
export type PolynomialDecayOptions = Span & {
  /** The learning rate in the end, from 0. 0, where NeuPy has 0.001, which is all of Adam's. */
  readonly to?: number;
  /** The exponent, above 0: 1 is a straight line, 2 falls fast at first. 1. */
  readonly power?: number;
  /** Whether it rises again after each such stretch, less high every time, instead of staying in the end. `false`. */
  readonly cycle?: boolean;
};

/**
 * `to + (initial − to) · (1 − t / n)^power`, and `to` from n on. With `cycle`, n is the next multiple of itself from t on.
 * NeuPy's `polynomial_decay` with `decay_iter` as `updates` and `minstep` as `to`; PyTorch's `PolynomialLR`.
 *
 * @param initial the learning rate at first, from 0
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * momentum(network, { step: polynomialDecay(0.1, { epochs: 20, to: 0.001 }) });
 * ```
 */
export function polynomialDecay(initial: number, options: PolynomialDecayOptions): Schedule {
  checkRate('polynomialDecay, initial', initial);
  checkOptions('polynomialDecay', options, ['epochs', 'updates', 'to', 'power', 'cycle']);
  const { to = 0, power = 1, cycle = false } = options;
  const { unit, length } = toStretch('polynomialDecay', options);
  checkRate('polynomialDecay, to', to);
  checkNumber('polynomialDecay, power', power, { above: 0 });
  checkFlag('polynomialDecay, cycle', cycle);
  return defineSchedule(
    { name: 'polynomialDecay', values: [initial, options] },
    {
      counts: unit,
      at: (moment) => {
        const passed = passedOf(moment, unit);
        const end = cycle ? length * Math.max(1, Math.ceil(passed / length)) : length;
        return to + (initial - to) * (1 - Math.min(passed, end) / end) ** power;
      },
    },
  );
}
