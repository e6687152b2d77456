import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { random } from '@neutype/random';
import { tensor } from '@tensorflow/tfjs-core';
import {
  type AnyNetwork,
  input,
  inputs,
  join,
  type Layer,
  multiHeadAttention,
  parallel,
  positionalEncoding,
  positionEmbedding,
} from '../src/index.js';
import { expectCentralDifferences, expectGolden, type GraphCase, graphCases } from './graphCase.js';

beforeAll(() => useBackend('cpu'));

const cases = graphCases('attention');

const sequence = input([5, 6]);

const networks: readonly [string, AnyNetwork][] = [
  ['self', sequence.to(multiHeadAttention(2))],
  ['one head', sequence.to(multiHeadAttention(1))],
  ['causal', sequence.to(multiHeadAttention(3, { causal: true }))],
  ['padded', sequence.to(multiHeadAttention(2, { maskValue: 0 }))],
  ['causal, padded', sequence.to(multiHeadAttention(2, { causal: true, maskValue: 0 }))],
  ['no bias', sequence.to(multiHeadAttention(2, { bias: null }))],
  ['two inputs', inputs({ query: [3, 4], key: [5, 6] }).to(multiHeadAttention(2))],
  ['three inputs', inputs({ query: [3, 4], key: [5, 6], value: [5, 3] }).to(multiHeadAttention(2))],
  ['own sizes', input([4, 3]).to(multiHeadAttention(2, { headSize: 5, valueSize: 1 }))],
  ['positionEmbedding', input([3, 4]).to(positionEmbedding(5))],
  ['positionalEncoding', input([4, 6]).to(positionalEncoding())],
  ['positionalEncoding, odd', input([3, 5]).to(positionalEncoding())],
];

describe('attention and positions give PyTorch’s outputs and gradients', () => {
  it.each(networks)('%s', (name, network) => expectGolden(network, cases[name] as GraphCase));
});

describe('gradients of attention and positions are those of central differences', () => {
  it.each(networks)('%s', (name, network) => expectCentralDifferences(network, cases[name] as GraphCase));
});

describe('a step that may look at nothing', () => {
  const bias = [0.5, -1];
  const network = input([3, 2]).to(multiHeadAttention(1, { causal: true, maskValue: 9, bias }));
  network.initialize(random(1));

  it('takes nothing: its output is the bias, where padding comes first and where all is padding', async () => {
    const steps = [9, 9, 1, 2, 3, 4, 9, 9, 9, 9, 9, 9];
    const y = [...(await network.forward(tensor(steps, [2, 3, 2]), { training: false }).data())];
    expect(y.slice(0, 2)).toEqual(bias);
    expect(y.slice(6)).toEqual([...bias, ...bias, ...bias]);
    expect(y.every(Number.isFinite)).toBe(true);
    expect(y.slice(2, 4)).not.toEqual(bias);
  });
});

describe('dropout in attention', () => {
  const steps = [1, -2, 0.5, 3, 1, 1, -1, 2];
  const network = input([4, 2]).to(multiHeadAttention(1, { dropout: 0.5 }));
  network.initialize(random(1));

  it('passes all weights on outside of training', async () => {
    const without = input([4, 2]).to(multiHeadAttention(1));
    without.initialize(random(1));
    const [y, expected] = await Promise.all(
      [network, without].map((one) => one.forward(tensor(steps, [1, 4, 2]), { training: false }).data()),
    );
    expect(y).toEqual(expected);
  });

  it('needs randomness in training', () => {
    expect(() => network.forward(tensor(steps, [1, 4, 2]), { training: true })).toThrow(
      'layer multi-head-attention-1: expected context.randomness in training mode',
    );
  });
});

describe('wrong use of attention and positions is told', () => {
  it.each([
    [
      'no heads',
      () => multiHeadAttention(0),
      'multiHeadAttention(heads): expected a whole number from 1, got 0',
    ],
    [
      'an unknown option',
      () => multiHeadAttention(2, { mask: true } as object),
      'multiHeadAttention: expected',
    ],
    [
      'Keras’s name of an option',
      () => multiHeadAttention(2, { key_dim: 3 } as object),
      "got 'key_dim'. It is called 'headSize' here.",
    ],
    [
      'a dropout of 1',
      () => multiHeadAttention(2, { dropout: 1 }),
      'multiHeadAttention, option dropout: expected a number from 0 and below 1, got 1',
    ],
    [
      'a row of features',
      () => input(8).to(multiHeadAttention(2) as Layer),
      'layer multi-head-attention-1: expected sequences, [?, time, features]: one, or up to three for queries, keys and values, got [?, 8].',
    ],
    [
      'features that heads cannot share',
      () => input([5, 8]).to(multiHeadAttention(3)),
      'layer multi-head-attention-1: expected features that 3 heads can share evenly, got 8 in [?, 5, 8].',
    ],
    [
      'keys and values of different lengths',
      () => inputs({ q: [3, 4], k: [5, 4], v: [6, 4] }).to(multiHeadAttention(2)),
      'layer multi-head-attention-1: expected as many time steps of values as of keys, got [?, 3, 4] and [?, 5, 4] and [?, 6, 4].',
    ],
    [
      'a sequence longer than its positions',
      () => input([6, 2]).to(positionEmbedding(5)),
      'layer position-embedding-1: expected at most 5 time steps, got 6 in [?, 6, 2]. Write positionEmbedding(6).',
    ],
    [
      'positions of what is no sequence',
      () => input(6).to(positionalEncoding() as Layer),
      'layer positional-encoding-1: expected a sequence, [?, time, features], got [?, 6].',
    ],
    [
      'four inputs',
      () => input([3, 4]).to(parallel(join(), join(), join(), join()), multiHeadAttention(2) as Layer),
      'expected sequences',
    ],
  ])('%s', (_, make, message) => expect(make).toThrow(message));
});
