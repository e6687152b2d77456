import { NeutypeError, shown } from '@neutype/errors';
import { formatShape, sameShape } from '@neutype/ndarray';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Target } from './transform.js';

/**
 * Refuses what cannot be subtracted from a parameter, or would be broadcast.
 *
 * @throws NeutypeError
 */
export function checkedUpdate(transform: string, { name, value, slots }: Target, update: unknown): Tensor {
  const where = `the transform ${transform}, update of ${name}`;
  const expected = `a tensor of shape ${formatShape(value.shape)}`;
  if (isPromise(update)) {
    update.then(undefined, () => {}); // what it fails with is a consequence
    throw new NeutypeError({
      where,
      expected,
      received: 'a promise',
      remedy: 'Write it without async and await: values need not be read to be computed with.',
    });
  }
  if (!isTensor(update)) {
    throw new NeutypeError({
      where,
      expected,
      received: shown(update),
      remedy: 'Return what is to be subtracted from the parameter.',
    });
  }
  if (!sameShape(update.shape, value.shape)) {
    throw new NeutypeError({ where, expected, received: `one of shape ${formatShape(update.shape)}` });
  }
  if ([value, ...Object.values(slots)].some(({ isDisposed }) => isDisposed)) {
    throw new NeutypeError({
      where,
      expected: 'the parameter and its slots left in place',
      received: 'one that was disposed of',
      remedy: 'They belong to the network and the optimizer: assign to slots, and leave the parameter alone.',
    });
  }
  return update;
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'dataId' in value && 'shape' in value;
}
