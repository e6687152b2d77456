import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  batchNorm,
  conv2d,
  flatten,
  input,
  linear,
  maxPool2d,
  type Network,
  relu,
  sigmoid,
  softmax,
  tanh,
} from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import {
  type AdamOptions,
  adam,
  gradientDescent,
  type MomentumOptions,
  momentum,
  type Optimizer,
} from '../src/index.js';
import { oneWeight } from './support.js';

interface Packed {
  readonly shape: number[];
  readonly data: number[];
}

interface Batches {
  readonly seed: number;
  readonly batchSize: number;
  readonly problems: Record<string, BatchProblem>;
}

interface BatchProblem {
  readonly x: Packed;
  readonly y: Packed;
  readonly xTest: Packed;
  readonly yTest: Packed;
  readonly initial: Record<string, Packed>;
  readonly runs: Record<string, BatchRun>;
}

interface BatchRun {
  readonly options: MomentumOptions;
  readonly losses: number[];
  /** Of the samples of each epoch. */
  readonly means: number[];
  readonly valid: number[];
  readonly final: Record<string, Packed>;
}

interface Trajectory {
  readonly options: AdamOptions & MomentumOptions;
  readonly x: Packed;
  readonly y: Packed;
  readonly initial: Record<string, Packed>;
  readonly losses: number[];
  readonly final: Record<string, Packed>;
}

/** Batch normalization takes it away again: its gradient is what rounding leaves, and Adam makes whole steps of that. */
const WITHOUT_EFFECT = 'conv2d-1.bias';

function golden(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`./golden/${name}.json`, import.meta.url), 'utf8'));
}

const trajectories = golden('trajectories') as Record<string, Trajectory>;
const batches = golden('batches') as Batches;

/** The same on every backend: NeuPy's golden numbers, and whole trajectories of PyTorch's. */
export function goldenSuite(): void {
  describe('three updates of one weight with loss w² agree with NeuPy', () => {
    // Appendix B1 of the specification.
    const optimizers: [string, (network: Network) => Optimizer, number[]][] = [
      ['gradientDescent', (network) => gradientDescent(network), [0.8, 0.64, 0.512]],
      ['momentum', (network) => momentum(network), [0.8, 0.46, 0.062]],
      ['Nesterov', (network) => momentum(network, { nesterov: true }), [0.62, 0.2224, -0.108352]],
    ];

    it.each(optimizers)('%s', async (_, make, expected) => {
      const network = oneWeight();
      const optimizer = make(network);
      for (const value of expected) {
        await optimizer.train([[1]], [[0]], { epochs: 1 });
        const [weight] = await network.parameters[0]!.read();
        expect(weight).toBeCloseTo(value, 6);
      }
      expect(optimizer.lastEpoch).toBe(3);
    });
  });

  describe('a whole trajectory of full batches agrees with PyTorch', () => {
    const problems = {
      classifier: { build: () => input(4).to(relu(6), softmax(3)), loss: 'categoricalCrossentropy' },
      binary: { build: () => input(3).to(tanh(4), sigmoid(1)), loss: 'binaryCrossentropy' },
      regression: { build: () => input(2).to(sigmoid(5), linear(2)), loss: 'mse' },
      convolutional: {
        build: () =>
          input([6, 6, 1]).to(conv2d(2, 3), batchNorm(), relu(), maxPool2d(2), flatten(), softmax(3)),
        loss: 'categoricalCrossentropy',
      },
    } as const;
    const makers = { gradientDescent, adam } as const;

    it.each(Object.entries(trajectories))('%s', async (name, { options, x, y, initial, losses, final }) => {
      const [problem, rule] = name.split(' ') as [keyof typeof problems, string];
      const { build, loss } = problems[problem];
      const network: Network = build();
      write(network, initial);
      const all = { ...options, loss, batchSize: null, seed: 0 };
      const make = makers[rule as keyof typeof makers] ?? momentum;
      const optimizer = make(network, all);
      await optimizer.train(array(x), array(y), { epochs: losses.length });

      if (make !== adam) {
        expectNear(optimizer.history.train, losses, 2e-5);
        await expectParameters(network, final);
        return;
      }
      expectRelativelyNear(optimizer.history.train, losses);
      for (const parameter of network.parameters.filter(({ trainable }) => trainable)) {
        if (parameter.name === WITHOUT_EFFECT) continue;
        expectRelativelyNear([...(await parameter.read())], final[parameter.name]!.data);
      }
    });
  });

  describe.each(Object.entries(batches.problems))(
    'training on shuffled batches of %s rows agrees with PyTorch',
    (_, problem) => {
      const { x, y, xTest, yTest, initial, runs } = problem;

      it.each(Object.entries(runs))('%s', async (rule, { options, losses, means, valid, final }) => {
        const [features = 0] = x.shape.slice(1);
        const hidden = initial['relu-1.bias']!.data.length;
        const network = input(features).to(relu(hidden), softmax(3));
        write(network, initial);
        const { seed, batchSize } = batches;
        const all = {
          ...options,
          loss: 'categoricalCrossentropy',
          shuffleData: true,
          seed,
          batchSize,
        } as const;
        const optimizer = rule === 'gradientDescent' ? gradientDescent(network, all) : momentum(network, all);
        await optimizer.train(array(x), array(y), array(xTest), array(yTest), { epochs: means.length });

        expectNear(optimizer.history.train, losses, 2e-5);
        expectNear(optimizer.history.valid, valid, 2e-5);
        expectNear(
          optimizer.history.epochs.map(({ trainMean }) => trainMean),
          means,
          2e-5,
        );
        await expectParameters(network, final);
      });
    },
  );
}

function write(network: Network, initial: Record<string, Packed>): void {
  for (const parameter of network.parameters) {
    const values = initial[parameter.name];
    if (values) parameter.write(values.data);
  }
}

async function expectParameters(network: Network, final: Record<string, Packed>): Promise<void> {
  for (const parameter of network.parameters.filter(({ trainable }) => trainable)) {
    expectNear([...(await parameter.read())], final[parameter.name]!.data, 5e-5);
  }
}

function expectNear(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [index, value] of expected.entries()) {
    expect(Math.abs((actual[index] as number) - value)).toBeLessThan(tolerance);
  }
}

/** Of the largest value: what float32 leaves of one near 0 says nothing. */
function expectRelativelyNear(actual: readonly number[], expected: readonly number[]): void {
  const largest = Math.max(...expected.map(Math.abs));
  const worst = Math.max(...expected.map((value, index) => Math.abs(actual[index]! - value)));
  expect(worst / largest).toBeLessThan(1e-5);
  expect(actual.length).toBe(expected.length);
}

function array({ data, shape }: Packed) {
  return ndarray(Float32Array.from(data), shape);
}
