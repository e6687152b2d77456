import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  DataError,
  type Model,
  modelWithPorts,
  OptionError,
  Parameter,
  predictModel,
  ShapeError,
} from '@neutype/core';
import { input, linear, outputs } from '@neutype/layers';
import { accuracyScore } from '@neutype/metrics';
import { type NdArray, ndarray } from '@neutype/ndarray';
import { add, matMul, memory, softmax, type Tensor2D, tanh, zeros } from '@tensorflow/tfjs-core';
import { lbfgs, levenbergMarquardt, momentum, type Optimizer, type OptimizerOptions } from '../src/index.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder } from './support.js';

beforeAll(activateBackend);

interface Run {
  readonly losses: number[];
  readonly score: number;
  readonly kind: number[];
  readonly place: number[];
}

interface Golden {
  readonly batchSize: number;
  readonly epochs: number;
  readonly step: number;
  readonly momentum: number;
  readonly lossWeights: Record<string, number>;
  readonly x: { readonly image: number[][]; readonly age: number[][] };
  readonly y: { readonly kind: number[]; readonly place: number[][] };
  readonly sampleWeight: number[];
  readonly initial: Record<'image' | 'age' | 'hidden' | 'kind' | 'place', number[]>;
  readonly runs: Record<'alike' | 'weighted', Run>;
}

const golden = JSON.parse(
  readFileSync(new URL('./golden/severalOutputs.json', import.meta.url), 'utf8'),
) as Golden;
const { x, y, epochs, batchSize, lossWeights, sampleWeight } = golden;

/** tanh of both inputs, and behind it a classifier and a place. */
function model(): Model {
  const make = (name: keyof Golden['initial'], shape: number[]): Parameter =>
    new Parameter({ name, shape, values: Float32Array.from(golden.initial[name]) });
  const [ofImage, ofAge, bias] = [make('image', [4, 5]), make('age', [1, 5]), make('hidden', [5])];
  const [toKind, toPlace] = [make('kind', [5, 3]), make('place', [5, 2])];
  const times = (a: unknown, b: Parameter): Tensor2D =>
    matMul(a as Tensor2D, b.variable as unknown as Tensor2D);
  return modelWithPorts({
    inputs: { image: [4], age: [1] },
    outputs: {
      kind: { shape: [3], outputs: { kind: 'distribution', layer: 'softmax-1' } },
      place: { shape: [2], outputs: { kind: 'numbers', layer: 'linear-1' } },
    },
    parameters: [ofImage, ofAge, bias, toKind, toPlace],
    replayable: true,
    initialize: () => {},
    forward: ({ image, age }) => {
      const hidden = tanh(add(add(times(image, ofImage), times(age, ofAge)), bias.variable));
      const logits = times(hidden, toKind);
      return {
        kind: { outputs: softmax(logits), logits: { activation: 'softmax', values: logits } },
        place: { outputs: times(hidden, toPlace) },
      };
    },
  });
}

function optimizerOf(options: OptimizerOptions & { momentum?: number } = {}): Optimizer {
  return momentum(model(), {
    step: golden.step,
    momentum: golden.momentum,
    batchSize,
    loss: { kind: 'categoricalCrossentropy', place: 'mse' },
    lossWeights,
    seed: 0,
    reporter: recorder(),
    ...options,
  });
}

function expectNear(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  for (const [at, value] of expected.entries()) expect(Math.abs(actual[at]! - value)).toBeLessThan(2e-5);
}

async function expectRun(optimizer: Optimizer, { losses, kind, place }: Run): Promise<void> {
  expectNear(optimizer.history.train, losses);
  const outputs = await optimizer.predict(x, { batchSize: 7 });
  expect(Object.keys(outputs)).toEqual(['kind', 'place']);
  expect([outputs['kind']!.shape, outputs['place']!.shape]).toEqual([
    [20, 3],
    [20, 2],
  ]);
  expectNear(outputs['kind']!.data, kind);
  expectNear(outputs['place']!.data, place);
}

/** Some of the samples, as a source gives them. */
function part(from: number, to: number) {
  return {
    x: { image: x.image.slice(from, to), age: x.age.slice(from, to) },
    y: { kind: y.kind.slice(from, to), place: y.place.slice(from, to) },
    sampleWeight: sampleWeight.slice(from, to),
  };
}

describe('a network with several inputs and outputs', () => {
  it('is trained on the weighted sum of its losses, as PyTorch does, and replayed', async () => {
    const optimizer = optimizerOf();
    await optimizer.train(x, y, { epochs });
    await expectRun(optimizer, golden.runs.alike);
    expect(optimizer.replay).toBe('replayed');
    expect(await optimizer.score(x, y)).toBeCloseTo(golden.runs.alike.score, 5);
  });

  it('takes weights of samples for all outputs', async () => {
    const optimizer = optimizerOf();
    await optimizer.train(x, y, { epochs, sampleWeight });
    await expectRun(optimizer, golden.runs.weighted);
    expect(await optimizer.score(x, y, { sampleWeight })).toBeCloseTo(golden.runs.weighted.score, 5);
  });

  it('takes data from a source, epoch by epoch', async () => {
    const optimizer = optimizerOf();
    const source = [part(0, 8), part(8, 16), part(16, 20)];
    let last = Number.NaN;
    for await (const { valid } of optimizer.epochs(source, { epochs, validation: { x, y, sampleWeight } })) {
      last = valid!;
    }
    await expectRun(optimizer, golden.runs.weighted);
    expect(last).toBeCloseTo(golden.runs.weighted.score, 5);
  });

  it('is validated by name, or with a share that keeps the classes of its first output', async () => {
    const optimizer = optimizerOf();
    await optimizer.train(x, y, x, y, { epochs });
    expect(optimizer.history.valid.at(-1)).toBeCloseTo(golden.runs.alike.score, 5);
    await optimizer.train(x, y, { epochs: 1, validationSplit: 0.25 });
    expect(optimizer.history.valid.length).toBe(epochs + 1);
  });

  it('is measured by the names of its outputs', async () => {
    const optimizer = optimizerOf({ metrics: { kind: ['accuracy', 'logLoss'], place: 'mae' } });
    await optimizer.train(x, y, { epochs: 2 });
    const { kind, place } = await optimizer.predict(x);
    const errors = place!.data.map((value, at) => Math.abs(value - y.place.flat()[at]!));
    const { metrics } = optimizer.history.epochs[1]!;
    expect(Object.keys(metrics!)).toEqual(['kind.accuracy', 'kind.logLoss', 'place.mae']);
    expect(metrics!['kind.accuracy']).toBe(accuracyScore(y.kind, [...kind!.argmax(1).data]));
    expect(metrics!['place.mae']).toBeCloseTo(errors.reduce((sum, value) => sum + value, 0) / 40, 5);
  });

  it('may have the same loss at every output', async () => {
    const optimizer = optimizerOf({ loss: 'mse', lossWeights: null });
    const rows = y.kind.map((label) => [0, 1, 2].map((column) => (column === label ? 1 : 0)));
    const targets = { kind: rows, place: y.place };
    const before = await optimizer.score(x, targets);
    await optimizer.train(x, targets, { epochs: 10 });
    expect(await optimizer.score(x, targets)).toBeLessThan(before);
  });

  it('is tried on full batches too', async () => {
    const optimizer = lbfgs(model(), {
      loss: { kind: 'categoricalCrossentropy', place: 'mse' },
      lossWeights,
      reporter: recorder(),
    });
    await optimizer.train(x, y, { epochs: 20 });
    expect(optimizer.history.train.at(-1)).toBeLessThan(golden.runs.alike.losses.at(-1)!);
    expect(() => levenbergMarquardt(model(), { loss: { kind: 'mse', place: 'mse' } as never })).toThrow(
      OptionError,
    );
  });

  it('stands in the log with its losses and targets', () => {
    const reporter = recorder();
    optimizerOf({ reporter, verbose: true });
    const lines = reporter.lines.join('\n');
    expect(lines).toContain('loss = { kind: categoricalCrossentropy, place: mse }');
    expect(lines).toContain('lossWeights = { kind: 1, place: 0.25 }');
    expect(lines).toContain('[TARGETS] kind: shape [?, 3]\n[TARGETS] place: shape [?, 2]');
  });

  it('is one of flat inputs and outputs to all others', async () => {
    const network = model();
    expect([network.inputShape, network.outputShape]).toEqual([[5], [5]]);
    const outputs = await momentum(network, { loss: 'mse', reporter: recorder() }).predict(x);
    const rows = ndarray(x.image.map((row, sample) => [...row, ...x.age[sample]!]));
    const flat = ndarray(await predictModel(network, rows.data), [20, 5]) as NdArray;
    for (let sample = 0; sample < 20; sample++) {
      const both = [
        ...outputs['kind']!.data.slice(3 * sample, 3 * sample + 3),
        ...outputs['place']!.data.slice(2 * sample, 2 * sample + 2),
      ];
      expectNear(flat.data.slice(5 * sample, 5 * sample + 5), both);
    }
  });

  it('keeps memory flat', async () => {
    const optimizer = optimizerOf({ metrics: { kind: 'accuracy' } });
    await optimizer.train(x, y, x, y, { epochs: 10 });
    const before = memory();
    await optimizer.train(x, y, x, y, { epochs: 100 });
    await optimizer.predict(x);
    await optimizer.predict(x);
    expect(memory().numBytes).toBeLessThan(before.numBytes + 4096); // what predictions stage
    const predicted = memory();
    for (let times = 0; times < 20; times++) await optimizer.predict(x);
    expect(memory().numTensors).toBe(predicted.numTensors);
  });
});

describe('several inputs and outputs refuse', () => {
  it.each<[string, () => unknown, string]>([
    [
      'a loss for an output that there is not',
      () => optimizerOf({ loss: { kind: 'mse', plaec: 'mse' }, lossWeights: null }),
      "option loss: expected names of outputs, out of kind, place, got 'plaec'. Did you mean 'place'?",
    ],
    [
      'an output without a loss',
      () => optimizerOf({ loss: { kind: 'categoricalCrossentropy' }, lossWeights: null }),
      'option loss: expected a loss for each output, kind, place, got none for place.',
    ],
    [
      'a loss that does not fit its output',
      () => optimizerOf({ loss: { kind: 'mse', place: 'categoricalCrossentropy' } }),
      'layer linear-1',
    ],
    [
      'a weight that is negative',
      () => optimizerOf({ lossWeights: { kind: -1 } }),
      'option lossWeights, kind',
    ],
    ['a weight of no output', () => optimizerOf({ lossWeights: { kin: 1 } }), "Did you mean 'kind'?"],
    ['weights that are none', () => optimizerOf({ lossWeights: [1, 2] as never }), 'got an array of 2'],
    [
      'metrics that do not say of which output',
      () => optimizerOf({ metrics: ['accuracy'] }),
      'option metrics: expected metrics by the names of outputs, out of kind, place, got metrics without.',
    ],
    ['metrics of no output', () => optimizerOf({ metrics: { kid: 'accuracy' } }), "Did you mean 'kind'?"],
    [
      'losses by name where there is one output',
      () => momentum(oneWeight(), { loss: { kind: 'mse' } }),
      'option loss: expected one loss, got some by name, for a network with one input and one output.',
    ],
    [
      'weights of losses where there is one',
      () => momentum(oneWeight(), { lossWeights: { kind: 1 } }),
      'option lossWeights: expected none, for there is one loss',
    ],
    [
      'metrics by name where there is one output',
      () => momentum(input(1).to(linear(1)), { metrics: { kind: 'mse' } }),
      "option metrics: expected metrics of the only output, got some for 'kind'.",
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });

  it.each<[string, (optimizer: Optimizer) => Promise<unknown>, new (problem: string) => Error, string]>([
    [
      'one array for several inputs',
      (optimizer) => optimizer.train(x.image, y),
      DataError,
      'xTrain: expected arrays by name: { image, age }, got an array of 20.',
    ],
    [
      'an input that is missing',
      (optimizer) => optimizer.train({ image: x.image }, y),
      DataError,
      'got none called age.',
    ],
    [
      'an input that there is not',
      (optimizer) => optimizer.train({ ...x, aeg: x.age }, y),
      DataError,
      "got 'aeg'. Did you mean 'age'?",
    ],
    [
      'an input of another shape',
      (optimizer) => optimizer.train({ ...x, age: x.image }, y),
      ShapeError,
      'xTrain.age: expected shape [?, 1]',
    ],
    [
      'inputs of unequal lengths',
      (optimizer) => optimizer.train({ ...x, age: x.age.slice(1) }, y),
      DataError,
      'xTrain.image and xTrain.age: expected as many samples in both, got 20 samples and 19 samples.',
    ],
    [
      'targets of unequal lengths',
      (optimizer) => optimizer.train(x, { ...y, place: y.place.slice(1) }),
      DataError,
      'xTrain.image and yTrain.place: expected as many targets as samples, got 20 samples and 19 targets.',
    ],
    [
      'weights of classes',
      (optimizer) => optimizer.train(x, y, { classWeight: 'balanced' }),
      OptionError,
      'option classWeight: expected a network with one output, got one with several.',
    ],
    [
      'a batch of a source with an input missing',
      (optimizer) => optimizer.train([[{ image: x.image }, y]], { epochs: 1 }),
      DataError,
      'x of batch 1 of epoch 1: expected arrays by name',
    ],
    [
      'samples to predict with an input missing',
      (optimizer) => optimizer.predict({ image: x.image }),
      DataError,
      'predict, x: expected arrays by name: { image, age }, got none called age.',
    ],
  ])('%s', async (_, attempt, kind, message) => {
    await expect(attempt(optimizerOf())).rejects.toThrow(kind);
    await expect(attempt(optimizerOf())).rejects.toThrow(message);
  });

  it('models without inputs or outputs, and those that do not give what they say', async () => {
    const { ports: _, ...parts } = model();
    const definition = { ...parts, inputs: { a: [1] }, outputs: { b: { shape: [2] } }, forward: () => ({}) };
    expect(() => modelWithPorts({ ...definition, inputs: {} })).toThrow(
      'modelWithPorts, inputs: expected at least one, by name, got',
    );
    const nothing = momentum(modelWithPorts(definition), { reporter: recorder() });
    await expect(nothing.train({ a: [[1]] }, { b: [[1, 2]] })).rejects.toThrow(
      'the network, forward: expected { outputs } for each output, b, got none for b.',
    );
    const forward = () => ({ b: { outputs: zeros([1, 3]) } });
    const wide = momentum(modelWithPorts({ ...definition, forward }), { reporter: recorder() });
    await expect(wide.train({ a: [[1]] }, { b: [[1, 2]] })).rejects.toThrow(
      'the network, output b: expected outputs of shape [1, 2], as its outputShape says, got [1, 3].',
    );
  });
});

it('the only input of a network with several outputs needs no name', async () => {
  const x = [[0], [1], [2], [3]];
  const y = { double: [[0], [2], [4], [6]], half: [[0], [0.5], [1], [1.5]] };
  async function trained(given: Parameters<Optimizer['train']>[0]): Promise<unknown[]> {
    const network = input(1).to(outputs({ double: linear(1), half: linear(1) }));
    const optimizer = momentum(network, { loss: 'mse', step: 0.05, seed: 1, reporter: recorder() });
    await optimizer.train(given as typeof x, y, given as typeof x, y, { epochs: 3 });
    const predicted = await optimizer.predict(given as typeof x);
    return [optimizer.history.valid, await optimizer.score(given as typeof x, y), predicted];
  }
  expect(await trained(x)).toEqual(await trained({ 'input-1': x }));
});
