import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { type AnyNetwork, feedForward, input, type Part, transformerBlock } from '../src/index.js';
import { expectCentralDifferences, expectGolden, type GraphCase, graphCases } from './graphCase.js';

beforeAll(() => useBackend('cpu'));

const cases = graphCases('transformer');

function sequence(part: Part): AnyNetwork {
  return input([3, 4]).to(part) as AnyNetwork;
}

const networks: readonly [string, AnyNetwork][] = [
  ['normFirst', sequence(transformerBlock(2, { hidden: 6 }))],
  ['normFirst, causal', sequence(transformerBlock(2, { hidden: 6, causal: true }))],
  ['norm last', sequence(transformerBlock(2, { hidden: 6, normFirst: false }))],
  ['norm last, relu', sequence(transformerBlock(2, { hidden: 6, normFirst: false, activation: 'relu' }))],
  ['normFirst, padded', sequence(transformerBlock(2, { hidden: 6, maskValue: 0 }))],
  ['norm last, padded', sequence(transformerBlock(2, { hidden: 6, normFirst: false, maskValue: 0 }))],
  ['feedForward, gelu', sequence(feedForward({ hidden: 6 }))],
  ['feedForward, silu', sequence(feedForward({ hidden: 6, activation: 'silu' }))],
];

describe('a transformer’s block gives the outputs and gradients of PyTorch’s', () => {
  it.each(networks)('%s', (name, network) => expectGolden(network, cases[name] as GraphCase));
});

describe('the gradients of a transformer’s block are those of central differences', () => {
  it.each(networks)('%s', (name, network) => expectCentralDifferences(network, cases[name] as GraphCase));
});

describe('a transformer’s block', () => {
  it('has four times as many hidden units as features, unless told otherwise', () => {
    const network = sequence(transformerBlock(2));
    expect(network.parameter('feed-forward-1.hiddenWeight').shape).toEqual([4, 16]);
  });

  it('drops weights of attention, hidden units, and what the halves add', () => {
    const network = sequence(transformerBlock(2, { dropout: 0.1 }));
    expect(network.layers.map(({ name }) => name)).toEqual([
      'input-1',
      'layer-norm-1',
      'multi-head-attention-1',
      'dropout-1',
      'add-1',
      'layer-norm-2',
      'feed-forward-1',
      'dropout-2',
      'add-2',
    ]);
    expect(network.layer('multi-head-attention-1').settings['dropout']).toBe(0.1);
    expect(network.layer('feed-forward-1').settings['dropout']).toBe(0.1);
  });

  it.each([
    ['an unknown option', () => transformerBlock(2, { heads: 3 } as object), 'transformerBlock: expected'],
    [
      'another activation',
      () => transformerBlock(2, { activation: 'tanh' as 'relu' }),
      "feedForward, option activation: expected one of 'gelu', 'relu', 'silu', got 'tanh'.",
    ],
    [
      'no hidden units',
      () => feedForward({ hidden: 0 }),
      'feedForward, option hidden: expected a whole number from 1, got 0.',
    ],
    [
      'features that heads cannot share',
      () => sequence(transformerBlock(3)),
      'layer multi-head-attention-1: expected features that 3 heads can share evenly, got 4 in [?, 3, 4].',
    ],
  ])('refuses %s', (_, make, message) => expect(make).toThrow(message));
});
