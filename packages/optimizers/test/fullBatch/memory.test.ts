import { beforeAll, expect, it } from '@jest/globals';
import { input, linear, tanh } from '@neutype/layers';
import { mse } from '@neutype/losses';
import { random } from '@neutype/random';
import { arrayBatches } from '../../src/data/arrayBatches.js';
import type { Batch } from '../../src/data/batch.js';
import { toPairs } from '../../src/data/pairs.js';
import { portsOf } from '../../src/data/ports.js';
import { Descent } from '../../src/fullBatch/descent.js';
import { FullBatchUpdates } from '../../src/fullBatch/fullBatchUpdates.js';
import { LimitedMemory } from '../../src/fullBatch/limitedMemory.js';
import { activateBackend } from '../engine.js';
import { xor } from '../support.js';

beforeAll(activateBackend);

function setUp() {
  const network = input(2).to(tanh(3), linear(1));
  network.initialize(random(4));
  const pairs = toPairs(portsOf(network, mse), [xor.x, xor.y], ['x', 'y']);
  const wolfe = { c1: 1e-4, c2: 0.9, maxIterations: 20 };
  const algorithm = {
    name: 'Lbfgs',
    fullBatch: { begin: () => new Descent(new LimitedMemory(4), { wolfe, tolerance: 0 }) },
  };
  const objective = { model: network, loss: mse, regularizer: undefined };
  const updates = new FullBatchUpdates(objective, algorithm, 1, [1, 2]);
  const [batch] = arrayBatches(pairs, 4);
  return { network, updates, run: () => updates.run(batch as Batch) };
}

it('what a method remembers is plain data, with which another one goes on in the same way', async () => {
  const [first, second, ignorant] = [setUp(), setUp(), setUp()];
  for (let i = 0; i < 6; i++) await first.run();
  for (const { network } of [second, ignorant]) {
    for (const [i, parameter] of network.parameters.entries()) {
      parameter.write(await first.network.parameters[i]!.read());
    }
  }
  second.updates.memory = structuredClone(first.updates.memory);
  expect(Object.keys(second.updates.memory)).toEqual([
    'moved',
    'scale',
    'remembered',
    'weightChanges',
    'gradientChanges',
  ]);
  const losses: number[][] = [];
  for (const { run } of [first, second, ignorant]) {
    const of: number[] = [];
    for (let i = 0; i < 4; i++) of.push((await run()).loss);
    losses.push(of);
  }
  expect(losses[1]).toEqual(losses[0]);
  expect(losses[2]).not.toEqual(losses[0]);
});
