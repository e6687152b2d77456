import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { modelWithPorts, NonFiniteError, OptionError, Parameter, useBackend } from '@neutype/core';
import {
  batchNorm,
  conv2d,
  dropout,
  flatten,
  input,
  linear,
  maxPool2d,
  type Network,
  relu,
  softmax,
  tanh,
} from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import {
  add,
  customGrad,
  mul,
  reshape,
  type Scalar,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
} from '@tensorflow/tfjs-core';
import {
  conjugateGradient,
  cosineDecay,
  hessian,
  hessianDiagonal,
  lbfgs,
  learningRateRangeTest,
  levenbergMarquardt,
  quasiNewton,
  type SignalFunction,
  StopTraining,
} from '../../src/index.js';
import { registerTestBackends } from '../backends.js';
import { activateBackend } from '../engine.js';
import { oneWeight, recorder, xor } from '../support.js';
import { methods, type Options, options, small } from './methods.js';

beforeAll(async () => {
  await activateBackend();
  registerTestBackends();
});
afterEach(activateBackend);

async function valuesOf(network: Network): Promise<number[]> {
  const values = await Promise.all(network.parameters.map((parameter) => parameter.read()));
  return values.flatMap((parameter) => [...parameter]);
}

async function failureOf(attempt: () => unknown): Promise<Error> {
  try {
    await attempt();
  } catch (error) {
    return error as Error;
  }
  throw new Error('expected a failure');
}

describe.each(methods)('%s', (name, make) => {
  it('trains, by one update an epoch, and gives the same each time', async () => {
    const [one, two] = [make(small(), options), make(small(), options)];
    await one.train(xor.x, xor.y, xor.x, xor.y, { epochs: 12 });
    await two.train(xor.x, xor.y, xor.x, xor.y, { epochs: 12 });
    const { train, valid } = one.history;
    expect(two.history.train).toEqual(train);
    expect(train.length).toBe(12);
    expect(one.updatesMade).toBe(12);
    expect(train.at(-1)).toBeLessThan(0.9 * train[0]!);
    // What is validated after an update is what the next one begins with.
    for (const [i, loss] of valid.slice(0, -1).entries()) expect(loss).toBeCloseTo(train[i + 1]!, 5);
    expect((await one.predict(xor.x)).shape).toEqual([4, 1]);
    expect(await one.score(xor.x, xor.y)).toBeCloseTo(valid.at(-1)!, 6);
    expect(one.replay).toBe('replayed');
  });

  it.each(['stock', 'asynchronous'])('gives the same on the backend %s', async (backend) => {
    const here = make(small(), options);
    await here.train(xor.x, xor.y, { epochs: 5 });
    await useBackend(backend);
    const there = make(small(), options);
    await there.train(xor.x, xor.y, { epochs: 5 });
    for (const [i, loss] of there.history.train.entries())
      expect(loss).toBeCloseTo(here.history.train[i]!, 4);
  });

  it('goes on, on another backend, with what it has learnt of the loss', async () => {
    const [stays, moves] = [make(small(), options), make(small(), options)];
    await stays.train(xor.x, xor.y, { epochs: 8 });
    await moves.train(xor.x, xor.y, { epochs: 4 });
    await moves.moveToBackend('stock');
    await moves.train(xor.x, xor.y, { epochs: 4 });
    for (const [i, loss] of moves.history.train.entries())
      expect(loss).toBeCloseTo(stays.history.train[i]!, 4);
  });

  it('leaves frozen parameters as they are, and begins anew when others are trained', async () => {
    const network = small();
    const optimizer = make(network, options);
    await optimizer.train(xor.x, xor.y, { epochs: 2 });
    network.freeze('tanh-1');
    const before = await Promise.all(network.parameters.map((parameter) => parameter.read()));
    await optimizer.train(xor.x, xor.y, { epochs: 3 });
    const after = await Promise.all(network.parameters.map((parameter) => parameter.read()));
    for (const [i, { trainable }] of network.parameters.entries()) {
      expect([...after[i]!].join() === [...before[i]!].join()).toBe(!trainable);
    }
    expect(optimizer.history.train.at(-1)).toBeLessThanOrEqual(optimizer.history.train[2]!);
  });

  it('trains networks with batch normalization and dropout', async () => {
    const network = input(3).to(linear(4), batchNorm(), tanh(), dropout(0.2), linear(1));
    const optimizer = make(network, options);
    const x = ndarray(random(1).fillNormal(new Float32Array(60), 0, 1), [20, 3]);
    const y = ndarray(
      Float32Array.from({ length: 20 }, (_, i) => x.data[3 * i]! as number),
      [20],
    );
    await optimizer.train(x, y, { epochs: 15 });
    const last = await optimizer.score(x, y);
    expect(last).toBeLessThan(optimizer.history.train[0]!);
    const running = network.parameters.filter(({ trainable }) => !trainable);
    for (const parameter of running) expect((await parameter.read()).every(Number.isFinite)).toBe(true);
  });

  it('trains convolutional networks with pooling and rectifiers', async () => {
    const network = input([6, 6, 1]).to(conv2d(2, 3), relu(), maxPool2d(2), flatten(), tanh(1));
    const optimizer = make(network, options);
    const x = ndarray(random(1).fillNormal(new Float32Array(20 * 36), 0, 1), [20, 6, 6, 1]);
    const y = ndarray(
      Float32Array.from({ length: 20 }, (_, i) => Math.sign(x.data[36 * i]! as number)),
      [20],
    );
    await optimizer.train(x, y, { epochs: 12 });
    expect(await optimizer.score(x, y)).toBeLessThan(0.9 * optimizer.history.train[0]!);
  });

  it('ends cleanly where it is stopped, aborted or disposed of in an update', async () => {
    const stopped = make(small(), {
      ...options,
      signals: {
        epochEnd: () => {
          throw new StopTraining('enough');
        },
      },
    });
    await stopped.train(xor.x, xor.y, { epochs: 5 });
    expect(stopped.history.train.length).toBe(1);

    const disposed = make(small(), options);
    const training = disposed.train(xor.x, xor.y, { epochs: 500 });
    await new Promise((resolve) => setImmediate(resolve));
    disposed.dispose();
    await training;
    expect(disposed.history.train.length).toBeLessThan(500);

    const aborted = make(small(), options);
    const controller = new AbortController();
    const aborting = aborted.train(xor.x, xor.y, { epochs: 500, signal: controller.signal });
    setImmediate(() => controller.abort());
    await aborting;
    expect(aborted.history.train.length).toBeLessThan(500);
    await aborted.train(xor.x, xor.y, { epochs: 1 });
  });

  it('refuses batches, sources and options that mean nothing to it', async () => {
    const optimizer = make(small(), options);
    await expect(optimizer.train(xor.x, xor.y, { batchSize: 2 })).rejects.toThrow(
      `${name[0]!.toUpperCase()}${name.slice(1)}, train: expected all samples in one batch: each update looks at the whole ` +
        'training data, more than once, got 2 batches an epoch. Give arrays and no batchSize, or train with adam',
    );
    await expect(optimizer.train([{ x: xor.x, y: xor.y }], { epochs: 1 })).rejects.toThrow(
      'data from a source',
    );
    await optimizer.train(xor.x, xor.y, { epochs: 1, batchSize: null });
    await optimizer.train(xor.x, xor.y, { epochs: 1, batchSize: 100 });
    const refused = await failureOf(() => make(small(), { ...options, batchSize: 32 } as Options));
    expect(refused).toBeInstanceOf(OptionError);
    expect(refused.message).toContain(
      'option batchSize: expected none, because each update looks at all samples',
    );
  });

  it('tells its options, without those that mean nothing to it', async () => {
    const reporter = recorder();
    make(small(), { ...options, verbose: true, reporter });
    const told = reporter.lines
      .filter((line) => line.startsWith('[OPTION]'))
      .map((line) => line.split(' ')[1]);
    expect(told).not.toContain('batchSize');
    expect(told).not.toContain('clip');
    expect(told.includes('step')).toBe(name === 'hessianDiagonal');
    expect(told).toContain('tolerance');
  });
});

describe('a minimum', () => {
  const searching = methods.filter(([name]) => name !== 'hessianDiagonal'); // which has no line search to tell

  it.each(searching)('ends training by itself, with a line in the log: %s', async (_, make) => {
    const reporter = recorder();
    const optimizer = make(oneWeight(), { ...options, verbose: true, reporter });
    await optimizer.train([[1], [2]], [3, 6], [[3]], [9], { epochs: 400 });
    expect(optimizer.history.epochs.at(-1)!.valid).toBeCloseTo(0, 8);
    const [line] = reporter.lines.filter((text) => text.startsWith('[TRAIN]'));
    expect(line).toMatch(/^\[TRAIN\] Epoch #\d+ was stopped\. Message: a minimum was reached/);
    expect((await valuesOf(optimizer.network as Network))[0]).toBeCloseTo(3, 5);
    const { length } = optimizer.history.train;
    await optimizer.train([[1], [2]], [4, 8], { epochs: 400 }); // other data, another minimum
    expect(optimizer.history.train.length).toBeGreaterThan(length + 1);
    expect((await valuesOf(optimizer.network as Network))[0]).toBeCloseTo(4, 5);
  });
});

describe('a loss that is not finite', () => {
  it('ends training, with advice that speaks of no step', async () => {
    const network = oneWeight();
    network.parameters[0]!.write([3e38]);
    const error = await failureOf(() => lbfgs(network, options).train([[1]], [[0]], { epochs: 1 }));
    expect(error).toBeInstanceOf(NonFiniteError);
    expect(error.message).toContain('Begin with smaller weights, or another seed.');
  });
});

describe('the options', () => {
  it('are NeuPy’s, by its names or ours', async () => {
    const { options: own } = conjugateGradient(small(), { update: 'hentenes_stiefel' });
    expect(own['update']).toBe("'hestenesStiefel'");
    expect(own['wolfeMaxIterations']).toBe('20');
    expect(own['wolfeC1']).toBe('0.0001');
    const wrong = await failureOf(() =>
      conjugateGradient(small(), { update: 'polakRibire' as 'polakRibiere' }),
    );
    expect(wrong.message).toContain("Did you mean 'polakRibiere'?");
    const { options: newton } = quasiNewton(small());
    expect([newton['update'], newton['h0Scale'], newton['wolfeC2']]).toEqual(["'bfgs'", '1', '0.9']);
    expect(hessian(small()).options['penaltyConst']).toBe('1');
    const { options: diagonal } = hessianDiagonal(small());
    expect([diagonal['minEigval'], diagonal['step']]).toEqual(['0.01', '0.1']);
    const { options: levenberg } = levenbergMarquardt(small());
    expect([levenberg['mu'], levenberg['muUpdateFactor'], levenberg['minMu']]).toEqual([
      '0.01',
      '1.2',
      '1e-7',
    ]);
  });

  it('are checked', async () => {
    for (const make of [
      () => lbfgs(small(), { wolfeC1: 0 }),
      () => lbfgs(small(), { wolfeC2: 1 }),
      () => lbfgs(small(), { wolfeC1: 0.5, wolfeC2: 0.3 }),
      () => lbfgs(small(), { wolfeMaxIterations: 0 }),
      () => lbfgs(small(), { historySize: 0 }),
      () => lbfgs(small(), { tolerance: -1 }),
      () => quasiNewton(small(), { h0Scale: 0 }),
      () => hessian(small(), { penaltyConst: -1 }),
      () => hessianDiagonal(small(), { minEigval: 2 }),
      () => levenbergMarquardt(small(), { mu: 0 }),
      () => levenbergMarquardt(small(), { muUpdateFactor: 1 }),
    ]) {
      expect(make).toThrow(OptionError);
    }
  });

  it('have no step where the line search finds it', async () => {
    const optimizer = lbfgs(small(), options);
    expect(optimizer.step).toBe(1);
    expect(() => {
      optimizer.step = 0.5;
    }).toThrow('expected none, because each update finds out itself how far to go');
    expect(() => lbfgs(small(), { step: 0.1 } as object)).toThrow('lbfgs, option step');
  });

  it('have no learning rate to be found by a range test', async () => {
    await expect(learningRateRangeTest(lbfgs(small(), options), xor.x, xor.y)).rejects.toThrow(
      'Lbfgs, option step: expected none',
    );
  });

  it('let hessianDiagonal follow a schedule', async () => {
    const optimizer = hessianDiagonal(oneWeight(), { step: cosineDecay(0.1, { updates: 10 }) });
    await optimizer.train([[1]], [[0]], { epochs: 10 });
    expect(optimizer.step).toBeLessThan(0.01);
    optimizer.step = 0.5;
    expect(optimizer.step).toBe(0.5);
  });
});

describe('levenbergMarquardt', () => {
  it('refuses other losses and regularizers, because they are no sums of squares', () => {
    expect(() => levenbergMarquardt(small(), { loss: 'binaryCrossentropy' } as object)).toThrow(
      "levenbergMarquardt, option loss: expected 'mse', got 'binaryCrossentropy'. It makes sums of squares smaller, and nothing else",
    );
    expect(() => levenbergMarquardt(small(), { regularizer: () => tensor(0) } as object)).toThrow(
      'option regularizer: expected none',
    );
  });

  it('refuses networks whose matrices would not fit into memory, with the figure and the remedy', async () => {
    const network = input(2000).to(tanh(10), linear(1));
    const x = ndarray(new Float32Array(2000 * 12_000), [12_000, 2000]);
    const error = await failureOf(() =>
      levenbergMarquardt(network).train(x, new Float32Array(12_000), { epochs: 1 }),
    );
    expect(error.message).toBe(
      'levenbergMarquardt: expected matrices of at most 1 GiB, got 3.94 GiB for a Jacobian of 12000 outputs of all ' +
        'samples × 20021 weights. Train with lbfgs, which keeps no matrix, or with adam.',
    );
  });

  it('trains models with several inputs', async () => {
    const [a, b] = ['a', 'b'].map((name) => new Parameter({ name, shape: [1], values: [0.1] }));
    const model = modelWithPorts({
      inputs: { left: [1], right: [1] },
      outputs: { product: { shape: [1] } },
      parameters: [a!, b!],
      replayable: true,
      initialize: () => {},
      forward: ({ left, right }) => ({
        product: { outputs: add(mul(left!, a!.variable), mul(square(right!), b!.variable)) },
      }),
    });
    const x = { left: [[1], [2], [3]], right: [[3], [1], [2]] };
    await levenbergMarquardt(model, { ...options, mu: 1e-7 }).train(
      x,
      { product: [[2 - 27], [4 - 3], [6 - 12]] },
      {
        epochs: 10,
      },
    );
    expect((await a!.read())[0]).toBeCloseTo(2, 4);
    expect((await b!.read())[0]).toBeCloseTo(-3, 4);
  });

  it('counts samples by their weights', async () => {
    const network = oneWeight();
    const optimizer = levenbergMarquardt(network, { mu: 1e-7 });
    // The weighted mean of 1 and 5.
    await optimizer.train([[1], [1]], [1, 5], { epochs: 20, sampleWeight: [3, 1] });
    expect((await valuesOf(network))[0]).toBeCloseTo(2, 5);
  });
});

describe('quasiNewton and hessian', () => {
  it.each([
    ['quasiNewton', quasiNewton],
    ['hessian', hessian],
  ] as const)('%s refuses networks whose matrix would not fit into memory', async (name, make) => {
    const network = input(2000).to(tanh(10), linear(1));
    const error = await failureOf(() =>
      make(network).train(ndarray(new Float32Array(4000), [2, 2000]), [0, 1], { epochs: 1 }),
    );
    expect(error.message).toMatch(new RegExp(`^${name}: expected matrices of at most 1 GiB, got .* GiB for`));
    expect(error.message).toContain('20021 × 20021 numbers');
  });
});

describe('a layer that cannot be differentiated twice', () => {
  /** Its gradient hides from a second tape where it comes from: second derivatives would be 0. */
  const hidden = customGrad((x) => {
    const input = x as Tensor;
    return {
      value: square(input),
      gradFunc: (dy) =>
        mul(
          dy as Tensor,
          tensor(
            input.dataSync().map((v) => 2 * v),
            input.shape,
          ),
        ),
    };
  });

  it('is found out, and central differences are taken', async () => {
    const weight = new Parameter({ name: 'weight', shape: [1], values: [1] });
    const model = {
      inputShape: [1],
      outputShape: [1],
      parameters: [weight],
      replayable: false,
      initialize: () => {},
      forward: (x: Tensor) => mul(x, hidden(weight.variable)),
    };
    // The loss is w², and with a damping of 1 each step divides w by 3.
    const loss = (_: Tensor, outputs: Tensor): Scalar => sum(outputs);
    const optimizer = hessian(model, { loss });
    await optimizer.train([[1]], [[0]], { epochs: 2 });
    expect((await weight.read())[0]).toBeCloseTo(1 / 9, 4);
  });
});

describe('a layer that fails in the middle of an update', () => {
  it('loses nothing: the weights are those of before, and the optimizer trains on', async () => {
    const weights = new Parameter({ name: 'weights', shape: [2], values: [-1.2, 1] });
    let calls = 0;
    let before: number[] = [];
    const rosenbrock = {
      inputShape: [1],
      outputShape: [1],
      parameters: [weights],
      replayable: false,
      initialize: () => {},
      forward: () => {
        calls++;
        if (calls === 30) throw new Error('out of order');
        const [x, y] = [slice(weights.variable, 0, 1), slice(weights.variable, 1, 1)];
        const misses = [mul(10, sub(y, square(x))), sub(1, x)] as const;
        return reshape(add(square(misses[0]), square(misses[1])), [1, 1]);
      },
    };
    const signals: SignalFunction = async () => {
      before = [...(await weights.read())];
    };
    const loss = (_: Tensor, outputs: Tensor): Scalar => sum(outputs);
    const optimizer = lbfgs(rosenbrock, { loss, signals });
    await expect(optimizer.train([[1]], [[0]], { epochs: 100 })).rejects.toThrow('out of order');
    expect([...(await weights.read())]).toEqual(before);
    await optimizer.train([[1]], [[0]], { epochs: 100 });
    for (const weight of await weights.read()) expect(weight).toBeCloseTo(1, 3);
  });
});

it('a network with two outputs a sample is learnt by classes, too', async () => {
  const network = input(2).to(tanh(6), softmax(2));
  const optimizer = lbfgs(network, { ...options, loss: 'categoricalCrossentropy' });
  await optimizer.train(
    xor.x,
    [
      [1, 0],
      [0, 1],
      [0, 1],
      [1, 0],
    ],
    { epochs: 100 },
  );
  expect(optimizer.history.train.at(-1)).toBeLessThan(1e-3);
});
