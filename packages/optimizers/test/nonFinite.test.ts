import { beforeAll, describe, expect, it } from '@jest/globals';
import { DataError, NonFiniteError } from '@neutype/core';
import { input, layer, linear, softmax } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { add, exp, log, mean, mul, type Scalar, square, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import {
  gradientDescent,
  momentum,
  type Optimizer,
  type Regularizer,
  rprop,
  type Signal,
} from '../src/index.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder } from './support.js';

beforeAll(activateBackend);

async function failureOf(attempt: Promise<unknown>): Promise<Error> {
  const outcome: unknown = await attempt.catch((error: unknown) => error);
  if (outcome instanceof Error) return outcome;
  throw new Error('expected a failure');
}

describe('a training loss that is not finite', () => {
  it('stops training with the place, the learning rate and the note that the network is lost', async () => {
    const optimizer = gradientDescent(oneWeight(), { step: 1e18, seed: 0, batchSize: 1 });
    const error = await failureOf(optimizer.train([[1], [1], [1], [1]], [0, 0, 0, 0], { epochs: 3 }));
    expect(error).toBeInstanceOf(NonFiniteError);
    expect(error.message).toBe(
      'training stopped in epoch 1, at update 3 (batch 3 of 4): expected a finite loss, got Infinity ' +
        '(the last good loss was 4e+36). Take a smaller step (it is 1e+18). ' +
        'Then begin with a new network: linear-1.weight of this one now holds values that are not finite.',
    );
    expect(optimizer.history.train.length).toBe(2);
  });

  it('is reported by its batch in the epoch and its update overall', async () => {
    const options = { step: 1e9, seed: 0, batchSize: 1, reporter: recorder() };
    const optimizer = gradientDescent(oneWeight(), options);
    const error = await failureOf(optimizer.train([[1], [1], [1]], [0, 0, 0], { epochs: 3 }));
    // The loss grows by (2e9)²: 1, 4e18, 1.6e37, ∞.
    expect(error.message).toContain('stopped in epoch 2, at update 4 (batch 1 of 3)');
  });

  it('is blamed on features far outside −1 to 1', async () => {
    const optimizer = gradientDescent(oneWeight(), { step: 0.1, seed: 0, reporter: recorder() });
    const error = await failureOf(optimizer.train([[17_000.5], [-3]], [0, 0], { epochs: 20 }));
    expect(error).toBeInstanceOf(NonFiniteError);
    expect(error.message).toContain(
      'Scale the features first, for xTrain reaches 17000.5: standardScaler(xTrain).apply(xTrain). ' +
        'If that is not enough, take a smaller step (it is 0.1).',
    );
  });

  it('is blamed on targets far outside −1 to 1', async () => {
    const optimizer = gradientDescent(oneWeight(), { step: 2, seed: 0, reporter: recorder() });
    const error = await failureOf(optimizer.train([[1]], [-5e6], { epochs: 100 }));
    expect(error.message).toContain('Scale the targets first, for yTrain reaches -5000000');
  });

  it('is not reported as loss of the parameters if they are finite', async () => {
    const loss = (targets: Tensor, outputs: Tensor): Scalar =>
      add(mean(square(sub(outputs, targets))), Number.POSITIVE_INFINITY);
    const optimizer = gradientDescent(oneWeight(), { loss, seed: 0 });
    const error = await failureOf(optimizer.train([[1]], [0], { epochs: 1 }));
    expect(error).toBeInstanceOf(NonFiniteError);
    expect(error.message).toBe(
      'training stopped in epoch 1, at update 1 (batch 1 of 1): expected a finite loss, got Infinity ' +
        '(there was none before). Take a smaller step (it is 0.1). The parameters are still finite.',
    );
  });
});

describe('a regularizer that is not finite', () => {
  it('is blamed itself if the parameters are finite', async () => {
    const regularizer: Regularizer = ([weight]) => sum(log(sub(weight!.variable, 2)));
    const optimizer = gradientDescent(oneWeight(), { regularizer, step: 0, seed: 0 });
    const error = await failureOf(optimizer.train([[1]], [0], { epochs: 1 }));
    expect(error).toBeInstanceOf(NonFiniteError);
    expect(error.message).toMatch(
      /training stopped in epoch 1, at update 1 .*a regularizer that gives a finite number, got NaN\./,
    );
  });
});

describe('an overflow in the last update', () => {
  it('is reported with the parameter that overflowed', async () => {
    const optimizer = gradientDescent(oneWeight(), { step: 1e30, seed: 0 });
    // Loss 1e18, gradient 2e18 · 1e9 … times the step is beyond float32.
    const error = await failureOf(optimizer.train([[1e9]], [0], { epochs: 1 }));
    expect(error).toBeInstanceOf(NonFiniteError);
    expect(error.message).toMatch(
      /^training, epoch 1, after update 1 \(batch 1 of 1\): expected finite parameters, got -Infinity in linear-1\.weight\. /,
    );
    expect(error.message).toContain('Then begin with a new network');
  });

  it('is reported if the parameters are finite and the loss is not', async () => {
    const network = oneWeight();
    const optimizer = gradientDescent(network, { step: 1e30, seed: 0 });
    const error = await failureOf(optimizer.train([[1]], [0], { epochs: 1 }));
    expect(Number.isFinite((await network.parameters[0]!.read())[0])).toBe(true);
    expect(error).toBeInstanceOf(NonFiniteError);
    expect(error.message).toMatch(
      /^training, epoch 1, after update 1 \(batch 1 of 1\): expected a finite loss, got Infinity/,
    );
  });

  it('is reported even if training was stopped', async () => {
    const signals: Signal = { updateEnd: (running) => running.stop('enough') };
    const optimizer = gradientDescent(oneWeight(), { step: 1e30, batchSize: 1, seed: 0, signals });
    const error = await failureOf(optimizer.train([[1e9], [1]], [0, 0], { epochs: 3 }));
    expect(error.message).toContain('epoch 1, after update 1 (batch 1 of 2)');
  });

  it('is not suspected in a network with large weights', async () => {
    const network = input(1).to(linear(1, { weight: 3e6, bias: null }));
    const optimizer = gradientDescent(network, { step: 1e-3, seed: 0 });
    await optimizer.train([[1]], [2e6], { epochs: 2 });
    expect(optimizer.lastEpoch).toBe(2);
  });

  it('is not reported for an untrained parameter that is infinite on purpose, such as a mask', async () => {
    const masked = layer({
      kind: 'mask',
      parameters: () => ({ mask: { shape: [2], value: 0, trainable: false } }),
      forward: (x, { mask }) => mul(x, exp(mask)),
    });
    const network = input(1).to(linear(2), masked);
    network.layer('mask-1').parameters['mask']!.write([0, Number.NEGATIVE_INFINITY]);
    const options = { loss: 'categoricalCrossentropy', step: 0.1, seed: 0, reporter: recorder() } as const;
    const optimizer = gradientDescent(network, options);
    await optimizer.train(
      [[1], [2]],
      [
        [1, 0],
        [1, 0],
      ],
      { epochs: 2 },
    );
    expect(optimizer.lastEpoch).toBe(2);
  });

  it('is not looked for after the optimizer was disposed of', async () => {
    const network = oneWeight();
    const signals: Signal = {
      updateEnd: (running) => {
        running.dispose();
        network.dispose();
      },
    };
    const optimizer = gradientDescent(network, { step: 0.1, seed: 0, signals });
    await expect(optimizer.train([[1]], [0], { epochs: 1 })).resolves.toBe(optimizer);
  });
});

describe('a validation loss that is not finite', () => {
  it('is not blamed on the parameters if they are finite', async () => {
    const network = oneWeight();
    const optimizer = gradientDescent(network, { step: 0, seed: 0 });
    const error = await failureOf(optimizer.train([[1]], [0], [[1e30]], [0], { epochs: 2 }));
    expect(error).toBeInstanceOf(NonFiniteError);
    expect(error.message).toBe(
      'validation after epoch 1, update 1: expected a finite loss, got Infinity (the last training loss was 1). ' +
        'The parameters are finite, so look at the validation data: xTest reaches 1e+30, xTrain 1. ' +
        'Prepare them as the training data.',
    );
    expect(optimizer.history.valid).toEqual([]);
  });

  it('is blamed on the update before it if that overflowed', async () => {
    const optimizer = gradientDescent(oneWeight(), { step: 1e30, seed: 0 });
    const error = await failureOf(optimizer.train([[1e9]], [0], [[1]], [0], { epochs: 1 }));
    expect(error.message).toContain('validation after epoch 1, update 1: expected a finite loss, got ');
    expect(error.message).toContain('linear-1.weight of this one now holds values that are not finite');
  });
});

describe('data that are changed while training', () => {
  it('are blamed instead of the learning rate', async () => {
    const x = ndarray([[1], [2]]);
    const signals: Signal = {
      epochEnd: (_, { epoch }) => {
        if (epoch === 2) x.data[1] = Number.NaN;
      },
    };
    const optimizer = gradientDescent(oneWeight(), { step: 0.01, seed: 0, signals });
    const error = await failureOf(optimizer.train(x, [0, 0], { epochs: 5 }));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain(
      'training stopped in epoch 3, at update 3 (batch 1 of 1), for xTrain was changed while training: ' +
        'expected finite numbers, got NaN at [1][0].',
    );
  });

  it('are named, as with the targets of the validation data', async () => {
    const yTest = Float32Array.of(0);
    const signals: Signal = { updateEnd: () => void yTest.fill(Number.POSITIVE_INFINITY) };
    const optimizer = gradientDescent(oneWeight(), { step: 0.01, seed: 0, signals });
    const error = await failureOf(optimizer.train([[1]], [0], [[2]], yTest, { epochs: 1 }));
    expect(error.message).toContain('yTest was changed while training');
  });
});

describe('training that diverges but is still finite', () => {
  const warningsOf = async (train: (optimizer: Optimizer) => Promise<unknown>, step: number) => {
    const reporter = recorder();
    await train(gradientDescent(oneWeight(), { step, seed: 0, reporter }));
    return reporter.warnings;
  };

  it('is warned of once', async () => {
    const warnings = await warningsOf((optimizer) => optimizer.train([[1]], [0], { epochs: 3 }), 1e5);
    expect(warnings).toEqual([
      'The loss has grown from 1 to 3.99996e+10: training diverges. Take a smaller step (it is 100000).',
    ]);
  });

  it('is answered by what limits the steps of resilient propagation', async () => {
    const optimizer = rprop(oneWeight(), { step: 1e20, maxStep: 1e30, seed: 0 });
    await expect(optimizer.train([[1]], [0], { epochs: 3 })).rejects.toThrow(
      'Take a smaller maxStep (it is 1e+30).',
    );
  });

  it('is not suspected where the loss falls from a large value or grows a little', async () => {
    expect(await warningsOf((optimizer) => optimizer.train([[1]], [2e8], { epochs: 3 }), 0.1)).toEqual([]);
    expect(await warningsOf((optimizer) => optimizer.train([[1]], [0], { epochs: 3 }), 3)).toEqual([]);
  });
});

describe('features on a large scale', () => {
  const warningsOf = async (values: number[]): Promise<string[]> => {
    const reporter = recorder();
    const network = input(2).to(softmax(2));
    const optimizer = momentum(network, { loss: 'categoricalCrossentropy', step: 0, seed: 0, reporter });
    const y = Array.from({ length: values.length / 2 }, () => [1, 0]);
    await optimizer.train(ndarray(Float64Array.from(values), [values.length / 2, 2]), y, { epochs: 1 });
    return reporter.warnings;
  };

  it('are warned of before the first update', async () => {
    expect(await warningsOf([0.5, -17_000, 1.5, 3])).toEqual([
      'xTrain reaches -17000. Networks learn better from values of about −1 to 1: standardScaler(xTrain).apply(xTrain).',
    ]);
  });

  it('are warned of if they are whole numbers, some below 0', async () => {
    expect(await warningsOf([-2, 17_000, 3, 12])).toEqual([expect.stringContaining('xTrain reaches 17000.')]);
  });

  it('are accepted if they may be indices or stay below 1,000', async () => {
    expect(await warningsOf([17_000, 3, 12, 5_000])).toEqual([]);
    expect(await warningsOf([999.5, 3, 12, -999])).toEqual([]);
  });
});

describe('prediction', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'refuses %s, as training does, and says where it is',
    async (value) => {
      const optimizer = gradientDescent(oneWeight(), { seed: 0 });
      const x = ndarray(Float32Array.of(1, 2, value, 4), [4, 1]);
      const error = await failureOf(optimizer.predict(x));
      expect(error).toBeInstanceOf(DataError);
      expect(error.message).toContain(`predict, x: expected finite numbers, got ${value} at [2][0].`);
    },
  );
});

describe('a number beyond float32', () => {
  it('is refused because training would see infinity', async () => {
    const optimizer = gradientDescent(oneWeight(), { seed: 0 });
    const x = ndarray(Float64Array.of(1, 1e39), [2, 1]);
    const error = await failureOf(optimizer.train(x, [0, 0], { epochs: 1 }));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain(
      'xTrain: expected a number within float32, up to 3.4e38, got 1e+39 at [1][0].',
    );
  });
});

describe('NaN is found', () => {
  // Sums of four, and what is left of them: every place must be looked at.
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('in the last of %d values', async (length) => {
    for (let place = 0; place < length; place++) {
      const x = new Float32Array(length).fill(1);
      x[place] = Number.NaN;
      const optimizer = gradientDescent(oneWeight(), { seed: 0 });
      const training = optimizer.train(ndarray(x, [length, 1]), new Float32Array(length), { epochs: 1 });
      await expect(training).rejects.toThrow(`got NaN at [${place}][0].`);
    }
  });
});
