import { checkOptions } from '@neutype/errors';
import { checkRate, defineSchedule } from './define.js';
import type { Schedule } from './schedule.js';
import { beganAfter, momentAfter, passedOf, type Span, toStretch } from './span.js';
import { checkCounts, toSchedule } from './toSchedule.js';

/** Options of `linearWarmup`: how long it takes, and where it begins. */
export type LinearWarmupOptions = Span & {
  /** The learning rate of the first update, from 0. A hundredth of that in the end. */
  readonly from?: number;
};

/**
 * Rises in a straight line to the learning rate with which another schedule begins, and goes on with that.
 *
 * @param after what comes after the warm-up and begins then; a number for a learning rate that stays. It goes by the same
 *   unit
 * @throws OptionError for an unknown option, a value out of range, or units that differ
 *
 * @example
 * ```ts
 * momentum(network, { step: linearWarmup(cosineDecay(0.1, { epochs: 18 }), { epochs: 2 }) });
 * ```
 */
export function linearWarmup(after: number | Schedule, options: LinearWarmupOptions): Schedule {
  const next = toSchedule('linearWarmup, after', after);
  checkOptions('linearWarmup', options, ['epochs', 'updates', 'from']);
  const stretch = toStretch('linearWarmup', options);
  checkCounts('linearWarmup, after', next, stretch);
  const peak = next.at({ update: 0, epoch: 0 });
  const { from = peak / 100 } = options;
  checkRate('linearWarmup, from', from);
  return defineSchedule(
    { name: 'linearWarmup', values: [after, options] },
    {
      counts: stretch.unit,
      ...(next.monitors && { monitors: next.monitors }),
      at: (moment, memory) => {
        const part = passedOf(moment, stretch.unit) / stretch.length;
        return part < 1 ? from + (peak - from) * part : next.at(momentAfter(moment, stretch), memory);
      },
      ...(next.react && {
        react: (record, memory, now) =>
          beganAfter(record, now, stretch) ? next.react!(record, memory, momentAfter(now, stretch)) : memory,
      }),
    },
  );
}
