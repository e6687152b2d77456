import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DataError, OptionError, ShapeError, useBackend } from '@neutype/core';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { memory, mul } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { input, layer, linear, type Network, predict } from '../src/index.js';

beforeAll(() => useBackend('cpu'));

function networkOf(shape: number | readonly number[]): Network {
  const network: Network = input(shape).to(layer({ kind: 'double', forward: (x) => mul(x, 2) }));
  network.initialize(random(0));
  return network;
}

describe('predict accepts samples', () => {
  it.each<[string, unknown, number[]]>([
    [
      'in nested arrays',
      [
        [1, 2],
        [3, 4],
      ],
      [2, 4, 6, 8],
    ],
    ['with rows as typed arrays', [new Float32Array([1, 2]), new Float32Array([3, 4])], [2, 4, 6, 8]],
    ['as an NdArray of bytes', ndarray(new Uint8Array([1, 2, 3, 4]), [2, 2]), [2, 4, 6, 8]],
    ['alone', [1, 2], [2, 4]],
    ['alone in a typed array', new Float32Array([1, 2]), [2, 4]],
  ])('%s', async (_, x, expected) => {
    const y = await networkOf(2).predict(x as number[][]);
    expect([...y.data]).toEqual(expected);
    expect(y.shape).toEqual([expected.length / 2, 2]);
  });

  it('as a list of numbers where a sample is one number', async () => {
    expect((await networkOf(1).predict([1, 2, 3])).shape).toEqual([3, 1]);
  });

  it('for any model, as network.predict does', async () => {
    const network = networkOf(2);
    const x = [
      [1, 2],
      [3, 4],
    ];
    expect(await predict(network, x, { batchSize: 1 })).toEqual(await network.predict(x));
  });
});

describe('predict refuses', () => {
  it.each<[string, number | number[], unknown, string]>([
    [
      'too few features',
      784,
      [[1, 2]],
      'expected [?, 784], got [1, 2]. Give samples of 784 values, or begin the network with input(2).',
    ],
    [
      'images for rows',
      6,
      ndarray(new Float32Array(12), [2, 2, 3]),
      'got [2, 2, 3]. Reshape them: x.reshape(-1, 6).',
    ],
    [
      'rows for images',
      [2, 3, 1],
      ndarray(new Float32Array(12), [2, 6]),
      'Reshape them: x.reshape(-1, 2, 3, 1).',
    ],
    [
      'channels before pixels, as PyTorch has them',
      [2, 3, 4],
      ndarray(new Float32Array(48), [2, 4, 2, 3]),
      'got [2, 4, 2, 3]. Their last axis comes first: transpose them, .transpose(0, 2, 3, 1).',
    ],
    ['samples concatenated into one list', 3, [1, 2, 3, 4, 5, 6], 'Reshape them: x.reshape(-1, 3).'],
    ['a list that makes no samples', 3, [1, 2, 3, 4], 'got [4]. Give samples of 3 values.'],
    ['a number for an array', 1, ndarray(5), 'got []. Give an array of samples'],
    [
      'two features for one',
      1,
      [[1, 2]],
      'got [1, 2]. Give samples of 1 value, or begin the network with input(2).',
    ],
    [
      'images of another size',
      [4, 4, 1],
      ndarray(new Float32Array(9), [1, 3, 3, 1]),
      'begin the network with input([3, 3, 1]).',
    ],
  ])('%s', async (_, shape, x, message) => {
    const attempt = networkOf(shape).predict(x as number[][]);
    await expect(attempt).rejects.toThrow(ShapeError);
    await expect(attempt).rejects.toThrow(message);
  });

  it('an empty array of samples', async () => {
    await expect(networkOf(2).predict([])).rejects.toThrow('predict, x: expected at least one sample');
    await expect(networkOf(2).predict(ndarray(new Float32Array(0), [0, 2]))).rejects.toThrow(DataError);
  });

  it.each([
    ['NaN', ndarray(Float32Array.of(1, Number.NaN), [1, 2]), 'expected finite numbers, got NaN at [0][1].'],
    [
      'infinity',
      ndarray(Float64Array.of(1, 2, Number.NEGATIVE_INFINITY, 3), [2, 2]),
      'got -Infinity at [1][0].',
    ],
    [
      'doubles beyond float32',
      ndarray(Float64Array.of(1, 1e39), [1, 2]),
      'expected a number within float32, up to 3.4e38, got 1e+39 at [0][1].',
    ],
  ])('%s, as training does', async (_, x, message) => {
    await expect(networkOf(2).predict(x)).rejects.toThrow(DataError);
    await expect(networkOf(2).predict(x)).rejects.toThrow(message);
  });

  it('anything that is not an array of numbers, naming the argument', async () => {
    await expect(networkOf(2).predict([[1, null]] as never)).rejects.toThrow(
      'predict, x: expected a number, got null at [0][1]',
    );
    await expect(networkOf(2).predict(undefined as never)).rejects.toThrow('predict, x: expected an NdArray');
  });

  it.each([
    [{ batchsize: 2 }, "Did you mean 'batchSize'?"],
    [{ batchSize: 0 }, 'predict, batchSize: expected a whole number from 1, got 0'],
    [{ batchSize: '8' }, "got '8'"],
    [8, 'predict: expected options as an object, got 8'],
  ])('the options %j', async (options, message) => {
    const attempt = networkOf(2).predict([[1, 2]], options as never);
    await expect(attempt).rejects.toThrow(OptionError);
    await expect(attempt).rejects.toThrow(message);
  });
});

describe('predict', () => {
  it('yields to the event loop every 10 ms', async () => {
    let now = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => (now += 60));
    let turns = 0;
    let counting = true;
    function count(): void {
      turns += 1;
      if (counting) setImmediate(count);
    }
    setImmediate(count);
    await networkOf(2).predict(ndarray(new Float32Array(40), [20, 2]), { batchSize: 2 });
    counting = false;
    clock.mockRestore();
    expect(turns).toBeGreaterThanOrEqual(10);
  });

  it('leaves no tensors behind if a layer throws', async () => {
    const network = input(2).to(
      linear(2),
      layer({
        kind: 'broken',
        forward: () => {
          throw new Error('broken');
        },
      }),
    );
    network.initialize(random(0));
    await expect(network.predict([[1, 2]])).rejects.toThrow('broken');
    const before = memory().numTensors;
    await expect(network.predict([[1, 2]])).rejects.toThrow('broken');
    expect(memory().numTensors).toBe(before);
  });
});
