import { ShapeError } from '@neutype/core';
import { formatShape, isNdArray, type NdArray, type NestedNumbers, ndarray } from '@neutype/ndarray';
import { constant } from './initializers/constant.js';
import type { Initializer } from './initializers/initializer.js';
import { type Shape, sameShape } from './shape.js';

/** How a parameter begins: one number for all elements, all of its values, or an initializer. */
export type InitialValue = Initializer | NdArray | NestedNumbers;

/** What fills the parameter called `where`; values that do not fit its shape are refused. */
export const toInitializer = (value: InitialValue, shape: Shape, where: string): Initializer => {
  if (typeof value === 'number') return constant(value);
  if (isInitializer(value)) return value;
  const array = isNdArray(value) ? value : ndarray(value);
  if (!sameShape(array.shape, shape)) {
    throw new ShapeError({
      where,
      expected: `values of shape ${formatShape(shape)}`,
      received: `values of shape ${formatShape(array.shape)}`,
      remedy: 'Give values of that shape, one number for all of them, or an initializer such as heNormal().',
    });
  }
  return { name: `array${formatShape(shape)}`, fill: (target) => target.set(array.data) };
};

const isInitializer = (value: InitialValue): value is Initializer =>
  typeof value === 'object' && 'fill' in value && typeof value.fill === 'function' && 'name' in value;
