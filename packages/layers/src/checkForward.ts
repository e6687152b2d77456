import type { ForwardContext } from '@neutype/core';
import { checkOptions, OptionError, optionNames, shown } from '@neutype/errors';
import { Tensor } from '@tensorflow/tfjs-core';

/** Refuses what a network cannot be computed of, and a context that it does not know. */
export function checkForward(where: string, x: unknown, context: ForwardContext): void {
  checkOptions(where, context, CONTEXT_NAMES);
  if (x instanceof Tensor) return;
  throw new OptionError({
    where: `${where}, x`,
    expected: 'a tensor',
    received: shown(x),
    remedy: 'For arrays there is network.predict(x).',
  });
}

/** Refuses what numbers cannot be drawn from, a seed for example. */
export function checkRandom(random: unknown): void {
  if (typeof random === 'object' && random !== null && 'split' in random) return;
  throw new OptionError({
    where: 'network.initialize',
    expected: 'a source of random numbers',
    received: shown(random),
    remedy: `Write network.initialize(random(${typeof random === 'number' ? random : 0})).`,
  });
}

const CONTEXT_NAMES = optionNames<ForwardContext>({ training: true, randomness: true, statisticsRate: true });
