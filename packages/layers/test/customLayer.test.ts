import { beforeAll, describe, expect, it } from '@jest/globals';
import { useBackend } from '@neutype/core';
import { random } from '@neutype/random';
import { concat, mul, tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { type Initializer, input, type Layer, layer, linear, relu } from '../src/index.js';
import { outputAndGradients } from './support.js';

beforeAll(() => useBackend('cpu'));

describe('a layer of one’s own', () => {
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

  it('needs a kind and what it computes', () => {
    const network = input(3).to(double(), double());
    expect(network.layers.map(({ name }) => name)).toEqual(['input-1', 'double-1', 'double-2']);
    expect([...network.forward(tensor([[1, 2, 3]])).dataSync()]).toEqual([4, 8, 12]);
  });

  it('has parameters that learn', () => {
    const network = input(2).to(scaled());
    network.initialize(random(0));
    const { y, gradients } = outputAndGradients(network, { shape: [2, 2], data: [1, 2, 3, 4] }, [1, 1, 1, 1]);
    expect(y.data).toEqual([3, 6, 9, 12]);
    expect(gradients['factor']!.data).toEqual([4, 6]);
    expect(String(network)).toContain('scaled-1  (?, 2)                 2');
  });

  it('may change the shape', () => {
    const network = input(2).to(withNegative(), relu(), linear(1));
    expect(network.layers.map(({ outputShape }) => outputShape)).toEqual([[2], [4], [4], [1]]);
  });

  it('is not replayed unless it says so', () => {
    const replayable = (): Layer<'same'> => layer({ kind: 'same', replayable: true, forward: (x) => x });
    expect(input(2).to(relu(3)).replayable).toBe(true);
    expect(input(2).to(relu(3), double()).replayable).toBe(false);
    expect(input(2).to(relu(3), replayable()).replayable).toBe(true);
  });

  it('may begin with an initializer of one’s own', async () => {
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
