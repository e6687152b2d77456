import { checkNumber, OptionError, shown } from '@neutype/errors';
import { checkStep } from './settings.js';

/** What changes begin with where that is not told. */
const USUAL = 0.1;

/**
 * The option `step` of an algorithm that begins with it, and then finds steps of its own. Where it is not given it is 0.1, or
 * as near to that as its limits allow.
 *
 * @throws OptionError for what is no number, a schedule among them, or beyond the limits
 */
export function initialSize(
  options: { readonly step?: unknown } | null | undefined,
  { minStep, maxStep }: { readonly minStep: number; readonly maxStep: number },
): number {
  const { step } = options ?? {};
  if (step === undefined) return Math.max(minStep, Math.min(maxStep, USUAL));
  if (typeof step !== 'number') {
    throw new OptionError({
      where: 'option step',
      expected: 'a number, with which all changes begin',
      received: shown(step),
      remedy: 'Resilient propagation finds steps of its own: it follows no schedule.',
    });
  }
  checkStep(step);
  checkNumber('option step, from minStep to maxStep', step, { from: minStep, to: maxStep });
  return step;
}
