import { NeutypeError, OptionError, type StagedScalar } from '@neutype/core';
import { shown } from '@neutype/errors';
import { Random } from '@neutype/random';
import type { LayerContext } from './layer.js';

/** What a layer draws its random numbers from: other ones for each layer and each update, the same for the same seed. */
export interface LayerRandomness {
  readonly key: readonly [number, number];
  readonly counter: StagedScalar;
}

/**
 * The randomness of a layer in training.
 *
 * @param kind for the message where there is none
 */
export function randomnessOf({ name, randomness }: LayerContext, kind: string): LayerRandomness {
  if (randomness) {
    const { key } = new Random(randomness.key).split(name);
    return { key, counter: randomness.counter };
  }
  throw new NeutypeError({
    where: `layer ${name}`,
    expected: `context.randomness in training mode, from which ${kind} draws`,
    received: 'none',
    remedy: 'Give forward(x, { training: true, randomness: { key, counter } }), or train with an optimizer.',
  });
}

/** Refuses what is no probability of dropping something. */
export function checkRate(where: string, rate: unknown, remedy: string): void {
  if (typeof rate === 'number' && rate >= 0 && rate < 1) return;
  throw new OptionError({
    where,
    expected: 'a probability from 0 up to, but not including, 1',
    received: shown(rate),
    remedy,
  });
}
