import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { configureEngine, engineInfo } from '@neutype/backend-cpu';
import { engineCapabilities, useBackend } from '@neutype/core';
import { batchNorm, dropout, input, linear, type Network, relu, softmax } from '@neutype/layers';
import { categoricalCrossentropy, type Loss } from '@neutype/losses';
import { type NdArray, ndarray, type TypedArray } from '@neutype/ndarray';
import { engine } from '@tensorflow/tfjs-core';
import { momentum, type Signal } from '../src/index.js';
import { activateBackend } from './engine.js';
import { recorder } from './support.js';

beforeAll(activateBackend);

/** What went between JavaScript and the engine during one update, as numbers of values. */
interface Transfers {
  readonly uploads: readonly number[];
  readonly reads: readonly number[];
}

/** Before, steps are recorded, and state is made: of the full batches and of the smaller one, in the first epochs. */
const SETTLED_FROM = 18;

/** Six epochs of five full batches and a smaller one, and what each update transferred. */
async function transfersOf(network: Network, loss: Loss): Promise<Transfers[]> {
  const [samples, epochs] = [44, 6];
  const { backend } = engine();
  const uploads = (['write', 'move'] as const).map((method) => jest.spyOn(backend, method));
  const reads = (['read', 'readSync'] as const).map((method) => jest.spyOn(backend, method));
  const updates: Transfers[] = [];
  const signals: Signal = {
    updateEnd: () => {
      updates.push({
        uploads: uploads.flatMap(({ mock }) =>
          mock.calls.flatMap((call) => call.filter(isUpload).map(lengthOf)),
        ),
        reads: reads.flatMap(({ mock }) => mock.results.map(({ value }) => lengthOf(value))),
      });
      for (const spy of [...uploads, ...reads]) spy.mockClear();
    },
  };
  const optimizer = momentum(network, { loss, batchSize: 8, shuffleData: true, seed: 0, signals });
  const x = Float32Array.from({ length: samples * 6 }, (_, index) => Math.sin(index));
  const y = Float32Array.from({ length: samples * 3 }, (_, index) => Number(index % 3 === 0));
  await optimizer.train(ndarray(x, [samples, 6]), ndarray(y, [samples, 3]), { epochs });
  for (const spy of [...uploads, ...reads]) spy.mockRestore();
  optimizer.dispose();
  expect(updates.length).toBe(6 * epochs);
  return updates.slice(SETTLED_FROM);
}

/** The tape makes zeros for outputs that the loss does not depend on; they stay where they are. */
function isUpload(value: unknown): boolean {
  return ArrayBuffer.isView(value) && (value as Float32Array).some((number) => number !== 0);
}

function lengthOf(value: unknown): number {
  return (value as ArrayLike<number> | undefined)?.length ?? Number.NaN;
}

/** The same loss, but that training cannot know to take the same kernels in every step. */
const unknownLoss: Loss = { ...categoricalCrossentropy, replayable: false };

describe('an update', () => {
  it('that is replayed uploads only its batch and reads only its loss', async () => {
    const network = input(6).to(relu(8), batchNorm(), dropout(0.3), softmax(3));
    for (const update of await transfersOf(network, categoricalCrossentropy)) {
      expect(update).toEqual({ uploads: [], reads: [1] });
    }
  });

  it('that is not replayed uploads one more number, to begin the gradients with', async () => {
    const network = input(6).to(relu(8), dropout(0.3), softmax(3));
    for (const { uploads, reads } of await transfersOf(network, unknownLoss)) {
      expect(uploads.filter((length) => length > 1)).toEqual([]);
      expect(reads).toEqual([1]);
    }
  });

  it('reads its loss at once, which costs the engine nothing', () => {
    expect(engineCapabilities().readsAreFree).toBe(true);
  });
});

describe('large data', () => {
  const samples = 65_536;
  const features = 784;
  const y = new Float32Array(samples * 10);
  for (let sample = 0; sample < samples; sample++) y[sample * 10] = 1;

  afterAll(() => configureEngine({}));

  // Held on to, so that none of them is collected while copies are looked for.
  const [floats, bytes] = [new Float32Array(samples * features), new Uint8Array(samples * features)];

  it.each<[string, TypedArray]>([
    ['float32, 206 MB', floats],
    ['uint8, 206 MB as float32', bytes],
  ])('are brought into the engine batch by batch: %s', async (_, data) => {
    configureEngine({});
    await useBackend('cpu');
    const x: NdArray<TypedArray> = ndarray(data, [samples, features]);
    const seen: number[] = [];
    const arraysBefore = process.memoryUsage().arrayBuffers;
    const signals: Signal = {
      updateEnd: (optimizer, { done }) => {
        const { memoryBytes, usedBytes } = engineInfo();
        seen.push(Math.max(memoryBytes, usedBytes), process.memoryUsage().arrayBuffers - arraysBefore);
        if (done === 8) optimizer.stop();
      },
    };
    const options = { loss: 'categoricalCrossentropy', shuffleData: true, seed: 0 } as const;
    const optimizer = momentum(input(features).to(linear(16), softmax(10)), {
      ...options,
      reporter: recorder(),
      signals,
    });
    await optimizer.train(x, ndarray(y, [samples, 10]), { epochs: 1 });
    optimizer.dispose();
    expect(optimizer.updatesMade).toBe(8);
    // A batch is 0.4 MB, the engine begins with a few of its own; a copy as float32 would be 206 MB.
    expect(Math.max(...seen)).toBeLessThan(40e6);
  });
});
