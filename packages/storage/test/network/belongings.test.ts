import { beforeAll, describe, expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { useBackend } from '@neutype/core';
import { featureMean, minMaxScaler, perImage, standardScaler } from '@neutype/datasets';
import {
  type AnyNetwork,
  concatenate,
  flatten,
  input,
  inputs,
  linear,
  logSoftmax,
  Network,
  outputs,
  sigmoid,
  softmax,
} from '@neutype/layers';
import { type NdArray, ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { type LoadedNetwork, load, networkToSafetensors, type SaveNetworkOptions } from '../../src/index.js';

beforeAll(() => useBackend('cpu'));

async function reloaded(network: AnyNetwork, options?: SaveNetworkOptions): Promise<LoadedNetwork> {
  return load(new Blob(await networkToSafetensors(network, options)));
}

function initialized<N extends AnyNetwork>(network: N): N {
  network.initialize(random(4));
  return network;
}

function numbers(rows: number, features: number, seed = 1): NdArray<Float32Array> {
  const source = random(seed);
  return ndarray(
    Float32Array.from({ length: rows * features }, () => source.uniform(-5, 90)),
    [rows, features],
  );
}

describe('what a network was trained on is done to raw data again', () => {
  it.each([
    ['standardScaler', standardScaler],
    ['featureMean', featureMean],
    ['minMaxScaler', (x: NdArray) => minMaxScaler(x, { range: [-1, 1] })],
  ] as const)('by what %s has learned, bit for bit', async (_, learn) => {
    const network = initialized(input(3).to(softmax(2)));
    const preparation = learn(numbers(20, 3));
    const loaded = await reloaded(network, { preparation });
    const x = numbers(5, 3, 2);
    const raw = ndarray(x.data.slice(), x.shape);
    const expected = await network.predict(preparation.apply(x));
    expect(await loaded.predictRaw(raw)).toEqual(expected);
    expect(raw).toEqual(numbers(5, 3, 2)); // unchanged
  });

  it('one thing after another, on bytes', async () => {
    const network = initialized(input([2, 2, 1]).to(flatten(), softmax(3)));
    const bytes = ndarray(Uint8Array.of(0, 7, 255, 3, 90, 1, 2, 250), [2, 2, 2, 1]);
    const x = bytes.toFloat32().divide(255);
    const mean = featureMean(x);
    const loaded = await reloaded(network, { preparation: [{ divide: 255 }, mean, perImage] });
    const expected = await network.predict(perImage(mean.apply(x)));
    expect(await loaded.predictRaw(bytes)).toEqual(expected);
    expect((await loaded.predictRaw(ndarray(bytes.data.slice(0, 4), [2, 2, 1]))).data).toEqual(
      expected.data.slice(0, 3),
    );
  });

  it('on nested arrays, which keep all their digits until they are prepared', async () => {
    const network = initialized(input(2).to(linear(1)));
    const times = [
      [1.7e9, 1],
      [1.7e9 + 1, 2],
      [1.7e9 + 2, 3],
    ];
    const scaler = standardScaler(times);
    const loaded = await reloaded(network, { preparation: scaler });
    expect(await loaded.predictRaw(times)).toEqual(await network.predict(scaler.apply(times)));
  });

  it('of each input by its name', async () => {
    const network = initialized(
      inputs({ a: 2, b: 3 }).to(concatenate(), outputs({ sum: linear(1), kind: softmax(2) })),
    );
    const [a, b] = [numbers(4, 2), numbers(4, 3)];
    const scaler = standardScaler(b);
    const loaded = await reloaded(network, { preparation: { b: scaler } });
    const expected = await network.predict({ a, b: scaler.apply(ndarray(b.data.slice(), b.shape)) });
    expect(await loaded.predictRaw({ a, b })).toEqual(expected);
  });

  it.each<[string, AnyNetwork, unknown, string]>([
    ['a function', input(2), () => 1, 'save, option preparation: expected what standardScaler(x)'],
    ['a division by 0', input(2), { divide: 0 }, 'divide: expected a number other than 0, got 0.'],
    ['a list with something else', input(2), [{ divide: 2 }, 3], 'or a list of these, got 3.'],
    [
      'one for all of several inputs',
      inputs({ a: 1, b: 1 }).to(concatenate()),
      perImage,
      'by its name: { a, b }',
    ],
    [
      'one for an input that there is not',
      inputs({ age: 1, b: 1 }).to(concatenate()),
      { aeg: perImage },
      "mean 'age'",
    ],
  ])('%s is refused', async (_, network, preparation, message) => {
    await expect(networkToSafetensors(network, { preparation } as SaveNetworkOptions)).rejects.toThrow(
      message,
    );
  });
});

describe('classes', () => {
  const classes = ['setosa', 'versicolor', 'virginica'];

  it('are named with their probabilities, the most probable first', async () => {
    const network = initialized(input(4).to(softmax(3)));
    const scaler = standardScaler(numbers(9, 4));
    const loaded = await reloaded(network, { classes, preparation: scaler });
    const x = numbers(6, 4, 3);
    const probabilities = await loaded.predictRaw(x);
    const found = await loaded.classify(x);
    expect(found).toHaveLength(6);
    for (const [row, { label, probability, ranking }] of found.entries()) {
      const values = [...probabilities.row(row).data];
      expect(probability).toBe(Math.max(...values));
      expect(label).toBe(classes[values.indexOf(probability)]);
      expect(ranking.map((one) => one.probability)).toEqual(values.toSorted((a, b) => b - a));
      expect(ranking.map((one) => values[classes.indexOf(one.label)])).toEqual(
        values.toSorted((a, b) => b - a),
      );
    }
    const [{ ranking }] = (await loaded.classify(x.row(0), { top: 2 })) as [(typeof found)[0]];
    expect(ranking).toEqual(found[0]!.ranking.slice(0, 2));
  });

  it('are two where one probability comes out', async () => {
    const loaded = await reloaded(initialized(input(4).to(sigmoid(1))), { classes: ['no', 'yes'] });
    const x = numbers(3, 4);
    const { data } = await loaded.predict(x);
    for (const [row, { label, probability }] of (await loaded.classify(x)).entries()) {
      expect(label).toBe(data[row]! > 0.5 ? 'yes' : 'no');
      expect(probability).toBe(Math.max(data[row]!, 1 - data[row]!));
    }
  });

  it('name what samples of several inputs are taken for', async () => {
    const network = initialized(inputs({ a: 2, b: 1 }).to(concatenate(), softmax(2)));
    const loaded = await reloaded(network, { classes: ['cat', 'dog'] });
    const x = { a: numbers(3, 2), b: numbers(3, 1) };
    const found = await loaded.classify(x);
    const [outputs] = Object.values(await network.predict(x)) as [NdArray];
    expect(found.map(({ probability }) => Math.fround(probability))).toEqual(
      Array.from({ length: 3 }, (_, row) => Math.max(...outputs.row(row).data)),
    );
  });

  it('have probabilities, where logarithms come out', async () => {
    const loaded = await reloaded(initialized(input(4).to(logSoftmax(3))), { classes });
    const [found] = await loaded.classify(numbers(1, 4));
    expect(found!.ranking.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 6);
  });

  it.each<[string, AnyNetwork, unknown, string]>([
    [
      'too few',
      input(4).to(softmax(3)),
      ['a', 'b'],
      'save, option classes: expected 3, one for each value that comes out, got 2',
    ],
    ['one twice', input(4).to(softmax(3)), ['a', 'b', 'a'], "expected each class once, got 'a' twice"],
    ['numbers', input(4).to(softmax(3)), [1, 2, 3], "expected a list of names, such as ['cat', 'dog']"],
    [
      'those of several outputs',
      input(4).to(outputs({ a: softmax(3), b: softmax(3) })),
      classes,
      'expected none, for the network has several outputs',
    ],
  ])('%s are refused', async (_, network, given, message) => {
    const made = networkToSafetensors(initialized(network), { classes: given } as SaveNetworkOptions);
    await expect(made).rejects.toThrow(message);
  });

  it('cannot be told of a network that was saved without, or ends in plain numbers', async () => {
    const without = await reloaded(initialized(input(4).to(softmax(3))));
    await expect(without.classify(numbers(1, 4))).rejects.toThrow(
      "network.classify: expected the names of its classes, got a file that was saved without. Write save(network, file, { classes: ['cat', 'dog'] }).",
    );
    const plain = await reloaded(initialized(input(4).to(linear(3))), { classes });
    await expect(plain.classify(numbers(1, 4))).rejects.toThrow(
      'expected a network that ends in probabilities',
    );
  });
});

describe('what else was saved', () => {
  it('is there, and stays where the network is saved again', async () => {
    const options = {
      classes: ['a', 'b'],
      seed: 42,
      metadata: { source: 'Fisher', accuracy: 0.97, runs: [1, null, { deep: true }] },
      preparation: [{ divide: 2 }],
    };
    const loaded = await reloaded(initialized(input(4).to(softmax(2))), options);
    const again = await reloaded(loaded as AnyNetwork);
    for (const { classes, metadata, preparation, seed } of [loaded, again]) {
      expect({ classes, seed, metadata }).toEqual({
        classes: ['a', 'b'],
        seed: 42,
        metadata: options.metadata,
      });
      expect(preparation).toEqual({ 'input-1': [{ divide: 2 }] });
    }
    const renamed = await reloaded(loaded as AnyNetwork, { classes: ['c', 'd'] });
    expect([renamed.classes, renamed.seed]).toEqual([['c', 'd'], 42]);
    expect(loaded).toBeInstanceOf(Network);
  });

  it.each<[string, unknown, string]>([
    [
      'metadata that are no plain values',
      { metadata: { f: () => 1 } },
      'save, option metadata, f: expected a plain value',
    ],
    ['metadata that are a list', { metadata: [1] }, 'save, option metadata: expected values by their names'],
    ['a seed that is none', { seed: 1.5 }, 'save, option seed: expected a whole number'],
    ['an option that there is not', { class: ['a'] }, 'classes'],
  ])('refuses %s', async (_, options, message) => {
    const made = networkToSafetensors(initialized(input(1).to(linear(1))), options as SaveNetworkOptions);
    await expect(made).rejects.toThrow(message);
  });
});
