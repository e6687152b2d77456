import type { Model } from '@neutype/core';
import { OptionError, shown } from '@neutype/errors';

/** Refuses what is no network, such as a layer or a list of layers, and a network that cannot learn. */
export const checkNetwork = (where: string, network: Model): void => {
  const isModel =
    typeof network === 'object' && network !== null && 'forward' in network && 'parameters' in network;
  if (isModel && network.parameters.some(({ trainable }) => trainable)) return;
  if (isModel) {
    throw new OptionError({
      where,
      expected: 'a network with parameters to train',
      received: 'one without any',
      remedy: 'Put layers such as linear(1) or relu(100) into it.',
    });
  }
  throw new OptionError({
    where,
    expected: 'a network as the first argument',
    received: shown(network),
    remedy: 'Build one with input(…).to(…) or join(input(…), …).',
  });
};
