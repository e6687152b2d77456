import type { Parameter } from '@neutype/core';
import type { Optimizer } from '../optimizer.js';

type Trained = Pick<Optimizer, 'methodMemory' | 'network' | 'state'>;

/**
 * Copies all that training changes: the network's parameters, and what the algorithm remembers of them.
 *
 * @returns what writes the copies back, but for what the algorithm has begun to remember since; and whether all that is learnt is
 * finite
 */
export async function takeSnapshot(optimizer: Trained): Promise<{ restore: () => void; isFinite: boolean }> {
  const copies = new Map<Parameter, Float32Array>();
  for (const parameter of partsOf(optimizer)) copies.set(parameter, await parameter.read());
  const { methodMemory } = optimizer;
  const restore = (): void => {
    for (const parameter of partsOf(optimizer)) {
      const values = copies.get(parameter);
      if (values) parameter.write(values);
    }
    optimizer.methodMemory = methodMemory;
  };
  const learnt = optimizer.network.parameters.filter(({ trainable }) => trainable);
  return { restore, isFinite: learnt.every((parameter) => copies.get(parameter)?.every(Number.isFinite)) };
}

function partsOf({ network, state }: Trained): readonly Parameter[] {
  return [...network.parameters, ...state];
}
