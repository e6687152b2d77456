import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import '@neutype/backend-cpu';
import {
  add,
  concatenate,
  dropout,
  input,
  inputs,
  linear,
  lstm,
  outputs,
  parallel,
  relu,
  repeatVector,
  softmax,
  tanh,
} from '@neutype/layers';
import { random } from '@neutype/random';
import { importKerasWeights, kerasCode, kerasWeights, saveKerasWeights } from '../../src/index.js';
import { exampleInputs, exampleName, exampleNetwork, kerasExamples } from './kerasExamples.js';

interface Golden {
  readonly code: string;
  readonly shape: readonly number[];
  readonly outputs: readonly number[];
}

const GOLDEN = JSON.parse(
  readFileSync(new URL('../golden/keras/code.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Golden>>;

/** What Keras has no layer for, by what is said of it. */
const NOT_IN_KERAS: Readonly<Record<string, string>> = {
  'conv2d, groups, stride and dilation, padding of each side': 'both a stride and a dilation',
  'depthwiseConv2d, multiplier, stride and dilation, padding of each side': 'both a stride and a dilation',
  'conv2dTranspose, padding of each side and outputPadding':
    'an outputPadding beyond what its padding cuts off',
  'maxPool2d, padding 1, stride 2': 'a pooling with padding in numbers',
  avgPool1d: 'a pooling with padding in numbers',
  adaptiveAvgPool2d: 'the layer adaptive-avg-pool2d',
  adaptiveMaxPool2d: 'the layer adaptive-max-pool2d',
  globalPool: 'a pooling that is neither avg nor max',
  'globalMaxPool, with a mask': 'a maximum that leaves padding out',
  apply: 'the layer apply',
  pad: 'padding with anything but 0',
  'pad, reflect': 'padding with anything but 0',
  'pad, symmetric': 'padding with anything but 0',
  'pad, edge': 'padding with anything but 0',
  gaussianNoise: 'noise with a mean',
  gaussianSample: 'the layer gaussian-sample',
  'gaussianSample, of images': 'the layer gaussian-sample',
  dropBlock: 'the layer drop-block',
  stochasticDepth: 'the layer stochastic-depth',
  'batchNorm, over batch and columns': 'statistics of several axes',
  localResponseNorm: 'the layer local-response-norm',
  gatedAverage: 'the layer gated-average',
  simpleRnn: 'a state before the first step that is a parameter',
  'lstm, backwards, with peepholes, padding and cells that come out': 'peepholes',
  transformerBlock: 'the layer keep-padding',
  keepPadding: 'the layer keep-padding',
  positionalEncoding: 'the layer positional-encoding',
  positionEmbedding: 'the layer position-embedding',
  'positionEmbedding, of shorter sequences': 'the layer position-embedding',
};

const said = kerasExamples.filter((example) => NOT_IN_KERAS[exampleName(example)] === undefined);
const FOLDER = process.env['NEUTYPE_KERAS_CODE'];

describe('kerasCode', () => {
  it.each(said.map((example) => [exampleName(example), example] as const))(
    'prints a model of Keras that computes the same: %s',
    async (name, example) => {
      const network = exampleNetwork(example);
      const file = `${name.replace(/\W+/g, '-')}`;
      const code = kerasCode(network, { weights: `${file}.weights.h5` });
      const x = exampleInputs(example);
      if (FOLDER !== undefined) {
        mkdirSync(FOLDER, { recursive: true });
        writeFileSync(`${FOLDER}/${file}.weights.h5`, await kerasWeights(network));
        const given = { name, code, inputs: { shape: x.shape, data: [...x.data] } };
        writeFileSync(`${FOLDER}/${file}.json`, JSON.stringify(given));
        return;
      }
      const golden = GOLDEN[name];
      expect(code).toBe(golden?.code);
      const y = await network.predict(x);
      expect(y.shape).toEqual(golden?.shape);
      expect(
        Math.max(...y.data.map((value, at) => Math.abs(value - (golden?.outputs[at] as number)))),
      ).toBeLessThan(1e-5);
    },
  );

  it.each(Object.entries(NOT_IN_KERAS))('refuses %s, for Keras cannot say it', (name, reason) => {
    const example = kerasExamples.find((each) => exampleName(each) === name);
    const network = exampleNetwork(example as (typeof kerasExamples)[number]);
    expect(() => kerasCode(network)).toThrow(reason);
    expect(() => kerasCode(network)).toThrow(/^layer [a-z0-9-]+-1: /);
  });

  it('prints a chain as a Sequential', () => {
    const network = input(784).to(relu(500), dropout(0.2), softmax(10));
    expect(kerasCode(network, { weights: 'digits.weights.h5' })).toBe(`import keras
from keras import layers

model = keras.Sequential([
    keras.Input((784,), name="input-1"),
    layers.Dense(units=500, activation="relu", name="relu-1"),
    layers.Dropout(rate=0.2, name="dropout-1"),
    layers.Dense(units=10, activation="softmax", name="softmax-1"),
])
model.load_weights("digits.weights.h5")
`);
  });

  it('prints a graph, with layers that are called twice, as a functional model', () => {
    const shared = input(4).to(tanh(3));
    const network = inputs({ left: 4, right: 4 }).to(
      parallel(shared, shared.copy({ weights: 'shared' })),
      concatenate(),
      outputs({ sum: linear(1), class: softmax(2) }),
    );
    expect(kerasCode(network)).toBe(`import keras
from keras import layers

left = keras.Input((4,), name="left")
right = keras.Input((4,), name="right")
tanh_1_the_layer = layers.Dense(units=3, activation="tanh", name="tanh-1")
tanh_1 = tanh_1_the_layer(left)
tanh_2 = tanh_1_the_layer(right)
concatenate_1 = layers.Concatenate(axis=-1, name="concatenate-1")([tanh_1, tanh_2])
linear_1 = layers.Dense(units=1, name="linear-1")(concatenate_1)
softmax_1 = layers.Dense(units=2, activation="softmax", name="softmax-1")(concatenate_1)
model = keras.Model([left, right], [linear_1, softmax_1])
`);
  });

  it('writes names that are no words of Python, and quotes in names, so that Python reads them', () => {
    const network = input(3, { name: 'class' }).to(
      parallel(relu(2, { name: 'a "b"\n' }), relu(2, { name: '1/2' })),
      add({ name: 'if' }),
    );
    const code = kerasCode(network);
    expect(code).toContain('class_2 = keras.Input((3,), name="class")');
    expect(code).toContain('name="a \\"b\\"\\n"');
    expect(code).toContain('_1_2 = layers.Dense(units=2, activation="relu", name="1-2")');
    expect(code).toContain('if_2 = layers.Add(name="if")');
  });

  it('refuses a name for the weights that Keras would refuse', () => {
    expect(() => kerasCode(input(2).to(relu(1)), { weights: 'digits.h5' })).toThrow('.weights.h5');
  });
});

describe('saveKerasWeights', () => {
  it.each(['digits.h5', new URL('file:///digits.keras'), undefined])(
    'refuses the name %s, for Keras would not read such a file as weights',
    async (file) => {
      const network = input(2).to(relu(1));
      network.initialize(random(1));
      await expect(saveKerasWeights(network, file as never)).rejects.toThrow(
        'saveKerasWeights, file: expected the name of a file that ends in .weights.h5',
      );
    },
  );
});

describe('kerasWeights', () => {
  it.each(said.map((example) => [exampleName(example), example] as const))(
    'gives values that importKerasWeights takes back: %s',
    async (_, example) => {
      const network = exampleNetwork(example);
      const other = exampleNetwork(example, 8);
      await importKerasWeights(other, await kerasWeights(network));
      const x = exampleInputs(example);
      expect((await other.predict(x)).data).toEqual((await network.predict(x)).data);
    },
  );

  it('needs values', async () => {
    await expect(kerasWeights(input(2).to(relu(3)))).rejects.toThrow('relu-1');
  });
});

describe('importKerasWeights', () => {
  it('says why HDF5 cannot read a file, rather than where in its own sources', async () => {
    const text = new TextEncoder().encode('hello, world');
    await expect(importKerasWeights(input(4).to(relu(3)), text)).rejects.toThrow(
      /got one that HDF5 cannot read: [a-z ]*signature[a-z ]*\.$/,
    );
  });

  it('lists what is missing, misshapen and unexpected together, and writes nothing', async () => {
    const given = input(4).to(relu(3), linear(5), linear(2));
    given.initialize(random(1));
    const bytes = await kerasWeights(given);
    const network = input(4).to(relu(3, { bias: null }), linear(6), linear(2), repeatVector(3), lstm(2));
    network.initialize(random(2));
    const before = await network.read();
    const failure = await importKerasWeights(network, bytes).catch((error: Error) => error.message);
    expect(failure).toContain('layers/dense_1/vars/0 is [3, 5] rather than [3, 6]');
    expect(failure).toContain('layers/lstm/cell/vars/0 is missing, for lstm-1.inputWeight');
    expect(failure).toContain('layers/dense/vars/1 is for no layer here');
    expect(await network.read()).toEqual(before);
  });
});
