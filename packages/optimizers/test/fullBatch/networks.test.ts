import { beforeAll, describe, expect, it } from '@jest/globals';
import { input, linear, type Network, relu, sigmoid, softmax, tanh } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import {
  conjugateGradient,
  hessian,
  hessianDiagonal,
  lbfgs,
  levenbergMarquardt,
  type Optimizer,
  quasiNewton,
  type SignalFunction,
  StopTraining,
} from '../../src/index.js';
import { activateBackend } from '../engine.js';
import { oneWeight } from '../support.js';
import { golden, type Packed, relativeError } from './golden.js';

beforeAll(activateBackend);

describe('L-BFGS trains networks as PyTorch does, for 20 updates', () => {
  const networks = {
    classifier: { build: () => input(4).to(tanh(6), softmax(3)), loss: 'categoricalCrossentropy' },
    regression: { build: () => input(2).to(sigmoid(5), linear(2)), loss: 'mse' },
  } as const;

  it.each(Object.entries(networks))('%s', async (name, { build, loss }) => {
    const { x, y, initial, historySize, losses, weights } = golden.networks[name]!;
    const network = build();
    for (const parameter of network.parameters) parameter.write(initial[parameter.name]!.data);
    const optimizer = lbfgs(network, { historySize, loss });
    for (const expected of weights) {
      await optimizer.train(array(x), array(y), { epochs: 1 });
      expect(relativeError(await flat(network), expected)).toBeLessThan(1e-4); // float32 beside float64
    }
    expect(relativeError(optimizer.history.train, losses)).toBeLessThan(1e-5);
  });
});

describe("one weight whose loss is its square goes as NeuPy's does", () => {
  const optimizers: [string, (network: Network) => Optimizer, number[]][] = [
    ['hessian', (network) => hessian(network), [1 / 3, 1 / 9, 1 / 27]],
    ['hessianDiagonal', (network) => hessianDiagonal(network), [0.9, 0.81, 0.729]],
    ['quasiNewton', (network) => quasiNewton(network), [0]],
    ['conjugateGradient', (network) => conjugateGradient(network), [0]],
  ];

  it.each(optimizers)('%s', async (_, make, expected) => {
    const network = oneWeight();
    const optimizer = make(network);
    for (const value of expected) {
      await optimizer.train([[1]], [[0]], { epochs: 1 });
      expect((await flat(network))[0]).toBeCloseTo(value, 6);
    }
  });

  it('levenbergMarquardt, whose residual is the error and not its square', async () => {
    const network = oneWeight();
    const optimizer = levenbergMarquardt(network);
    let weight = 1;
    for (const mu of [0.01, 0.01 / 1.2]) {
      await optimizer.train([[1]], [[0]], { epochs: 1 });
      weight -= weight / (1 + mu);
      expect((await flat(network))[0]! / weight).toBeCloseTo(1, 3);
    }
  });
});

describe('10 random points are learnt in half the epochs that NeuPy’s own tests allow', () => {
  const x = random(1).fillUniform(new Float32Array(100), 0, 1);
  const y = random(2).fillUniform(new Float32Array(10), 0, 1);
  const methods: [
    string,
    (network: Network, all: { signals: SignalFunction }) => Optimizer,
    number,
    number,
  ][] = [
    ['hessian', (network, all) => hessian(network, { ...all, penaltyConst: 0.1 }), 350, 1e-3],
    ['hessianDiagonal', (n, all) => hessianDiagonal(n, { ...all, step: 0.25, minEigval: 0.1 }), 6000, 2e-3],
    ['levenbergMarquardt', levenbergMarquardt, 50, 1e-3],
    ['fletcherReeves', (n, all) => conjugateGradient(n, { ...all, update: 'fletcherReeves' }), 200, 1e-3],
    ['daiYuan', (n, all) => conjugateGradient(n, { ...all, update: 'daiYuan' }), 200, 1e-3],
    ['hestenesStiefel', (n, all) => conjugateGradient(n, { ...all, update: 'hestenesStiefel' }), 500, 1e-3],
    ['polakRibiere', (n, all) => conjugateGradient(n, { ...all, update: 'polakRibiere' }), 1200, 1e-3],
    ['liuStorey', (n, all) => conjugateGradient(n, { ...all, update: 'liuStorey' }), 1200, 1e-3],
    ['bfgs', (n, all) => quasiNewton(n, { ...all, update: 'bfgs', h0Scale: 2 }), 100, 2e-3],
    ['dfp', (n, all) => quasiNewton(n, { ...all, update: 'dfp' }), 350, 2e-3],
    ['sr1', (n, all) => quasiNewton(n, { ...all, update: 'sr1' }), 250, 2e-3],
    ['psb', (n, all) => quasiNewton(n, { ...all, update: 'psb' }), 600, 2e-3],
    ['lbfgs', lbfgs, 100, 1e-3],
  ];

  it.each(methods)('%s', async (_, make, epochs, mse) => {
    const network = input(10).to(relu(20), sigmoid(1));
    network.initialize(random(3));
    const signals: SignalFunction = (__, { train }) => {
      if (train < mse) throw new StopTraining('learnt');
    };
    const optimizer = make(network, { signals });
    await optimizer.train(ndarray(x, [10, 10]), ndarray(y, [10]), { epochs: epochs / 2 });
    expect(optimizer.history.train.at(-1)).toBeLessThan(mse);
  });
});

async function flat(network: Network): Promise<number[]> {
  const all: number[] = [];
  for (const parameter of network.parameters) all.push(...(await parameter.read()));
  return all;
}

function array({ data, shape }: Packed) {
  return ndarray(Float32Array.from(data), shape);
}
