import { dropout, NeutypeError } from '@neutype/core';
import { Random } from '@neutype/random';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerContext } from './layer.js';

/** x with values dropped as a layer's own randomness has it; as it is outside of training, or at rate 0. */
export function dropped<T extends Tensor>(
  x: T,
  rate: number,
  { training, randomness, name }: LayerContext,
): T {
  if (!training || rate === 0) return x;
  if (!randomness) {
    throw new NeutypeError({
      where: `layer ${name}`,
      expected: 'context.randomness in training mode, from which dropout draws',
      received: 'none',
      remedy:
        'Give forward(x, { training: true, randomness: { key, counter } }), or train with an optimizer.',
    });
  }
  const { key } = new Random(randomness.key).split(name);
  return dropout(x, rate, key, randomness.counter);
}
