import type { Model } from '@neutype/core';
import { checkFunction, OptionError, shown } from '@neutype/errors';

/** Refuses what is no network, such as a layer or a list of layers, and a network that cannot learn. */
export function checkNetwork(where: string, network: Model): void {
  const isModel =
    typeof network === 'object' && network !== null && 'forward' in network && 'parameters' in network;
  if (isModel) checkParts(where, network);
  if (isModel) {
    checkTrainable(where, network);
    return;
  }
  throw new OptionError({
    where,
    expected: 'a network as the first argument',
    received: shown(network),
    remedy: 'Build one with input(…).to(…) or join(input(…), …).',
  });
}

/** Refuses a network that has nothing to train, or nothing at present. */
export function checkTrainable(where: string, { parameters }: Pick<Model, 'parameters'>): void {
  if (parameters.some(({ trainable }) => trainable)) return;
  const isFrozen = parameters.some(({ frozen }) => frozen);
  throw new OptionError({
    where,
    expected: 'a network with parameters to train',
    received: isFrozen ? 'one whose parameters are all frozen' : 'one without any',
    remedy: isFrozen
      ? 'Call network.unfreeze(), or give it the names of those that are to be trained.'
      : 'Put layers such as linear(1) or relu(100) into it.',
  });
}

/** Hand-written networks may lack parts. */
function checkParts(where: string, { forward, initialize, parameters }: Model): void {
  checkFunction(`${where}, forward of the network`, forward);
  checkFunction(`${where}, initialize of the network`, initialize);
  if (!Array.isArray(parameters)) {
    throw new OptionError({
      where: `${where}, parameters of the network`,
      expected: 'a list of parameters',
      received: shown(parameters),
    });
  }
  const twice = parameters.find((parameter, index) => parameters.indexOf(parameter) !== index);
  if (twice === undefined) return;
  throw new OptionError({
    where,
    expected: 'a network with each parameter once',
    received: `${twice.name} twice`,
    remedy: 'However often it is used, list it once: its gradient is the sum over all uses.',
  });
}
