import { checkFunction, OptionError, shown } from '@neutype/errors';
import type { Algorithm } from '../optimizer.js';

/**
 * Refuses an algorithm without a name, or whose rule lacks what rules have.
 *
 * @throws OptionError
 */
export function checkAlgorithm(algorithm: Algorithm): void {
  const { name, rule } = (algorithm ?? {}) as Partial<Algorithm>;
  if (typeof name !== 'string' || name === '' || typeof rule !== 'object' || rule === null) {
    throw new OptionError({
      where: 'createOptimizer',
      expected: 'an algorithm as the second argument, with a name and a rule',
      received: shown(algorithm),
      remedy:
        "Write { name: 'MyRule', rule: { slots: {}, update: (parameter, gradient, state, step) => … } }.",
    });
  }
  checkFunction(`the rule of ${name}, update`, rule.update, 'a function that changes a parameter in place');
  checkSlots(name, rule.slots);
}

function checkSlots(name: string, slots: unknown): void {
  const where = `the rule of ${name}, slots`;
  if (typeof slots !== 'object' || slots === null || Array.isArray(slots)) {
    throw new OptionError({
      where,
      expected: 'an object: what is remembered of each parameter, and the number that it begins with',
      received: shown(slots),
      remedy: 'A rule that remembers nothing has slots: {}.',
    });
  }
  for (const [slot, value] of Object.entries(slots)) {
    if (typeof value === 'number' && Number.isFinite(Math.fround(value))) continue;
    throw new OptionError({
      where: `${where}, ${slot}`,
      expected: 'a finite number',
      received: shown(value),
    });
  }
}
