import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import { useBackend } from '@neutype/core';
import { exampleName, type LayerExample, layerExamples } from '@neutype/layer-examples';
import {
  type AnyNetwork,
  batchNorm,
  concatenate,
  input,
  inputs,
  type Layer,
  type LayerMaker,
  layer as layerOf,
  linear,
  type Network,
  outputs,
  parallel,
  relu,
  softmax,
} from '@neutype/layers';
import { ndarray, sizeOf } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { mean, square } from '@tensorflow/tfjs-core';
import { load, networkToSafetensors, readSafetensors, save } from '../../src/index.js';

let directory: string;

beforeAll(async () => {
  await useBackend('cpu');
  directory = await mkdtemp(joinPath(tmpdir(), 'neutype-network-'));
});

afterAll(() => rm(directory, { recursive: true }));

/** What no file can hold, by the kind of its layer, as it is registered. */
const OWN: Readonly<Record<string, LayerMaker>> = {
  squares: () => squares(),
};

function squares(): Layer {
  return layerOf({
    kind: 'squares',
    settings: {},
    outputShape: ([, features = 0]) => [features],
    forward: (x) => mean(square(x), 1),
  });
}

describe.each(layerExamples.map((example): [string, LayerExample] => [exampleName(example), example]))(
  '%s',
  (_, { indices, inputShape, layer, make }) => {
    it('predicts the same, bit for bit, after it was saved and loaded', async () => {
      const part = layer === 'apply' ? squares() : make();
      const network = input(inputShape).to(part) as unknown as Network;
      network.initialize(random(1));
      const count = 3 * sizeOf(inputShape);
      const source = random(2);
      const values = Float32Array.from({ length: count }, () =>
        indices === undefined ? source.uniform(-1, 1) : source.integer(indices),
      );
      const x = ndarray(values, [3, ...inputShape]);
      const expected = await network.predict(x);
      const loaded = await load(new Blob(await networkToSafetensors(network)), { layers: OWN });
      expect(await loaded.predict(x)).toEqual(expected);
      expect(await loaded.read()).toEqual(await network.read());
      expect(String(loaded)).toBe(String(network));
      for (const each of [network, loaded]) each.dispose();
    });
  },
);

describe('a file', () => {
  const tied = relu(4);
  it.each<[string, AnyNetwork]>([
    [
      'of several inputs and outputs',
      inputs({ image: [4], age: 2 }).to(concatenate(), outputs({ a: softmax(3), b: linear(1) })),
    ],
    ['of shared layers', input(4).to(tied, tied, softmax(2))],
    ['of a network without parameters', input(4).to(relu())],
    ['of parts side by side', input(4).to(parallel(relu(3), linear(3)), concatenate(), batchNorm())],
  ])('%s gives back a network that is the same', async (name, network) => {
    network.initialize(random(3));
    const file = joinPath(directory, `${name}.safetensors`);
    await save(network, file);
    const loaded = await load(file);
    expect(await loaded.read()).toEqual(await network.read());
    expect(String(loaded)).toBe(String(network));
    expect(loaded.ports?.outputs).toEqual(network.ports?.outputs);
  });

  it('is the same file, wherever it goes to', async () => {
    const network = input(4).to(relu(300), softmax(2));
    network.initialize(random(3));
    const file = joinPath(directory, 'same.safetensors');
    await save(network, file);
    const there = new Blob(await networkToSafetensors(network));
    await network.predict([1, 2, 3, 4]); // its parameters are on the backend now
    const moved = new Blob(await networkToSafetensors(network));
    expect(await readFile(file)).toEqual(Buffer.from(await there.arrayBuffer()));
    expect(await moved.arrayBuffer()).toEqual(await there.arrayBuffer());
  });

  it('has the parameters by their names, for other tools', async () => {
    const network = input(4).to(relu(3));
    network.initialize(random(3));
    const { metadata, tensors } = await readSafetensors(new Blob(await networkToSafetensors(network)));
    expect(Object.fromEntries(tensors)).toEqual(await network.read());
    expect(JSON.parse(metadata['neutype']!)).toEqual({
      version: 1,
      library: expect.stringMatching(/^\d+\.\d+\.\d+/),
      architecture: {
        version: 1,
        layers: [
          { name: 'input-1', kind: 'input', inputs: [], shape: [4], settings: {} },
          { name: 'relu-1', kind: 'relu', inputs: ['input-1'], settings: { units: 3, alpha: 0 } },
        ],
        outputs: ['relu-1'],
      },
    });
  });

  it('is trained further where it was left: frozen parameters stay frozen', async () => {
    const network = input(4).to(relu(3), softmax(2));
    network.initialize(random(3));
    network.freeze('relu-1');
    const loaded = await load(new Blob(await networkToSafetensors(network)));
    expect(loaded.trainableCount).toBe(3 * 2 + 2);
    expect(loaded.until('relu-1').to(softmax(5)).trainableCount).toBe(3 * 5 + 5);
  });
});
