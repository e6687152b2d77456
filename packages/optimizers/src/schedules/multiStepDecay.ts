import { checkNumber, checkOptions, OptionError, shown } from '@neutype/errors';
import { checkRate, defineSchedule } from './define.js';
import type { Schedule } from './schedule.js';
import { passedOf, unitOf } from './span.js';

/** Options of `multiStepDecay`: after which epochs or updates, and the factor. */
export type MultiStepDecayOptions = (
  | { readonly epochs: readonly number[]; readonly updates?: undefined }
  | { readonly updates: readonly number[]; readonly epochs?: undefined }
) & {
  /** What the learning rate is multiplied by each time, above 0. 0.1. */
  readonly factor?: number;
};

/**
 * The learning rate is multiplied by `factor` after each of some numbers of epochs or updates. PyTorch's `MultiStepLR`.
 *
 * @param initial the learning rate at first, from 0
 * @throws OptionError for an unknown option or a value out of range
 *
 * @example
 * ```ts
 * momentum(network, { step: multiStepDecay(0.1, { epochs: [30, 45] }) });
 * ```
 */
export function multiStepDecay(initial: number, options: MultiStepDecayOptions): Schedule {
  checkRate('multiStepDecay, initial', initial);
  checkOptions('multiStepDecay', options, ['epochs', 'updates', 'factor']);
  const { factor = 0.1 } = options;
  const unit = unitOf('multiStepDecay', options);
  const milestones = checkedMilestones(`multiStepDecay, ${unit}`, options[unit]);
  checkNumber('multiStepDecay, factor', factor, { above: 0 });
  const passedBy = (passed: number): number => milestones.filter((milestone) => milestone <= passed).length;
  return defineSchedule(
    { name: 'multiStepDecay', values: [initial, options] },
    { counts: unit, at: (moment) => initial * factor ** passedBy(passedOf(moment, unit)) },
  );
}

function checkedMilestones(where: string, milestones: unknown): readonly number[] {
  if (!Array.isArray(milestones)) {
    throw new OptionError({
      where,
      expected: 'a list of numbers, such as [30, 45]',
      received: shown(milestones),
    });
  }
  for (const milestone of milestones) checkNumber(where, milestone, { above: 0 });
  return [...milestones];
}
