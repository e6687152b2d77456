import { beforeAll, describe, expect, it } from '@jest/globals';
import { dense, useBackend } from '@neutype/core';
import { random } from '@neutype/random';
import {
  concat,
  matMul,
  mean,
  mul,
  ones,
  slice,
  type Tensor,
  type Tensor2D,
  tensor,
  zeros,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  type Initializer,
  input,
  type Layer,
  type LayerDefinition,
  layer,
  linear,
  relu,
} from '../src/index.js';
import { outputAndGradients, training } from './support.js';

beforeAll(() => useBackend('cpu'));

describe('a custom layer', () => {
  const double = (): Layer<'same'> => layer({ kind: 'double', forward: (x) => mul(x, 2) });

  const scaled = (): Layer<'same'> =>
    layer({
      kind: 'scaled',
      parameters: (inputShape) => ({ factor: { shape: inputShape.slice(-1), value: 3 } }),
      forward: (x, { factor }) => mul(x, factor),
    });

  const withNegative = (): Layer<readonly [number]> =>
    layer({
      kind: 'with-negative',
      outputShape: ([size = 0]) => [2 * size],
      forward: (x) => concat([x, mul(x, -1)], 1),
    });

  it('cannot be defined without a kind and a forward function', () => {
    const network = input(3).to(double(), double());
    expect(network.layers.map(({ name }) => name)).toEqual(['input-1', 'double-1', 'double-2']);
    expect([...network.forward(tensor([[1, 2, 3]])).dataSync()]).toEqual([4, 8, 12]);
  });

  it('has parameters that training changes', () => {
    const network = input(2).to(scaled());
    network.initialize(random(0));
    const { y, gradients } = outputAndGradients(network, { shape: [2, 2], data: [1, 2, 3, 4] }, [1, 1, 1, 1]);
    expect(y.data).toEqual([3, 6, 9, 12]);
    expect(gradients['factor']!.data).toEqual([4, 6]);
    expect(String(network)).toContain('scaled-1  [?, 2]                 2');
  });

  it('may read the parameter of another layer, whose gradients from both places are summed', () => {
    const first = input(2).to(scaled());
    const factor = first.parameter('scaled-1.factor');
    const network = first.to(layer({ kind: 'scaled-again', forward: (x) => mul(x, factor.variable) }));
    network.initialize(random(0));
    const { y, gradients } = outputAndGradients(network, { shape: [2, 2], data: [1, 2, 3, 4] }, [1, 1, 1, 1]);
    expect(y.data).toEqual([9, 18, 27, 36]);
    expect(gradients['factor']!.data).toEqual([24, 36]); // of factor² · x: 2 · 3 · x, summed over the samples
  });

  it('may change the shape of the samples', () => {
    const network = input(2).to(withNegative(), relu(), linear(1));
    expect(network.layers.map(({ outputShape }) => outputShape)).toEqual([[2], [4], [4], [1]]);
  });

  it.each<[string, LayerDefinition['forward'], string]>([
    [
      'another shape than it said',
      (x) => mean(x),
      'layer own-1: expected an output of shape [3, 2], which the layer announces, got [].',
    ],
    [
      'a row for each batch',
      (x) => slice(x, [0, 0], [1, 2]),
      'shape [3, 2], which the layer announces, got [1, 2]. The first axis is that of the samples, which forward must keep.',
    ],
    ['nothing', () => undefined as never, 'layer own-1: expected a tensor from its forward, got undefined.'],
    ['a promise', (async (x: Tensor) => x) as never, 'got a Promise. forward must not be asynchronous.'],
    [
      'an error of its own',
      (x) => (x as unknown as { missing: { value: Tensor } }).missing.value,
      "layer own-1: Cannot read properties of undefined (reading 'value')",
    ],
    [
      'an error of tfjs',
      (x) => matMul(x as Tensor2D, x as Tensor2D),
      'layer own-1: Error in matMul: inner shapes',
    ],
    [
      'an error about shapes',
      (x) => dense(x as Tensor2D, zeros([5, 2])),
      'layer own-1, dense, x: expected shape [?, 5], got [3, 2].',
    ],
  ])('that gives %s is named', (_, forward, message) => {
    for (const behind of [[], [relu(4)]]) {
      const network = input(2).to(layer({ kind: 'own', forward }), ...behind);
      network.initialize(random(0));
      expect(() => network.forward(ones([3, 2]), training)).toThrow(message);
    }
  });

  it('is not replayed unless it says so', () => {
    const replayable = (): Layer<'same'> => layer({ kind: 'same', replayable: true, forward: (x) => x });
    expect(input(2).to(relu(3)).replayable).toBe(true);
    expect(input(2).to(relu(3), double()).replayable).toBe(false);
    expect(input(2).to(relu(3), replayable()).replayable).toBe(true);
  });

  it('may begin with a custom initializer', async () => {
    const counting: Initializer = {
      name: 'counting()',
      fill: (target) => {
        for (let index = 0; index < target.length; index++) target[index] = index;
      },
    };
    const network = input(2).to(linear(2, { weight: counting }));
    network.initialize(random(0));
    expect([...(await network.layer('linear-1').parameters['weight']!.read())]).toEqual([0, 1, 2, 3]);
  });
});
