import { type Model, OptionError } from '@neutype/core';

/** Refuses what is no network, such as a layer or a list of layers. */
export const checkNetwork = (where: string, network: Model): void => {
  const isModel =
    typeof network === 'object' && network !== null && 'forward' in network && 'parameters' in network;
  if (isModel) return;
  throw new OptionError({
    where,
    expected: 'a network as the first argument',
    received: Array.isArray(network) ? 'an array' : typeof network,
    remedy: 'Build one with input(…).to(…) or join(input(…), …).',
  });
};
