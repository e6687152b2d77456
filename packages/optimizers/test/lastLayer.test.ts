import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Model, OptionError } from '@neutype/core';
import {
  dropout,
  flatten,
  input,
  type Layer,
  layer,
  linear,
  type Network,
  relu,
  reshape,
  sigmoid,
  softmax,
  tanh,
} from '@neutype/layers';
import type { LossName } from '@neutype/losses';
import { clone, mul, reshape as reshapeTensor } from '@tensorflow/tfjs-core';
import { gradientDescent, momentum } from '../src/index.js';
import { activateBackend } from './engine.js';
import { recorder } from './support.js';

beforeAll(activateBackend);

function identity(): Layer<'same'> {
  return layer({ kind: 'identity', outputs: 'same', forward: (x) => x });
}

function column(): Layer<readonly [1, 1]> {
  return layer({ kind: 'column', outputShape: () => [1, 1], forward: (x) => reshapeTensor(x, [-1, 1, 1]) });
}

describe('layers behind the last activation that only change the shape', () => {
  it.each<[string, readonly Layer[], number[]]>([
    ['none', [], []],
    ['flatten', [flatten()], []],
    ['reshape', [reshape([1, 1])], [1]],
    ['reshape and flatten', [reshape([1, 1]), flatten()], []],
    ['dropout of nothing', [dropout(0)], []],
    ['a custom identity', [identity()], []],
    ['an identity that does not say so', [layer({ kind: 'own', forward: (x) => x })], []],
    ['a copy', [layer({ kind: 'own', replayable: true, forward: (x) => clone(x) })], []],
    ['a custom reshape', [column()], [1]],
  ])('leave binary cross-entropy exact: %s', async (_, behind, shape) => {
    const network: Network = input(1).to(sigmoid(1, { weight: 50 }), ...behind);
    const optimizer = gradientDescent(network, { loss: 'binaryCrossentropy', step: 1, seed: 0 });
    const [x, y] = [[[1]], shape.length > 0 ? [[[0]]] : [[0]]];
    expect(await optimizer.score(x, y)).toBeCloseTo(50, 5);
    await optimizer.train(x, y, { epochs: 1 });
    expect(optimizer.history.train[0]).toBeCloseTo(50, 5);
    // A gradient of 1 on the logit, times the step.
    expect((await network.layer('sigmoid-1').parameters['weight']!.read())[0]).toBeCloseTo(49, 5);
  });

  it.each<[string, readonly Layer[]]>([
    ['none', []],
    ['flatten', [flatten()]],
    ['a custom identity', [identity()]],
    ['an identity that does not say so', [layer({ kind: 'own', forward: (x) => x })]],
  ])('leave categorical cross-entropy exact: %s', async (_, behind) => {
    const network: Network = input(1).to(softmax(2, { weight: [[200, 0]] }), ...behind);
    const optimizer = gradientDescent(network, { loss: 'categoricalCrossentropy', step: 1, seed: 0 });
    await optimizer.train([[1]], [[0, 1]], { epochs: 1 });
    expect(optimizer.history.train[0]).toBeCloseTo(200, 4);
    const weights = await network.layer('softmax-1').parameters['weight']!.read();
    expect(weights[0]).toBeCloseTo(199, 4);
    expect(weights[1]).toBeCloseTo(1, 4);
  });
});

describe('a custom layer behind the last activation', () => {
  it('that changes values makes the loss use the outputs', async () => {
    const half = layer({ kind: 'half', forward: (x) => mul(x, 0.5) });
    const network = input(1).to(sigmoid(1, { weight: 2 }), half);
    const optimizer = gradientDescent(network, { loss: 'binaryCrossentropy', seed: 0 });
    const p = 0.5 / (1 + Math.exp(-2));
    expect(await optimizer.score([[1]], [[1]])).toBeCloseTo(-Math.log(p), 6);
    await optimizer.train([[1]], [[1]], { epochs: 1 });
    expect(optimizer.history.train[0]).toBeCloseTo(-Math.log(p), 6);
  });

  it('that cuts rows of a softmax makes the loss use the outputs', async () => {
    const cut = layer({
      kind: 'cut',
      outputShape: () => [2, 2],
      forward: (x) => reshapeTensor(x, [-1, 2, 2]),
    });
    const network = input(1).to(softmax(4, { weight: [[1, 2, 3, 4]] }), cut);
    const optimizer = gradientDescent(network, {
      loss: 'categoricalCrossentropy',
      seed: 0,
      reporter: recorder(),
    });
    const sum = [1, 2, 3, 4].reduce((total, z) => total + Math.exp(z), 0);
    const expected = -(Math.log(Math.exp(1) / sum) + Math.log(Math.exp(4) / sum)) / 2;
    expect(
      await optimizer.score(
        [[1]],
        [
          [
            [1, 0],
            [0, 1],
          ],
        ],
      ),
    ).toBeCloseTo(expected, 5);
  });
});

describe('a last layer that does not fit the loss', () => {
  it.each<[string, LossName, Layer, string]>([
    [
      'relu(2)',
      'categoricalCrossentropy',
      relu(2),
      'got layer relu-1, whose outputs are of any size. End the network with softmax(2).',
    ],
    ['linear(2)', 'categoricalCrossentropy', linear(2), 'got layer linear-1'],
    ['tanh(2)', 'categoricalCrossentropy', tanh(2), 'got layer tanh-1'],
    ['linear(1)', 'binaryCrossentropy', linear(1), 'End the network with sigmoid(1).'],
    ['relu(1)', 'binaryCrossentropy', relu(1), 'End the network with sigmoid(1).'],
    ['softmax(1)', 'binaryCrossentropy', softmax(1), 'whose softmax is always 1'],
    ['dropout(0.5)', 'binaryCrossentropy', dropout(0.5), 'got layer dropout-1'],
  ])('is refused when the optimizer is made: %s with %s', (_, loss, last, message) => {
    const make = () => momentum(input(2).to(sigmoid(2), last), { loss });
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });

  it('gets a warning where it may be intended: softmax with mse', () => {
    const reporter = recorder();
    momentum(input(2).to(softmax(3)), { reporter });
    expect(reporter.warnings).toEqual([
      "layer softmax-1 gives probabilities of classes, behind which mse learns slowly. The loss for them is { loss: 'categoricalCrossentropy' }, with class numbers or one-hot rows.",
    ]);
  });

  const times = (factor: number): Layer<'same'> => layer({ kind: 'times', forward: (x) => mul(x, factor) });

  it('is detected by its first outputs if it does not declare them', async () => {
    const network = input(2).to(sigmoid(2), times(-1));
    const optimizer = momentum(network, { loss: 'categoricalCrossentropy', seed: 0 });
    const attempt = optimizer.train([[1, 2]], [[0, 1]], { epochs: 1 });
    await expect(attempt).rejects.toThrow(
      /option loss: expected outputs from 0 to 1 that sum to 1, for categoricalCrossentropy, got -0\.\d+ from layer times-1/,
    );
    expect(optimizer.updatesMade).toBe(0);
  });

  it('is accepted if its first outputs fit, with a warning if their rows do not sum to 1', async () => {
    for (const [factor, warnings] of [
      [1, 0],
      [0.5, 1],
    ] as const) {
      const reporter = recorder();
      const network = input(2).to(softmax(2), times(factor));
      const optimizer = momentum(network, { loss: 'categoricalCrossentropy', seed: 0, reporter });
      await optimizer.train([[1, 2]], [[0, 1]], { epochs: 2 });
      await optimizer.train([[1, 2]], [[0, 1]], { epochs: 2 });
      expect(reporter.warnings.length).toBe(warnings);
    }
  });

  it('is detected in a hand-written model too', async () => {
    const network = input(2).to(
      linear(2, {
        weight: [
          [5, -5],
          [5, -5],
        ],
      }),
    );
    const model: Model = {
      inputShape: network.inputShape,
      outputShape: network.outputShape,
      parameters: network.parameters,
      replayable: true,
      initialize: (random) => network.initialize(random),
      forward: (x, context) => network.forward(x, context),
    };
    const optimizer = momentum(model, { loss: 'binaryCrossentropy', seed: 0 });
    await expect(optimizer.train([[1, 2]], [[0, 1]], { epochs: 1 })).rejects.toThrow(
      'got 15 from the network',
    );
  });
});
