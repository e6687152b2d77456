import { beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/core';
import type { Network } from '@neutype/layers';
import { keepBest, lbfgs, momentum, type Optimizer } from '../../src/index.js';
import { activateBackend } from '../engine.js';
import { recorder, xor } from '../support.js';
import { methods, options, small } from './methods.js';

beforeAll(activateBackend);

async function copyWeights(from: Network, to: Network): Promise<void> {
  for (const [i, parameter] of to.parameters.entries()) parameter.write(await from.parameters[i]!.read());
}

async function nextLosses(optimizer: Optimizer, epochs: number): Promise<readonly number[]> {
  const before = optimizer.history.train.length;
  await optimizer.train(xor.x, xor.y, { epochs });
  return optimizer.history.train.slice(before);
}

describe.each(methods)('what %s remembers', (_, make) => {
  it('is plain data, with which another optimizer goes on in the same way', async () => {
    const [first, second] = [small(), small()];
    const [one, other] = [make(first, options), make(second, { ...options, seed: 99 })];
    await one.train(xor.x, xor.y, { epochs: 6 });
    await other.train(xor.x, xor.y, { epochs: 3 });
    await copyWeights(first, second);
    const memory = structuredClone(one.methodMemory);
    other.methodMemory = memory;
    expect(await nextLosses(other, 4)).toEqual(await nextLosses(one, 4));
    expect(
      Object.values(memory!).every((value) => typeof value === 'number' || ArrayBuffer.isView(value)),
    ).toBe(true);
  });

  it('comes back with the best weights', async () => {
    const network = small();
    const best = make(network, { ...options, signals: keepBest({ monitor: 'train' }), reporter: recorder() });
    const stopped = make(small(), options);
    await stopped.train(xor.x, xor.y, { epochs: 5 });
    // The best training loss is that before the last update: its weights are those after it.
    await best.train(xor.x, xor.y, { epochs: 5 });
    expect(best.methodMemory).toEqual(stopped.methodMemory);
  });
});

describe('what a full-batch method remembers', () => {
  it('is forgotten where somebody has changed the weights', async () => {
    const [changed, fresh] = [small(), small()];
    const [one, another] = [lbfgs(changed, options), lbfgs(fresh, { ...options, seed: 99 })];
    await one.train(xor.x, xor.y, { epochs: 5 });
    const values = changed.parameters.map(({ size }) =>
      Float32Array.from({ length: size }, (_, i) => 0.3 - i / 7),
    );
    for (const [i, written] of values.entries()) {
      changed.parameters[i]!.write(written);
      fresh.parameters[i]!.write(written);
    }
    expect(await nextLosses(one, 4)).toEqual(await nextLosses(another, 4));
  });

  it('is not taken from another method, and other algorithms have none', async () => {
    const optimizer = lbfgs(small(), options);
    expect(() => {
      optimizer.methodMemory = { damping: 1 };
    }).toThrow(OptionError);
    expect(() => {
      optimizer.methodMemory = { ...optimizer.methodMemory, weightChanges: 3 };
    }).toThrow(
      'Lbfgs, methodMemory, weightChanges: expected a Float64Array, as the same method has given it, got 3.',
    );
    expect(momentum(small(), {}).methodMemory).toBeUndefined();
  });
});
