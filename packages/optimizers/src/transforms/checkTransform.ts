import { checkFunction, OptionError, shown } from '@neutype/errors';
import type { Transform } from './transform.js';

/**
 * Refuses what lacks what transforms have.
 *
 * @param where what takes it, for messages
 * @throws OptionError
 */
export function checkTransform(where: string, transform: unknown): asserts transform is Transform {
  const { name, slots, shared, apply } = (transform ?? {}) as Partial<Transform>;
  if (typeof transform !== 'object' || typeof name !== 'string' || name === '' || name.includes('/')) {
    throw new OptionError({
      where,
      expected: 'a transform, which has a name without slashes',
      received: shown(transform),
      remedy: 'Make one by transform({ name, slots, update }), or chain several by chain(…).',
    });
  }
  checkFunction(
    `${where}, apply of the transform ${name}`,
    apply,
    'a function that makes updates of gradients',
  );
  checkSlots(`the transform ${name}, slots`, slots, true);
  checkSlots(`the transform ${name}, shared`, shared, false);
}

function checkSlots(where: string, slots: unknown, mayBeFunctions: boolean): void {
  if (slots === undefined) return;
  if (typeof slots !== 'object' || slots === null || Array.isArray(slots)) {
    throw new OptionError({
      where,
      expected: 'an object: what is remembered, and the number that it begins with',
      received: shown(slots),
    });
  }
  for (const [slot, start] of Object.entries(slots)) {
    if (typeof start === 'number' && Number.isFinite(Math.fround(start))) continue;
    if (mayBeFunctions && typeof start === 'function') continue;
    throw new OptionError({
      where: `${where}, ${slot}`,
      expected: mayBeFunctions ? 'a finite number, or a function of the parameter' : 'a finite number',
      received: shown(start),
    });
  }
}
