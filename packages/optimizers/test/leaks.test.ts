import { beforeAll, describe, expect, it } from '@jest/globals';
import { engineInfo } from '@neutype/backend-cpu';
import { dropout, input, relu, sigmoid } from '@neutype/layers';
import { binaryCrossentropy, type Loss } from '@neutype/losses';
import { engine, memory } from '@tensorflow/tfjs-core';
import { momentum, type Signal } from '../src/index.js';
import { activateBackend } from './engine.js';
import { recorder, xor, xorOptions } from './support.js';

beforeAll(activateBackend);

/** All that could leak: tensors, the data behind them, what the backend holds, and blocks of engine memory. */
function held() {
  const { numTensors, numDataBuffers, numBytes } = memory();
  const { usedBytes, memoryBytes } = engineInfo();
  return { numTensors, numDataBuffers, numBytes, ids: engine().backend.numDataIds(), usedBytes, memoryBytes };
}

const unknownLoss: Loss = { ...binaryCrossentropy, replayable: false };

/** XOR with a smaller last batch, dropout and validation: two updates an epoch. */
async function train(loss: Loss, epochs: number, signals: Signal | null = null): Promise<void> {
  const network = input(2).to(relu(8), dropout(0.2), sigmoid(1));
  const options = { ...xorOptions, loss, batchSize: 3, step: 0.01, signals, reporter: recorder() };
  const optimizer = momentum(network, options);
  await optimizer.train(xor.x, xor.y, xor.x, xor.y, { epochs });
  optimizer.dispose();
  network.dispose();
}

describe('creating and dropping networks', () => {
  it('and their optimizers leaks neither tensors nor engine memory', async () => {
    await train(binaryCrossentropy, 2);
    const { memoryBytes: _, ...before } = held();
    for (let made = 0; made < 200; made++) {
      await train(made % 2 === 0 ? binaryCrossentropy : unknownLoss, 4);
      const { memoryBytes, ...after } = held();
      expect(memoryBytes).toBeGreaterThan(0);
      expect(after).toEqual(before);
    }
  }, 120_000);
});

describe('10,000 updates', () => {
  // The threads' scratch memory is the engine's, and stays.
  beforeAll(() => train(unknownLoss, 1));

  it.each<[string, Loss]>([
    ['replayed', binaryCrossentropy],
    ['ordinary', unknownLoss],
  ])(
    'by %s steps hold no more than 1,000 did, and nothing when the optimizer is gone',
    async (_, loss) => {
      const seen: object[] = [];
      const signals: Signal = {
        updateEnd: ({ updatesMade }) => {
          if (updatesMade === 1_000 || updatesMade === 10_000) seen.push(held());
        },
      };
      const before = held();
      await train(loss, 5_000, signals);
      expect(seen.length).toBe(2);
      expect(seen[1]).toEqual(seen[0]);
      expect(seen[0]).not.toEqual(before);
      expect(held()).toEqual(before);
    },
    120_000,
  );
});
