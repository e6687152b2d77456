import { checkRate, defineSchedule } from './define.js';
import type { Schedule } from './schedule.js';

/**
 * The same learning rate throughout: what a number as the `step` option means, as a part of other schedules.
 *
 * @throws OptionError for what is no number from 0
 *
 * @example
 * ```ts
 * momentum(network, { step: linearWarmup(constantStep(0.1), { updates: 500 }) });
 * ```
 */
export function constantStep(step: number): Schedule {
  checkRate('constantStep', step);
  return defineSchedule({ name: 'constantStep', values: [step] }, { at: () => step });
}
