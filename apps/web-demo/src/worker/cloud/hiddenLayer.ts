import { NeutypeError } from '@neutype/errors';
import type { Network } from '@neutype/layers';

/** A network in two parts around what its last hidden layer gives. */
export interface SplitNetwork {
  /** From the image to the last hidden layer. */
  readonly features: Network;
  /** From there to the answers; `undefined` where the answers also need what comes before. */
  readonly head: Network | undefined;
}

/**
 * Splits a network before the last layer that learns; `undefined` where none learns before that. What only changes the shape, or
 * drops numbers out while training, counts as part of the layer before it.
 */
export function splitAtHiddenLayer(network: Network): SplitNetwork | undefined {
  const { placed } = network.graph;
  const learning = [...placed].filter(([, { parameters }]) => Object.keys(parameters).length > 0);
  const [node, last] = learning.at(-1) ?? [];
  const source = node?.sources[0];
  const hidden = source && placed.get(source);
  if (learning.length < 2 || !last || !hidden) return undefined;
  return { features: network.until(hidden.name), head: partFrom(network, last.name) };
}

function partFrom(network: Network, name: string): Network | undefined {
  try {
    return network.from(name);
  } catch (error) {
    if (error instanceof NeutypeError) return undefined;
    throw error;
  }
}
