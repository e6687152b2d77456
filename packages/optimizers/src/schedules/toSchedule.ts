import { checkFunction, OptionError, shown } from '@neutype/errors';
import { constantStep } from './constantStep.js';
import type { Schedule } from './schedule.js';
import type { Stretch } from './span.js';

/**
 * A schedule, or a number for one that never changes.
 *
 * @throws OptionError for anything else
 */
export function toSchedule(where: string, step: unknown): Schedule {
  if (typeof step === 'number') return constantStep(step);
  checkSchedule(where, step);
  return step;
}

/** Refuses what is no schedule. */
export function checkSchedule(where: string, schedule: unknown): asserts schedule is Schedule {
  if (typeof schedule !== 'object' || schedule === null) {
    throw new OptionError({
      where,
      expected: 'a number or a schedule',
      received: shown(schedule),
      ...(typeof schedule === 'function' && {
        remedy: "A function goes into an object: { name: 'mine', at: ({ epoch }) => … }.",
      }),
    });
  }
  const { name, at, react } = schedule as Partial<Schedule>;
  if (typeof name !== 'string' || name === '') {
    throw new OptionError({ where: `${where}, name`, expected: 'a name', received: shown(name) });
  }
  checkFunction(`${where}, at`, at, 'a function of { update, epoch } that gives the learning rate');
  if (react !== undefined) checkFunction(`${where}, react`, react, 'a function of an epoch’s record');
}

/** Refuses a schedule that goes by another unit than the stretch after which it begins. */
export function checkCounts(where: string, schedule: Schedule, { unit }: Pick<Stretch, 'unit'>): void {
  if (schedule.counts === undefined || schedule.counts === unit) return;
  throw new OptionError({
    where,
    expected: `a schedule that goes by ${unit}, too`,
    received: String(schedule),
    remedy: 'How many updates an epoch has is not known beforehand: measure both in the same unit.',
  });
}
