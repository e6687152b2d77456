import { OptionError, shown } from '@neutype/errors';
import { type AnyNetwork, Network } from '@neutype/layers';

/** @throws OptionError for what is no network; of an optimizer it says where its network is */
export function checkNetwork(where: string, network: unknown): asserts network is AnyNetwork {
  if (network instanceof Network) return;
  const hasOne = typeof network === 'object' && network !== null && 'network' in network;
  throw new OptionError({
    where: `${where}, network`,
    expected: 'a network',
    received: shown(network),
    ...(hasOne && { remedy: 'Give its network: optimizer.network.' }),
  });
}
