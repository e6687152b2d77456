import type { Parameter } from '@neutype/core';
import type { Optimizer } from '../optimizer.js';

type Trained = Pick<Optimizer, 'network' | 'state'>;

/**
 * Copies all that training changes: the network's parameters, and what the algorithm remembers of them.
 *
 * @returns what writes the copies back; what the algorithm has begun to remember since stays
 */
export async function takeSnapshot(optimizer: Trained): Promise<() => void> {
  const copies = new Map<Parameter, Float32Array>();
  for (const parameter of partsOf(optimizer)) copies.set(parameter, await parameter.read());
  return () => {
    for (const parameter of partsOf(optimizer)) {
      const values = copies.get(parameter);
      if (values) parameter.write(values);
    }
  };
}

function partsOf({ network, state }: Trained): readonly Parameter[] {
  return [...network.parameters, ...state];
}
