import { beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError, stagedScalar, useBackend } from '@neutype/core';
import { ndarray, sizeOf } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { mul, sub, tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  type AnyNetwork,
  type Architecture,
  apply,
  architectureOf,
  avgPool1d,
  batchNorm,
  checkDescribable,
  concatenate,
  conv1d,
  conv1dTranspose,
  dropout,
  elu,
  embedding,
  feedForward,
  gaussianNoise,
  gelu,
  globalPool,
  gru,
  hardSigmoid,
  input,
  inputs,
  instanceNorm,
  join,
  keepPadding,
  type Layer,
  layer,
  leakyRelu,
  linear,
  logSoftmax,
  lstm,
  makeLayer,
  mergingLayer,
  multiHeadAttention,
  networkFrom,
  outputs,
  type Part,
  type PlainValue,
  pad,
  parallel,
  positionalEncoding,
  positionEmbedding,
  pRelu,
  relu,
  relu6,
  repeat,
  rmsNorm,
  type Shape,
  simpleRnn,
  softmax,
  stochasticDepth,
  tanh,
} from '../src/index.js';

beforeAll(() => useBackend('cpu'));

function difference(): Layer {
  return mergingLayer({
    kind: 'difference',
    settings: {},
    outputShape: ([first]) => first,
    forward: ([a, b]) => sub(a, b),
  });
}

const OWN = { difference };

/** The same network, of what is left of it as JSON. */
function again(network: AnyNetwork): AnyNetwork {
  return networkFrom(JSON.parse(JSON.stringify(architectureOf(network))), { layers: OWN });
}

function named({ parameters }: AnyNetwork): unknown[] {
  return parameters.map(({ name, shape, trainable }) => ({ name, shape, trainable }));
}

/** Numbers from -1 to 1, a tenth of which are 0. */
function numbers(shape: Shape, seed = 0): ReturnType<typeof ndarray> {
  const source = random(seed);
  const values = Float32Array.from({ length: sizeOf(shape) }, () => source.uniform(-1, 1));
  return ndarray(values, shape);
}

describe('a network made again has every option of its layers', () => {
  const gates = { reset: 'hardSigmoid', update: 'hardSigmoid', hidden: 'relu' } as const;
  const SEQUENCE: Shape = [5, 3];
  it.each<[string, Shape, Part]>([
    [
      'simpleRnn',
      SEQUENCE,
      simpleRnn(2, { activation: 'relu', backwards: true, maskValue: 0.5, bias: null }),
    ],
    ['simpleRnn with a state', SEQUENCE, simpleRnn(2, { initialHidden: [0.5, 2], returnSequences: true })],
    [
      'lstm',
      SEQUENCE,
      lstm(2, {
        activations: { input: 'hardSigmoid', forget: 'relu', cell: 'relu', output: 'tanh' },
        forgetBias: 1,
        learnInitialState: true,
        peepholes: true,
        returnCell: true,
        gradientClip: 1,
      }),
    ],
    ['lstm with a cell', SEQUENCE, lstm(2, { initialCell: 3, bias: null })],
    ['gru', SEQUENCE, gru(2, { activations: gates, updateGate: 'keeps', hiddenBias: [1, 2, 3, 4, 5, 6] })],
    [
      'gru that resets before the product',
      SEQUENCE,
      gru(2, { activations: gates, resetGate: 'before', gradientClip: 1, backwards: true }),
    ],
    ['gru without biases', SEQUENCE, gru(2, { bias: null, maskValue: 0 })],
    [
      'multiHeadAttention',
      [4, 6],
      multiHeadAttention(3, { bias: null, causal: true, headSize: 2, valueSize: 5 }),
    ],
    ['feedForward', SEQUENCE, feedForward({ hidden: 7, activation: 'relu', dropout: 0.5, bias: null })],
    ['conv1d', SEQUENCE, conv1d(2, 2, { padding: [1, 2], stride: 2, dilation: 2, bias: null })],
    ['conv1dTranspose', SEQUENCE, conv1dTranspose(2, 3, { stride: 3, padding: 1, outputPadding: 2 })],
    ['avgPool1d', SEQUENCE, avgPool1d(3, { stride: 2, padding: 'causal' })],
    ['batchNorm', SEQUENCE, batchNorm({ alpha: 0.7, epsilon: 0.2, axes: [0] })],
    ['instanceNorm', SEQUENCE, instanceNorm({ epsilon: 0.5 })],
    ['rmsNorm', SEQUENCE, rmsNorm({ epsilon: 0.5 })],
    ['elu', SEQUENCE, elu(2, { alpha: 0.3, bias: null })],
    ['leakyRelu', SEQUENCE, leakyRelu({ alpha: 0.3 })],
    ['relu', SEQUENCE, relu(4, { alpha: 0.3 })],
    ['gelu', SEQUENCE, gelu({ approximate: 'tanh' })],
    ['hardSigmoid', SEQUENCE, hardSigmoid({ slope: 0.5 })],
    ['pRelu', SEQUENCE, pRelu(4, { alphaAxes: [1, -1], alpha: 0.7 })],
    ['softmax', SEQUENCE, softmax(4, { axis: 1 })],
    ['logSoftmax', SEQUENCE, logSoftmax(4, { axis: -2 })],
    ['gaussianNoise', SEQUENCE, gaussianNoise(0.2, { mean: 0.5 })],
    ['dropout', SEQUENCE, dropout(0.5)],
    ['stochasticDepth', SEQUENCE, stochasticDepth(0.5)],
    ['globalPool', SEQUENCE, globalPool('max', { maskValue: 0.5 })],
    ['pad', SEQUENCE, pad([[1, 2]], { mode: 'constant', value: 3 })],
    ['keepPadding', SEQUENCE, join(parallel(tanh(), join()), keepPadding(0.5))],
    ['positionalEncoding', SEQUENCE, positionalEncoding({ base: 100, maskValue: 0.5 })],
    ['positionEmbedding', SEQUENCE, positionEmbedding(9, { maskValue: 0.5 })],
    ['concatenate', SEQUENCE, join(parallel(tanh(), join()), concatenate({ axis: 1 }))],
  ])('%s', async (_, shape, part) => {
    const network = input(shape).to(part);
    network.initialize(random(1));
    const copy = again(network);
    expect(named(copy)).toEqual(named(network));
    copy.write(await network.read());
    const x = ndarray(
      numbers([4, ...shape]).data.map((value) => (value > 0.8 ? 0.5 : value)),
      [4, ...shape],
    );
    expect(outputsOf(copy, x)).toEqual(outputsOf(network, x));
    expect(outputsOf(copy, x, true)).toEqual(outputsOf(network, x, true));
  });

  it('settings have nothing that JSON cannot say', () => {
    const { layers } = input([4]).to(embedding(6, 3), conv1d(2, 3), globalPool('avg'), relu(), softmax(2));
    for (const { settings } of layers) expect(JSON.parse(JSON.stringify(settings))).toStrictEqual(settings);
  });
});

function outputsOf(network: AnyNetwork, x: ReturnType<typeof ndarray>, training = false): number[] {
  const counter = stagedScalar(3, 'int32');
  const context = { training, randomness: { key: [1, 2] as const, counter } };
  return [...network.forward(tensor(Float32Array.from(x.data), [...x.shape]), context).dataSync()];
}

/** What comes of numbers for every input. */
function predictions(network: AnyNetwork): Promise<unknown> {
  const starts = network.layers.filter(({ inputs }) => inputs.length === 0);
  const x = starts.map(({ name, inputShape }, seed): [string, ReturnType<typeof numbers>] => [
    name,
    numbers([3, ...inputShape], seed),
  ]);
  return network.ports ? network.predict(Object.fromEntries(x)) : network.predict(x[0]![1]);
}

describe('a network made again has the shape of the first', () => {
  const trunk = inputs({ image: [4], age: 2 }).to(concatenate(), relu(5));
  const encoder = input(4).to(relu(5), linear(3));
  const tied = relu(4);
  const networks: Record<string, AnyNetwork> = {
    'several inputs and outputs with names': trunk.to(outputs({ digit: softmax(3), slant: linear(1) })),
    'several outputs without names': input(4).to(relu(5), parallel(softmax(3), linear(1))),
    'one output with a name': input(4).to(outputs({ digit: softmax(3) })),
    'an output that has two names': outputs({ a: trunk, b: trunk }),
    'a layer that stands twice': input(4).to(tied, tanh(), tied, softmax(2)),
    'a network that stands twice, with shared weights': parallel(
      encoder,
      encoder.copy({ weights: 'shared' }),
    ).to(difference(), linear(1)),
    'a network and its copy, with weights of its own': parallel(encoder, encoder.copy()).to(concatenate()),
    'copies of a named layer': input(4).to(repeat(relu(4, { name: 'hidden' }), 3)),
    'a network within a network': input(4).to(linear(4, { name: 'first' }), encoder, linear(4), encoder),
    'the end of a network': encoder.to(softmax(2)).from('linear-1'),
    'the beginning of a network': encoder.until('relu-1'),
    'two layers of a network': encoder.to(softmax(2)).until('relu-1', 'softmax-1'),
    'one input alone': input([4, 2]),
    'names that look like numbered kinds': input(4).to(linear(3, { name: 'relu-7' }), relu(), relu(3)),
  };

  it.each(Object.entries(networks))('%s', async (_, network) => {
    const copy = again(network);
    expect(String(copy)).toBe(String(network));
    expect(architectureOf(copy)).toEqual(architectureOf(network));
    expect(named(copy)).toEqual(named(network));
    expect(
      copy.layers.map(({ parameters }) => copy.parameters.indexOf(Object.values(parameters)[0]!)),
    ).toEqual(
      network.layers.map(({ parameters }) => network.parameters.indexOf(Object.values(parameters)[0]!)),
    );
    network.initialize(random(1));
    copy.write(await network.read());
    expect(await predictions(copy)).toEqual(await predictions(network));
  });

  it('layers that are put behind get the names that they would have had', () => {
    const network = input(4).to(linear(3, { name: 'relu-7' }), relu(), relu(3));
    expect(
      again(network)
        .to(relu(), repeat(relu(3), 2))
        .layers.map(({ name }) => name),
    ).toEqual(network.to(relu(), repeat(relu(3), 2)).layers.map(({ name }) => name));
    expect(String(parallel(again(network), again(network)))).toBe(
      String(parallel(network, network.copy({ weights: 'fresh' }))),
    );
  });

  it('frozen parameters are frozen, and can be trained again', () => {
    const network = input(4).to(relu(4), batchNorm(), softmax(2));
    network.freeze('relu-1');
    network.freeze('batch-norm-1.gamma');
    const copy = again(network);
    expect(copy.parameters.filter(({ frozen }) => frozen).map(({ name }) => name)).toEqual([
      'relu-1.weight',
      'relu-1.bias',
      'batch-norm-1.gamma',
    ]);
    copy.unfreeze();
    expect(copy.trainableCount).toBe(4 * 4 + 4 + 8 + 4 * 2 + 2);
  });
});

describe('layers of your own', () => {
  const scaled = (factor: PlainValue = 1): Layer =>
    layer({ kind: 'scaled', settings: { factor }, forward: (x) => mul(x, factor as number) });

  it('are made by functions that are given by their kind', () => {
    const network = input(2).to(scaled(3), scaled(2));
    const copy = networkFrom(architectureOf(network), { layers: { scaled: ({ factor }) => scaled(factor) } });
    expect([...copy.forward(tensor([1, 2], [1, 2])).dataSync()]).toEqual([6, 12]);
    expect(String(copy)).toBe(String(network));
  });

  it('are refused where nobody has said how they are made', () => {
    expect(() => networkFrom(architectureOf(input(2).to(scaled())))).toThrow(
      "layer scaled-1: expected a kind of layer that this version of Neutype knows, got 'scaled'. A layer of your own",
    );
  });

  it('may come in the place of our own', () => {
    const network = input(2).to(relu6());
    const copy = networkFrom(architectureOf(network), { layers: { relu6: () => scaled(2) } });
    expect([...copy.forward(tensor([9, -9], [1, 2])).dataSync()]).toEqual([18, -18]);
  });

  it.each<[string, Part, string]>([
    [
      'that say nothing of what makes them',
      layer({ kind: 'double', forward: (x) => mul(x, 2) }),
      'save, layer double-1: expected settings from which the layer can be made again, got none in its definition',
    ],
    [
      'that are functions',
      apply((x) => x),
      'save, layer apply-1, fn: expected a plain value, which a file can hold',
    ],
    [
      'that pool by functions',
      globalPool((x) => x),
      'save, layer global-pool-1, pooling: expected a plain value, which a file can hold',
    ],
    [
      'with settings that JSON cannot say',
      layer({ kind: 'odd', settings: { limits: [1, Number.NaN] }, forward: (x) => x }),
      'save, layer odd-1, limits: expected a plain value, which a file can hold',
    ],
    [
      'that have the kind of one of ours',
      layer({ kind: 'tanh', settings: {}, forward: (x) => mul(x, 2) }),
      "save, layer tanh-1, kind: expected the layer tanh of Neutype, or another kind, got a layer of your own. Choose a kind that no other layer has: layer({ kind: 'my-tanh', … }).",
    ],
  ])('%s cannot be described', (_, part, message) => {
    expect(() => checkDescribable('save', input(2).to(part))).toThrow(OptionError);
    expect(() => checkDescribable('save', input(2).to(part))).toThrow(message);
  });
});

describe('what is no architecture is refused, and the message names the layer', () => {
  const start = { name: 'x', kind: 'input', inputs: [], shape: [2], settings: {} };
  const end = { name: 'y', kind: 'linear', inputs: ['x'], settings: { units: 3 } };
  const whole = { version: 1, layers: [start, end], outputs: ['y'] };

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'networkFrom: expected an architecture, as architectureOf(network) gives it'],
    ['a list', [], 'networkFrom: expected an architecture'],
    ['no version', { ...whole, version: undefined }, 'networkFrom, version: expected 1, got undefined.'],
    ['a newer version', { ...whole, version: 2 }, 'written by a newer version of Neutype: update neutype.'],
    ['no layers', { ...whole, layers: [] }, 'networkFrom, layers: expected a list of 1 to 10000 layers'],
    ['a layer that is none', { ...whole, layers: [start, 3] }, 'networkFrom, layers[1]: expected a layer, {'],
    [
      'no name',
      { ...whole, layers: [{ ...start, name: '' }] },
      'layers[0], name: expected the name of a layer',
    ],
    [
      'no kind',
      { ...whole, layers: [{ ...start, kind: 3 }] },
      'layer x, kind: expected a kind of layer, got 3.',
    ],
    ['an unknown kind', { ...whole, layers: [start, { ...end, kind: 'linaer' }] }, "Did you mean 'linear'?"],
    [
      'no shape',
      { ...whole, layers: [{ ...start, shape: [0] }, end] },
      'layer x, shape: expected what comes into',
    ],
    [
      'a cycle',
      { ...whole, layers: [start, { ...end, inputs: ['y'] }] },
      "layer y, inputs: expected the name of a layer that stands before it, got 'y'.",
    ],
    [
      'a name twice',
      { ...whole, layers: [start, start, end] },
      "expected a name that no other layer has, got 'x' twice",
    ],
    [
      'settings that the layer cannot have',
      { ...whole, layers: [start, { ...end, settings: { units: -1 } }] },
      'layer y, linear(units): expected a whole number from 1, got -1.',
    ],
    [
      'options that the layer does not know',
      { ...whole, layers: [start, { ...end, settings: { units: 1, unit: 2 } }] },
      'layer y, linear',
    ],
    [
      'no input',
      { ...whole, layers: [start, { ...end, inputs: [], shape: [2] }] },
      'layer y: expected one input, got 0',
    ],
    ['an unknown output', { ...whole, outputs: ['z'] }, 'networkFrom, outputs: expected the name of a layer'],
    [
      'a layer that leads nowhere',
      { ...whole, outputs: ['x'] },
      'networkFrom, outputs: expected layers that all others lead to, got y, which leads to none.',
    ],
    [
      'names for other outputs',
      { ...whole, outputNames: [] },
      'outputNames: expected a different name for each',
    ],
    [
      'more inputs than any network has',
      { ...whole, layers: Array.from({ length: 101 }, (_, index) => ({ ...start, name: `x${index}` })) },
      'networkFrom, layers: expected at most 100 inputs, got 101.',
    ],
    [
      'sharing with a layer of another kind',
      { ...whole, layers: [start, { ...end, sharedWith: 'x' }] },
      'layer y, sharedWith: expected a layer of its own kind, linear, got x, of the kind input.',
    ],
    [
      'a frozen parameter that is none',
      { ...whole, layers: [start, { ...end, frozen: ['toString'] }] },
      "layer y, frozen: expected names of parameters that it learns, got 'toString'.",
    ],
    [
      'more units than memory has room for',
      { ...whole, layers: [start, { ...end, settings: { units: 1e9 } }] },
      'layer y, weight: expected at most 1,073,741,824 values',
    ],
    [
      'larger samples than memory has room for',
      { ...whole, layers: [start, { ...end, kind: 'repeat-vector', settings: { times: 1e9 } }] },
      'layer y: expected at most 268,435,456 values a sample, got [?, 1000000000, 2].',
    ],
  ])('%s', (_, value, message) => {
    expect(() => networkFrom(value as Architecture)).toThrow(message);
  });

  it('makeLayer, too, tells what it does not know', () => {
    expect(() => makeLayer('conv2D', {})).toThrow("Did you mean 'conv2d'?");
    expect(makeLayer('linear', { units: 3 }, 'last').definition).toMatchObject({
      kind: 'linear',
      name: 'last',
    });
  });
});
