import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { random } from '@neutype/random';
import { mul, reshape as reshapeTensor, tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  avgPool2d,
  batchNorm,
  dropout,
  flatten,
  input,
  type Layer,
  layer,
  linear,
  relu,
  reshape,
  sigmoid,
  softmax,
  tanh,
} from '../src/index.js';

beforeAll(() => useBackend('cpu'));

function identity(): Layer<'same'> {
  return layer({ kind: 'identity', outputs: 'same', forward: (x) => x });
}
function column(): Layer<readonly [2, 1]> {
  return layer({
    kind: 'column',
    outputs: 'same',
    outputShape: () => [2, 1],
    forward: (x) => reshapeTensor(x, [-1, 2, 1]),
  });
}

describe('the end of a network', () => {
  it.each<[string, readonly Layer[], string | undefined, string | undefined, string]>([
    ['linear', [linear(2)], undefined, 'numbers', 'linear-1'],
    ['relu', [relu(2)], undefined, 'numbers', 'relu-1'],
    ['tanh alone', [linear(2), tanh()], undefined, 'numbers', 'tanh-1'],
    ['sigmoid', [sigmoid(2)], 'sigmoid', 'probabilities', 'sigmoid-1'],
    ['softmax', [softmax(2)], 'softmax', 'distribution', 'softmax-1'],
    ['softmax alone', [linear(2), softmax()], 'softmax', 'distribution', 'softmax-1'],
    [
      'sigmoid, reshape, flatten',
      [sigmoid(6), reshape([2, 3]), flatten()],
      'sigmoid',
      'probabilities',
      'sigmoid-1',
    ],
    ['sigmoid, reshape', [sigmoid(6), reshape([2, 3])], 'sigmoid', 'probabilities', 'sigmoid-1'],
    ['softmax, flatten', [softmax(3), flatten()], 'softmax', 'distribution', 'softmax-1'],
    ['softmax, new rows', [softmax(6), reshape([2, 3])], undefined, 'probabilities', 'softmax-1'],
    ['softmax, the old rows', [softmax(6), reshape([1, 6])], 'softmax', 'distribution', 'softmax-1'],
    ['softmax, an identity that says so', [softmax(2), identity()], 'softmax', 'distribution', 'softmax-1'],
    ['sigmoid, a shape of one’s own', [sigmoid(2), column()], 'sigmoid', 'probabilities', 'sigmoid-1'],
    [
      'softmax, an unknown layer',
      [softmax(2), layer({ kind: 'own', forward: (x) => x })],
      undefined,
      undefined,
      'own-1',
    ],
    ['sigmoid, dropout of nothing', [sigmoid(2), dropout(0)], 'sigmoid', 'probabilities', 'sigmoid-1'],
    ['sigmoid, dropout', [sigmoid(2), dropout(0.5)], undefined, 'numbers', 'dropout-1'],
    ['softmax, batchNorm', [softmax(2), batchNorm()], undefined, 'numbers', 'batch-norm-1'],
    ['softmax, pooling', [reshape([2, 2, 1]), softmax(), avgPool2d(2)], undefined, undefined, 'avg-pool2d-1'],
  ])('is seen behind %s', (_, layers, activation, kind, name) => {
    const network = input(4).to(...layers);
    expect(network.outputActivation).toBe(activation);
    expect(network.outputs).toEqual({ kind, layer: name });
  });

  it('gives logits in the shape of the outputs', () => {
    const network = input(2).to(sigmoid(6, { weight: 3 }), reshape([2, 3]), flatten(), reshape([3, 2]));
    network.initialize(random(0));
    const logits = network.forwardLogits(tensor([[1, 2]]));
    expect(logits.shape).toEqual([1, 3, 2]);
    expect([...logits.dataSync()]).toEqual([9, 9, 9, 9, 9, 9]);
  });

  it('is only traced during a forward pass if a layer after an activation does not declare its outputs', () => {
    const own = layer({ kind: 'own', forward: (x) => x });
    function tracedOf(...layers: readonly Layer[]) {
      const network = input(2).to(...layers);
      network.initialize(random(0));
      return network.forwardTraced(tensor([[1, 2]])).logits?.activation;
    }
    expect(tracedOf(sigmoid(2))).toBeUndefined();
    expect(tracedOf(softmax(2), flatten())).toBeUndefined();
    expect(tracedOf(relu(2), own)).toBeUndefined();
    expect(tracedOf(sigmoid(2), own)).toBe('sigmoid');
    expect(tracedOf(softmax(2), flatten(), own)).toBe('softmax');
  });

  it('is refused if a layer that claims to keep its outputs changes their number', () => {
    const half = layer({ kind: 'half', outputs: 'same', outputShape: () => [1], forward: (x) => mul(x, 2) });
    expect(() => input(2).to(half)).toThrow(
      "layer half-1: expected as many values as come in, for it says outputs: 'same', got 1 for 2.",
    );
  });
});
