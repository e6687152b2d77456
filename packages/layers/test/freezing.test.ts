import { beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError, useBackend } from '@neutype/core';
import { random } from '@neutype/random';
import { tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { batchNorm, conv2d, flatten, input, type Network, relu, softmax } from '../src/index.js';
import { training } from './support.js';

beforeAll(() => useBackend('cpu'));

function build(): Network {
  return input([4, 4, 1]).to(conv2d(2, 3), batchNorm(), relu(), flatten(), softmax(3));
}

function trained({ parameters }: Network): string[] {
  return parameters.filter(({ trainable }) => trainable).map(({ name }) => name);
}

const ALL = [
  'conv2d-1.weight',
  'conv2d-1.bias',
  'batch-norm-1.gamma',
  'batch-norm-1.beta',
  'softmax-1.weight',
  'softmax-1.bias',
];

describe('freezing', () => {
  it('takes all parameters, or those that a filter chooses, and gives them back', () => {
    const network = build();
    network.freeze('conv2d-1');
    expect(trained(network)).toEqual(ALL.slice(2));
    network.freeze(/beta|gamma/);
    expect(trained(network)).toEqual(ALL.slice(4));
    network.unfreeze(['bias', 'batch-norm-1.beta']);
    expect(trained(network)).toEqual([ALL[1], ALL[3], ALL[4], ALL[5]]);
    network.freeze();
    expect(trained(network)).toEqual([]);
    network.unfreeze();
    expect(trained(network)).toEqual(ALL);
  });

  it('takes values out of those that training changes', () => {
    const network = build();
    expect(network.parameterCount - network.trainableCount).toBe(4); // running statistics
    network.freeze('conv2d-1');
    expect(network.parameterCount - network.trainableCount).toBe(4 + 20);
    network.unfreeze();
    expect(network.trainableCount).toBe(network.parameterCount - 4);
  });

  it('is shared by networks that share layers, and shown in their tables', () => {
    const features = build();
    const further = features.to(softmax(2));
    features.freeze('conv2d-1');
    expect(trained(further)).not.toContain('conv2d-1.weight');
    expect(String(features)).toContain('of which 24 are not trained'); // 20 frozen, 4 of running statistics
  });

  it.each<[string, Parameters<Network['freeze']>[0]]>([
    ['a layer that is not there', 'conv2d-2'],
    ['a pattern that nothing fits', /dense/],
    ['what no optimizer trains', 'runningMean'],
  ])('refuses %s', (_, filter) => {
    expect(() => build().freeze(filter)).toThrow(OptionError);
    expect(() => build().freeze(filter)).toThrow('which chooses none');
  });

  it('refuses what is no filter', () => {
    expect(() => build().unfreeze(1 as never)).toThrow('network.unfreeze: expected the name of a parameter');
  });
});

describe('batch normalization that is frozen', () => {
  it('normalizes by its running statistics in training, and leaves them as they are', async () => {
    const network = input(2).to(batchNorm());
    network.initialize(random(0));
    const [, , mean, variance] = network.parameters;
    mean!.write([1, 2]);
    variance!.write([4, 9]);
    const x = tensor([
      [1, 2],
      [5, 11],
      [3, 5],
    ]);
    network.freeze();
    const y = network.forward(x, training);
    const expected = [0, 0, 2, 3, 1, 1];
    for (const [index, value] of [...y.dataSync()].entries()) expect(value).toBeCloseTo(expected[index]!, 4);
    expect([...(await mean!.read()), ...(await variance!.read())]).toEqual([1, 2, 4, 9]);

    network.unfreeze('gamma');
    network.forward(x, training);
    expect([...(await mean!.read())]).not.toEqual([1, 2]);
  });
});
