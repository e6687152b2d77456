import { checkFlag, checkNumber, checkOptions } from '@neutype/errors';
import { checkRate, defineSchedule } from './define.js';
import type { Schedule } from './schedule.js';
import { passedOf, type Span, toStretch } from './span.js';

/** Options of `exponentialDecay`: over how many epochs or updates, and the factor. */
export type ExponentialDecayOptions = Span & {
  /** What the learning rate is multiplied by over each such stretch, above 0. */
  readonly factor: number;
  /** Whether it changes only at the end of each stretch, and not on the way. `false`. */
  readonly staircase?: boolean;
};

/**
 * `initial · factor^(t / n)`, smoothly. NeuPy's `exponential_decay` with `reduction_rate` as `factor` and
 * `reduction_freq` as `updates`; PyTorch's `ExponentialLR` is `{ epochs: 1 }`.
 *
 * @param initial the learning rate at first, from 0
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * adam(network, { step: exponentialDecay(0.001, { epochs: 1, factor: 0.95 }) });
 * ```
 */
export function exponentialDecay(initial: number, options: ExponentialDecayOptions): Schedule {
  checkRate('exponentialDecay, initial', initial);
  checkOptions('exponentialDecay', options, ['epochs', 'updates', 'factor', 'staircase']);
  const { factor, staircase = false } = options;
  const { unit, length } = toStretch('exponentialDecay', options);
  checkNumber('exponentialDecay, factor', factor, { above: 0 });
  checkFlag('exponentialDecay, staircase', staircase);
  return defineSchedule(
    { name: 'exponentialDecay', values: [initial, options] },
    {
      counts: unit,
      at: (moment) => {
        const stretches = passedOf(moment, unit) / length;
        return initial * factor ** (staircase ? Math.floor(stretches) : stretches);
      },
    },
  );
}
