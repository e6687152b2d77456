import type { Parameter } from '@neutype/core';
import { escapeControls, NeutypeError, shown } from '@neutype/errors';
import { checkFinite, NdArray } from '@neutype/ndarray';
import type { Random } from '@neutype/random';
import type { Initializer } from './initializers/initializer.js';

/**
 * The first values of a parameter.
 *
 * @throws NeutypeError, DataError for a custom initializer that fails, writes nothing, or writes values that are not finite
 */
export function filled(
  { name, shape, size }: Parameter,
  initializer: Initializer,
  random: Random,
): Float32Array {
  const where = `parameter ${name}, filled by ${initializer.name}`;
  const values = new Float32Array(size);
  const returned = inInitializer(where, () => initializer.fill(values, shape, random));
  if (returned instanceof Promise) {
    throw new NeutypeError({ where, expected: 'fill to be done when it returns', received: shown(returned) });
  }
  if (returned !== undefined && returned !== values && values.every((value) => value === 0)) {
    throw new NeutypeError({
      where,
      expected: 'fill to write to target',
      received: `${shown(returned)}, and nothing written`,
      remedy: 'What it returns is not looked at: write target[i] = … or target.set(values).',
    });
  }
  checkFinite(new NdArray(values, shape), where);
  return values;
}

function inInitializer(where: string, fill: () => unknown): unknown {
  try {
    return fill();
  } catch (error) {
    if (error instanceof NeutypeError || !(error instanceof Error)) throw error;
    throw new NeutypeError(escapeControls(`${where}: ${error.message}`), { cause: error });
  }
}
