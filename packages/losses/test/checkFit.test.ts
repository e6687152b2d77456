import { describe, expect, it } from '@jest/globals';
import { OptionError, type OutputKind } from '@neutype/core';
import {
  binaryCrossentropy,
  categoricalCrossentropy,
  checkFit,
  checkOutputValues,
  type Loss,
  mse,
  type NetworkEnd,
} from '../src/index.js';

function ends(kind: OutputKind | undefined, outputs: number): NetworkEnd {
  return {
    outputs: { kind, layer: 'last-1' },
    outputShape: [outputs],
    ...(kind === 'distribution' && { outputActivation: 'softmax' as const }),
  };
}

const cce = categoricalCrossentropy;
const bce = binaryCrossentropy;
const own: Loss = { name: 'own', compute: mse.compute };
const nll: Loss = { name: 'nll', compute: mse.compute, expects: 'logarithms' };

describe('a loss and the end of a network', () => {
  it.each<[string, Loss, NetworkEnd]>([
    ['categoricalCrossentropy and softmax(3)', cce, ends('distribution', 3)],
    ['binaryCrossentropy and sigmoid(1)', bce, ends('probabilities', 1)],
    ['binaryCrossentropy and softmax(3)', bce, ends('distribution', 3)],
    ['mse and linear(1)', mse, ends('numbers', 1)],
    ['mse and sigmoid(2)', mse, ends('probabilities', 2)],
    ['categoricalCrossentropy and a layer that does not say what it gives', cce, ends(undefined, 3)],
    ['a loss of logarithms and logSoftmax(3)', nll, ends('logarithms', 3)],
    ['mse and logSoftmax(3)', mse, ends('logarithms', 3)],
    ['a custom loss and anything', own, ends('numbers', 3)],
    ['a model that says nothing', cce, { outputShape: [3] }],
  ])('%s go together', (_, loss, network) => {
    expect(checkFit(loss, network)).toBeUndefined();
  });

  it.each<[string, Loss, NetworkEnd, string]>([
    [
      'categoricalCrossentropy and relu(3)',
      cce,
      ends('numbers', 3),
      'option loss: expected outputs from 0 to 1 that sum to 1, for categoricalCrossentropy, got layer last-1, whose outputs are of any size. End the network with softmax(3). For outputs of any size there is the loss mse.',
    ],
    [
      'categoricalCrossentropy and linear(1)',
      cce,
      ends('numbers', 1),
      'sigmoid(1), and take the loss binaryCrossentropy.',
    ],
    ['binaryCrossentropy and tanh(1)', bce, ends('numbers', 1), 'End the network with sigmoid(1).'],
    [
      'binaryCrossentropy and softmax(1)',
      bce,
      ends('distribution', 1),
      'layer last-1 with rows of one value, whose softmax is always 1',
    ],
    [
      'categoricalCrossentropy and sigmoid(1)',
      cce,
      ends('probabilities', 1),
      'got layer last-1 with a single one. Take the loss binaryCrossentropy',
    ],
    [
      'categoricalCrossentropy and logSoftmax(3)',
      cce,
      ends('logarithms', 3),
      'option loss: expected outputs from 0 to 1 that sum to 1, for categoricalCrossentropy, got layer last-1, whose outputs are logarithms of them. End the network with softmax(3). It takes their logarithms by itself.',
    ],
    [
      'binaryCrossentropy and logSoftmax(3)',
      bce,
      ends('logarithms', 3),
      'outputs are logarithms of them. End the network with sigmoid(3).',
    ],
    [
      'a loss of logarithms and softmax(3)',
      nll,
      ends('distribution', 3),
      'expected logarithms of probabilities, for nll, got layer last-1, whose outputs are none. End the network with logSoftmax(3).',
    ],
    ['mse and softmax(1)', mse, ends('distribution', 1), 'whose softmax is always 1'],
  ])('%s are refused', (_, loss, network, message) => {
    expect(() => checkFit(loss, network)).toThrow(OptionError);
    expect(() => checkFit(loss, network)).toThrow(message);
  });

  it.each<[string, Loss, NetworkEnd, string]>([
    ['mse and softmax(3)', mse, ends('distribution', 3), "{ loss: 'categoricalCrossentropy' }"],
    [
      'categoricalCrossentropy and sigmoid(3)',
      cce,
      ends('probabilities', 3),
      'Take softmax(3), or binaryCrossentropy',
    ],
  ])('%s are warned of', (_, loss, network, message) => {
    expect(checkFit(loss, network)).toContain(message);
  });
});

describe('a layer’s name', () => {
  it('is printed without control characters in a warning', () => {
    const network = {
      ...ends('distribution', 3),
      outputs: { kind: 'distribution', layer: '\u001b[31mred' },
    } as const;
    expect(checkFit(mse, network)).toMatch(/^layer \\x1b\[31mred gives/);
  });
});

describe('a loss and the first outputs of an unknown layer', () => {
  const unknown = ends(undefined, 2);

  it.each<[string, Loss, number[]]>([
    ['categoricalCrossentropy and probabilities', cce, [0.3, 0.7, 1, 0]],
    ['binaryCrossentropy and values from 0 to 1', bce, [0.3, 0.9, 1, 1]],
    ['mse and anything', mse, [5, -5, 1e9, 0]],
    ['a loss of logarithms and values below 0', nll, [-0.7, -0.7, 0, -90]],
    ['a custom loss and anything', own, [5, -5, 1e9, 0]],
  ])('%s go together', (_, loss, data) => {
    expect(checkOutputValues(loss, unknown, { data, shape: [2, 2] })).toBeUndefined();
  });

  it.each<[string, Loss, number[], string]>([
    [
      'categoricalCrossentropy and a negative output',
      cce,
      [0.5, 0.5, -0.2, 1.2],
      'got -0.2 from layer last-1. End the network with softmax(2).',
    ],
    [
      'binaryCrossentropy and one above 1',
      bce,
      [0.5, 0.5, 0.2, 1.2],
      'expected outputs from 0 to 1, for binaryCrossentropy, got 1.2 from layer last-1. End the network with sigmoid(2).',
    ],
    ['binaryCrossentropy and NaN', bce, [0.5, Number.NaN, 0.2, 1], 'got NaN'],
  ])('%s are refused', (_, loss, data, message) => {
    const attempt = (): unknown => checkOutputValues(loss, unknown, { data, shape: [2, 2] });
    expect(attempt).toThrow(OptionError);
    expect(attempt).toThrow(message);
  });

  it('get a warning if rows do not sum to 1', () => {
    expect(checkOutputValues(cce, unknown, { data: [0.5, 0.5, 0.9, 0.9], shape: [2, 2] })).toContain(
      'Take softmax(2)',
    );
  });
});
