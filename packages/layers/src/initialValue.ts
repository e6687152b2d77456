import { DataError, ShapeError, shown } from '@neutype/errors';
import {
  checkFinite,
  formatShape,
  type NdArray,
  type NestedNumbers,
  sameShape,
  toNdArray,
} from '@neutype/ndarray';
import { constant } from './initializers/constant.js';
import type { Initializer } from './initializers/initializer.js';
import type { Shape } from './shape.js';

/** How a parameter begins: one number for all elements, all of its values, or an initializer. */
export type InitialValue = Initializer | NdArray | NestedNumbers;

/**
 * What fills the parameter called `where`.
 *
 * @throws ShapeError, DataError for values that do not fit its shape, or are not finite numbers
 */
export function toInitializer(value: InitialValue, shape: Shape, where: string): Initializer {
  if (typeof value === 'number' && Number.isFinite(value)) return constant(value);
  if (typeof value !== 'object' || value === null) throw noInitialValue(value, shape, where);
  if (isInitializer(value)) return value;
  const array = toNdArray(value, where);
  if (!sameShape(array.shape, shape)) {
    throw new ShapeError({
      where,
      expected: `values of shape ${formatShape(shape)}`,
      received: `values of shape ${formatShape(array.shape)}`,
      remedy: 'Give values of that shape, one number for all of them, or an initializer such as heNormal().',
    });
  }
  checkFinite(array, where);
  return { name: `array${formatShape(shape)}`, fill: (target) => target.set(array.data) };
}

/** Whether it is an initializer, and neither a number nor values. */
export function isInitializer(value: object): value is Initializer {
  return 'fill' in value && typeof value.fill === 'function' && 'name' in value;
}

function noInitialValue(value: unknown, shape: Shape, where: string): DataError {
  return typeof value === 'number'
    ? new DataError({ where, expected: 'a finite number', received: shown(value) })
    : new DataError({
        where,
        expected: `a number, values of shape ${formatShape(shape)}, or an initializer such as heNormal()`,
        received: shown(value),
        ...remedyFor(value),
      });
}

function remedyFor(value: unknown): { remedy?: string } {
  if (typeof value === 'function') return { remedy: `Call it: ${value.name}().` };
  return typeof value === 'boolean' ? { remedy: 'For no bias, write bias: null.' } : {};
}
