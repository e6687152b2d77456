import { OptionError, shown } from '@neutype/errors';
import { checkStep } from './settings.js';

/**
 * The option `step` of an algorithm that begins with it, and then finds steps of its own.
 *
 * @throws OptionError for what is no number, a schedule among them
 */
export function initialSize(options: { readonly step?: unknown } | null | undefined): number {
  const { step = 0.1 } = options ?? {};
  if (typeof step !== 'number') {
    throw new OptionError({
      where: 'option step',
      expected: 'a number, with which all changes begin',
      received: shown(step),
      remedy: 'Resilient propagation finds steps of its own: it follows no schedule.',
    });
  }
  checkStep(step);
  return step;
}
