import type { Network } from '@neutype/layers';
import { adam, adamW, lion, momentum, type Optimizer, type OptimizerOptions } from '@neutype/optimizers';
import { MOMENTUM } from '../workloads/networks.js';

/** Optimizers whose updates are compared. */
export type OptimizerName = 'momentum' | 'adam' | 'adamW' | 'lion';

export const optimizers: Readonly<
  Record<OptimizerName, (network: Network, options: OptimizerOptions) => Optimizer>
> = {
  momentum: (network, options) => momentum(network, { ...options, momentum: MOMENTUM, nesterov: true }),
  adam,
  adamW,
  lion,
};
