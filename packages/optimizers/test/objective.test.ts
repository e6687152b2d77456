import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Model, NeutypeError, Parameter } from '@neutype/core';
import { input, layer, linear, type Network, sigmoid, tanh } from '@neutype/layers';
import { type Loss, mse } from '@neutype/losses';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import {
  add,
  concat,
  mean,
  mul,
  type Scalar,
  scalar,
  square,
  squeeze,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { gradientDescent, momentum, type OptimizerOptions, type Regularizer } from '../src/index.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder } from './support.js';

beforeAll(activateBackend);

function valuesOf({ parameters }: Pick<Model, 'parameters'>): Promise<Float32Array[]> {
  return Promise.all(parameters.map((parameter) => parameter.read()));
}

/** `gain · weight · x + shift`, written by hand: `gain` is not trained, and nothing depends on `unused`. */
function handWritten(forward?: (outputs: Tensor) => Tensor, replayable = true): Model {
  const scalar = (name: string, value: number, trainable = true): Parameter =>
    new Parameter({ name, shape: [1], values: [value], trainable });
  const [weight, gain, unused] = [scalar('weight', 1), scalar('gain', 2, false), scalar('unused', 5)];
  return {
    inputShape: [1],
    outputShape: [1],
    parameters: [weight, gain, unused],
    replayable,
    initialize: () => {},
    forward: (x) => {
      const outputs = mul(x, mul(weight.variable, gain.variable));
      return forward?.(outputs) ?? outputs;
    },
  };
}

describe('a parameter', () => {
  it('that is not trainable never changes, even if the loss depends on it', async () => {
    const model = handWritten();
    // Output 2 · weight, loss its square: gradient 8 · weight, and 4 · weight² for the gain.
    await gradientDescent(model, { step: 0.0625, seed: 0 }).train([[1]], [0], { epochs: 1 });
    expect(await valuesOf(model)).toEqual([Float32Array.of(0.5), Float32Array.of(2), Float32Array.of(5)]);
  });

  it('that is not trainable never changes in a layer either', async () => {
    const scaled = layer({
      kind: 'scaled',
      parameters: () => ({ gain: { shape: [1], value: 2, trainable: false } }),
      forward: (x, { gain }) => mul(x, gain),
    });
    const network = input(1).to(linear(1, { weight: 1, bias: null }), scaled);
    await momentum(network, { step: 0.0625, seed: 0 }).train([[1]], [0], { epochs: 1 });
    expect((await valuesOf(network)).map(([value]) => value).sort()).toEqual([0.5, 2]);
  });

  it('that the loss does not depend on stays the same while the others are trained', async () => {
    const model = handWritten();
    await momentum(model, { step: 0.01, seed: 0 }).train([[1]], [0], { epochs: 50 });
    const [weight, , unused] = await valuesOf(model);
    expect(unused).toEqual(Float32Array.of(5));
    expect(Math.abs(weight![0]!)).toBeLessThan(0.5);
  });
});

describe('every update calls', () => {
  const updates = 14;
  const train = async (model: Model, options: OptimizerOptions): Promise<readonly number[]> => {
    const optimizer = gradientDescent(model, { step: 0, seed: 0, reporter: recorder(), ...options });
    await optimizer.train([[1]], [0], { epochs: updates });
    return optimizer.history.train;
  };
  /** 1 for so long that steps are replayed by then, where they are, and 2 from then on. */
  const changing = (): (() => number) => {
    let calls = 0;
    return () => {
      calls += 1;
      return calls > 10 ? 2 : 1;
    };
  };
  const factors = Array.from({ length: updates }, (_, index) => (index < 10 ? 1 : 2));

  it('a loss that says replayable: false', async () => {
    const factor = changing();
    const loss: Loss = {
      ...mse,
      replayable: false,
      compute: (y, p) => mul(mean(square(sub(p, y))), factor()),
    };
    expect(await train(oneWeight(), { loss })).toEqual(factors);
  });

  it('a model that says replayable: false', async () => {
    const factor = changing();
    const model = handWritten((outputs) => mul(outputs, factor()), false);
    expect(await train(model, { loss: 'mse' })).toEqual(factors.map((value) => (2 * value) ** 2));
  });
});

describe('the first update refuses', () => {
  const failureOf = async (options: object, model: Model = oneWeight()): Promise<string> => {
    const optimizer = gradientDescent(model, { ...options, seed: 0 });
    const error: unknown = await optimizer
      .train([[1], [2]], [0, 0], { epochs: 2 })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NeutypeError);
    expect(optimizer.updatesMade).toBe(0);
    return (error as Error).message;
  };
  const perSample = (targets: Tensor, outputs: Tensor): Tensor => square(sub(outputs, targets));

  it.each<[string, object, string]>([
    [
      'a loss that forgot its mean',
      { loss: perSample },
      'loss perSample: expected a scalar tensor, got a tensor of shape [2, 1]. Take the mean over the batch, or give the loss of each sample.',
    ],
    ['a loss that is a number', { loss: () => 3 }, 'expected a scalar tensor, got 3.'],
    ['a loss that is a promise', { loss: async () => 3 }, 'expected a scalar tensor, got a Promise.'],
    ['a loss that is nothing', { loss: () => {} }, 'expected a scalar tensor, got undefined.'],
    [
      'a regularizer that forgot its sum',
      { regularizer: ([weight]: Parameter[]) => square(weight!.variable) },
      'option regularizer: expected a scalar tensor, got a tensor of shape [1, 1]. Add all values up: sum(…).',
    ],
    [
      'a regularizer that is a number',
      { regularizer: () => 0.1 },
      'option regularizer: expected a scalar tensor, got 0.1. Compute it with tensor operations',
    ],
    [
      'a loss that does not use the outputs',
      { loss: (targets: Tensor) => mean(square(targets)) },
      'loss loss: expected a loss that depends on the network’s parameters, got one that depends on none of them.',
    ],
    [
      'a loss that does not use the outputs, beside a regularizer that uses the weights',
      {
        loss: (targets: Tensor) => mean(square(targets)),
        regularizer: ([weight]: Parameter[]) => sum(square(weight!.variable)),
      },
      'loss loss: expected a loss that depends on the network’s parameters, got one that depends on none of them.',
    ],
  ])('%s', async (_, options, message) => {
    expect(await failureOf(options)).toContain(message);
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'got undefined'],
    ['a promise', Promise.resolve(scalar(1)), 'got a Promise'],
    ['a number', 3, 'got 3'],
  ])('outputs that are %s', async (_, given, received) => {
    const model = { ...handWritten(), forward: () => given as Tensor };
    expect(await failureOf({}, model)).toContain(
      `the network, forward: expected a tensor of shape [2, 1], ${received}`,
    );
    await expect(gradientDescent(model, { seed: 0 }).predict([[1], [2]])).rejects.toThrow(
      `the network, forward: expected a tensor of shape [2, 1], ${received}`,
    );
  });

  it.each<[string, (outputs: Tensor) => Tensor, string]>([
    [
      'outputs without a dimension for the one value',
      (outputs) => squeeze(outputs, [1]),
      'the network: expected outputs of shape [2, 1], as its outputShape says, got [2].',
    ],
    [
      'outputs of two values',
      (outputs) => concat([outputs, outputs], 1),
      'shape [2, 1], as its outputShape says, got [2, 2].',
    ],
    ['one output for the batch', (outputs) => mean(outputs), 'as its outputShape says, got [].'],
  ])('%s', async (_, forward, message) => {
    expect(await failureOf({}, handWritten(forward))).toContain(message);
  });

  it.each<[string, (outputs: Tensor) => Tensor]>([
    ['too few values', (outputs) => mean(outputs)],
    ['too many values', (outputs) => concat([outputs, outputs], 1)],
  ])('and predict does not make up or leave out outputs: %s', async (_, forward) => {
    const attempt = gradientDescent(handWritten(forward), { seed: 0 }).predict([[1], [2], [3]]);
    await expect(attempt).rejects.toThrow(
      'predict: expected outputs of shape [3, 1], as the model’s outputShape says',
    );
  });

  it('outputs that are not on the tape', async () => {
    const model = handWritten((outputs) => mul(outputs.dataSync()[0] as number, [[1], [1]]), false);
    expect(await failureOf({}, model)).toContain('got one that depends on none of them.');
  });

  it('nothing about a regularizer that sums over all parameters', async () => {
    const regularizer: Regularizer = (parameters) =>
      parameters.reduce<Scalar>(
        (total, { variable }) => add(total, mul(sum(square(variable)), 0.5)),
        sum(mul(parameters[0]!.variable, 0)),
      );
    const optimizer = gradientDescent(oneWeight(), { regularizer, step: 0, seed: 0 });
    await optimizer.train([[1]], [0], { epochs: 1 });
    expect(optimizer.history.train).toEqual([1.5]);
  });
});

describe('training without the option epochs', () => {
  it('runs 100 epochs', async () => {
    const optimizer = gradientDescent(oneWeight(), { step: 0, seed: 0 });
    await optimizer.train([[1]], [0]);
    expect(optimizer.lastEpoch).toBe(100);
  });
});

describe('the mean loss obeys its laws:', () => {
  const samples = 24;
  const features = 30;
  const x = ndarray(random(1).fillNormal(new Float32Array(samples * features)), [samples, features]);
  const y = ndarray(random(2).fillUniform(new Float32Array(samples)), [samples, 1]);
  const network = (): Network => input(features).to(tanh(5), sigmoid(1));

  const train = async (
    options: OptimizerOptions,
    [xs, ys] = [x, y],
    epochs = 8,
  ): Promise<{ losses: readonly number[]; means: number[]; weights: Float32Array[] }> => {
    const trained = network();
    const optimizer = momentum(trained, { step: 0.125, seed: 5, batchSize: null, ...options });
    await optimizer.train(xs, ys, { epochs });
    const means = optimizer.history.epochs.map(({ trainMean }) => trainMean);
    return { losses: optimizer.history.train, means, weights: await valuesOf(trained) };
  };
  /** Sums of 24 terms in another order differ by a few units in the last place of float32, over eight updates. */
  const expectClose = (actual: readonly number[], expected: readonly number[]): void => {
    expect(actual.length).toBe(expected.length);
    for (const [index, value] of expected.entries())
      expect(Math.abs(actual[index]! - value)).toBeLessThan(2e-6);
  };

  it.each([1, 5, 7, 24, 100])(
    'at learning rate 0, batches of %d average to the loss of the whole',
    async (batchSize) => {
      const whole = await train({ step: 0 });
      const parts = await train({ step: 0, batchSize });
      expectClose(parts.means, whole.means);
      expect(parts.losses.length).toBe(8 * Math.ceil(samples / batchSize));
      const shuffled = await train({ step: 0, batchSize, shuffleData: true });
      expectClose(shuffled.means, whole.means);
      expect(parts.weights).toEqual(whole.weights);
    },
  );

  it('full batches do not depend on the order of the samples', async () => {
    const order = random(3).permutation(samples);
    const inOrder = await train({});
    const permuted = await train({}, [x.take(order), y.take(order)]);
    const shuffled = await train({ shuffleData: true });
    for (const other of [permuted, shuffled]) {
      expectClose(other.losses, inOrder.losses);
      for (const [index, values] of inOrder.weights.entries()) {
        expectClose([...(other.weights[index] as Float32Array)], [...values]);
      }
    }
    expect(inOrder.losses.at(-1)).toBeLessThan(inOrder.losses[0]!);
  });

  it('four times the loss at a quarter of the learning rate gives the same bits', async () => {
    const fourfold = (targets: Tensor, outputs: Tensor): Scalar =>
      mul(mean(square(sub(outputs, targets))), 4);
    const once = (targets: Tensor, outputs: Tensor): Scalar => mul(mean(square(sub(outputs, targets))), 1);
    for (const nesterov of [false, true]) {
      const options = { momentum: 0.5, nesterov, batchSize: 7, shuffleData: true };
      const small = await train({ ...options, loss: once });
      const large = await train({ ...options, loss: fourfold, step: 0.125 / 4 });
      expect(large.weights).toEqual(small.weights);
      expect(large.losses).toEqual(small.losses.map((loss) => 4 * loss));
    }
  });

  it('the seed and the epoch alone decide the order of samples, wide or narrow', async () => {
    // Batches of one at step 0: each loss is that of its sample.
    for (const width of [1, 23, 24, 25, 30]) {
      const wide = ndarray(
        Float32Array.from(
          { length: samples * width },
          (_, i) => 1 + Math.floor(i / width) + (i % width) / 32,
        ),
        [samples, width],
      );
      const sums = linear(1, { weight: 1, bias: null });
      const optimizer = gradientDescent(input(width).to(sums), {
        step: 0,
        batchSize: 1,
        shuffleData: true,
        seed: 9,
        reporter: recorder(),
      });
      await optimizer.train(wide, new Float32Array(samples), { epochs: 2 });
      const sumOf = (row: number): number => width * (row + 1) + (width * (width - 1)) / 64;
      const expected = [1, 2].flatMap((epoch) =>
        [...random(9).split('shuffle').split(epoch).permutation(samples)].map((row) => sumOf(row) ** 2),
      );
      for (const [index, loss] of optimizer.history.train.entries()) {
        expect(loss / (expected[index] as number)).toBeCloseTo(1, 5);
      }
      expect(optimizer.history.train.length).toBe(expected.length);
    }
  });
});
