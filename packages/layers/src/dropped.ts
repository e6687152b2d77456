import { dropout } from '@neutype/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerContext } from './layer.js';
import { randomnessOf } from './randomness.js';

/** x with values dropped as a layer's own randomness has it; as it is outside of training, or at rate 0. */
export function dropped<T extends Tensor>(x: T, rate: number, context: LayerContext): T {
  if (!context.training || rate === 0) return x;
  const { key, counter } = randomnessOf(context, 'dropout');
  return dropout(x, rate, key, counter);
}
