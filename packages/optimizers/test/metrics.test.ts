import { beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError, useBackend } from '@neutype/core';
import { input, linear, sigmoid, softmax } from '@neutype/layers';
import { accuracyScore, f1Score } from '@neutype/metrics';
import { type ArrayInput, ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { memory } from '@tensorflow/tfjs-core';
import {
  gradientDescent,
  type Metrics,
  momentum,
  type Optimizer,
  type OptimizerOptions,
} from '../src/index.js';
import { registerTestBackends } from './backends.js';
import { activateBackend } from './engine.js';
import { oneWeight, recorder } from './support.js';

beforeAll(activateBackend);
beforeAll(registerTestBackends);

const x = ndarray(random(0).fillNormal(new Float32Array(120)), [30, 4]);
const labels = Array.from({ length: 30 }, (_, sample) => Number(x.data[4 * sample]! > 0));
const rows = labels.map((label) => [1 - label, label]);
const [xTrain, xTest] = [x.rows(0, 20), x.rows(20, 30)];
const [yTrain, yTest] = [rows.slice(0, 20), rows.slice(20)];

function classifier(metrics: Metrics, options: OptimizerOptions = {}): Optimizer {
  return momentum(input(4).to(softmax(2)), {
    loss: 'categoricalCrossentropy',
    batchSize: 7,
    seed: 0,
    metrics,
    reporter: recorder(),
    ...options,
  });
}

async function classesOf(optimizer: Optimizer, samples: ArrayInput): Promise<number[]> {
  return [...(await optimizer.predict(samples)).argmax(1).data];
}

describe('metrics that are followed', () => {
  it('are those of the validation data after each epoch, in records and history', async () => {
    const expected: number[][] = [];
    const optimizer = classifier(['accuracy', 'f1'], {
      signals: async (training) => {
        const [actual, predicted] = [labels.slice(20), await classesOf(training, xTest)];
        expected.push([accuracyScore(actual, predicted), f1Score(actual, predicted)]);
      },
    });
    await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 4 });
    const { history } = optimizer;
    expect(history.epochs.map(({ metrics }) => Object.values(metrics!))).toEqual(expected);
    expect(Object.keys(history.metrics)).toEqual(['accuracy', 'f1']);
    expect(history.metrics['accuracy']).toEqual(expected.map(([accuracy]) => accuracy));
    expect(history.metrics['f1']).toEqual(expected.map(([, f1]) => f1));
  });

  it('do not change the validation loss', async () => {
    const [measured, plain] = [classifier(['accuracy']), classifier([])];
    for (const optimizer of [measured, plain]) {
      await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 5 });
    }
    expect(measured.history.train).toEqual(plain.history.train);
    expect(measured.history.valid).toEqual(plain.history.valid);
    expect(plain.history.metrics).toEqual({});
  });

  it('are those of the training data where there are no others', async () => {
    const optimizer = classifier('accuracy', { shuffleData: true });
    await optimizer.train(xTrain, yTrain, { epochs: 3 });
    const accuracy = accuracyScore(labels.slice(0, 20), await classesOf(optimizer, xTrain));
    expect(optimizer.history.metrics['accuracy']?.at(-1)).toBe(accuracy);
    expect(optimizer.history.valid).toEqual([]);
  });

  it('are those of a source, or of a share for validation', async () => {
    const optimizer = classifier('accuracy');
    const source = [[xTest, yTest] as const];
    await optimizer.train([[xTrain, yTrain]], { epochs: 2, validation: source });
    const accuracy = accuracyScore(labels.slice(20), await classesOf(optimizer, xTest));
    expect(optimizer.history.metrics['accuracy']?.at(-1)).toBe(accuracy);
    await optimizer.train(x, rows, { epochs: 1, validationSplit: 0.3 });
    expect(optimizer.history.metrics['accuracy']?.length).toBe(3);
  });

  it('are given targets and outputs as the loss is, logits or not', async () => {
    const given: ArrayInput[][] = [];
    const mine = (targets: ArrayInput, outputs: ArrayInput): number => given.push([targets, outputs]);
    const network = input(4).to(sigmoid(1));
    const optimizer = momentum(network, { loss: 'binaryCrossentropy', seed: 0, metrics: [mine] });
    await optimizer.train(xTrain, labels.slice(0, 20), xTest, labels.slice(20), { epochs: 1 });
    const outputs = await optimizer.predict(xTest);
    expect(given).toEqual([[ndarray(labels.slice(20).map((label) => [label])), outputs]]);
    expect(optimizer.history.metrics).toEqual({ mine: [1] });
  });

  it('are aligned with epochs', async () => {
    const optimizer = classifier('accuracy');
    optimizer.stop();
    const stopping = classifier('accuracy', {
      signals: {
        updateEnd: (training, { epoch }) => {
          if (epoch === 2) training.stop();
        },
      },
    });
    await stopping.train(xTrain, yTrain, { epochs: 3 });
    await stopping.train(xTrain, yTrain, { epochs: 1, batchSize: null });
    expect(stopping.history.metrics['accuracy']?.map(Number.isNaN)).toEqual([false, true, false]);
  });

  it('stand in the log behind the losses', async () => {
    const reporter = recorder();
    const constant = (): number => 0.98765;
    const optimizer = classifier(
      { name: 'score', compute: constant, greaterIsBetter: true },
      { reporter, verbose: true },
    );
    await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 1 });
    expect(reporter.lines.join('\n')).toContain("metrics = ['score']");
    expect(reporter.lines.find((line) => line.startsWith('#1'))).toMatch(
      /^#1 : \[.*\] train: \d\.\d{6}, valid: \d\.\d{6}, score: 0\.9877$/,
    );
  });

  it('are the same where values are read asynchronously', async () => {
    await useBackend('asynchronous');
    const optimizer = classifier('accuracy');
    await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 2 });
    await activateBackend();
    const onEngine = classifier('accuracy');
    await onEngine.train(xTrain, yTrain, xTest, yTest, { epochs: 2 });
    expect(optimizer.history.metrics).toEqual(onEngine.history.metrics);
  });

  it('keep memory flat', async () => {
    const optimizer = classifier(['accuracy', 'logLoss']);
    await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 20 });
    const before = memory();
    await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 100 });
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numBytes).toBe(before.numBytes);
  });
});

describe('a metric that fails', () => {
  it.each<[string, () => number, string]>([
    [
      'by an error of its own',
      () => {
        throw new RangeError('of the metric');
      },
      'of the metric',
    ],
    ['by giving no number', () => 'much' as never, "metric failing: expected a number, got 'much'."],
  ])('%s: the epoch, its loss and what was learnt are kept', async (_, compute, message) => {
    const optimizer = classifier({ name: 'failing', compute, greaterIsBetter: true });
    await expect(optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: 3 })).rejects.toThrow(message);
    const [record] = optimizer.history.epochs;
    expect(optimizer.history.epochs.length).toBe(1);
    expect(record).toMatchObject({ epoch: 1, updates: 3 });
    expect(record?.valid).toBeCloseTo(await optimizer.score(xTest, yTest), 5);
    expect(record?.metrics).toBeUndefined();
    await expect(optimizer.predict(xTest)).resolves.toBeDefined();
  });

  it.each<[string, Metrics, string]>([
    ['r2', 'r2', "option metrics, 'r2' (r2Score): expected predictions of the shape of the actual numbers"],
    [
      'logLoss of outputs that are no probabilities',
      ['accuracy', 'logLoss'],
      "option metrics, 'logLoss' (logLoss, predicted): expected probabilities between 0 and 1",
    ],
  ])(
    'before the first update, with its name, where it cannot be computed: %s',
    async (_, metrics, message) => {
      const end = metrics === 'r2' ? softmax(2) : linear(2);
      const loss = metrics === 'r2' ? 'categoricalCrossentropy' : 'mse';
      const optimizer = momentum(input(4).to(end), { loss, metrics, seed: 0, batchSize: 8 });
      const y = metrics === 'r2' ? labels : rows;
      const training = optimizer.train(xTrain, y.slice(0, 20), xTest, y.slice(20), { epochs: 2 });
      await expect(training).rejects.toThrow(message);
      await expect(training).rejects.toThrow(
        'Take a metric that fits the outputs of the network and the targets.',
      );
      expect(optimizer.updatesMade).toBe(0);
    },
  );

  it('by NaN, where it is undefined, lets training go on', async () => {
    const optimizer = classifier('rocAuc');
    const one = yTrain.map(() => [1, 0]);
    await optimizer.train(xTrain, one, { epochs: 2 });
    expect(optimizer.history.metrics['rocAuc']).toEqual([Number.NaN, Number.NaN]);
  });
});

describe('metrics are refused', () => {
  it.each<[string, unknown, string]>([
    ['that have no such name', ['accurracy'], "Did you mean 'accuracy'?"],
    ['that are none', 3, 'option metrics: expected the name of a metric'],
    [
      'twice of one name',
      ['accuracy', 'accuracy'],
      "expected metrics that each have a name of their own, got two called 'accuracy'.",
    ],
  ])('%s', (_, metrics, message) => {
    expect(() => classifier(metrics as Metrics)).toThrow(OptionError);
    expect(() => classifier(metrics as Metrics)).toThrow(message);
  });

  it('for a source without validation data', async () => {
    const optimizer = gradientDescent(oneWeight(), { metrics: 'mse', seed: 0 });
    await expect(optimizer.train([[[[1]], [0]]], { epochs: 1 })).rejects.toThrow(
      'option metrics: expected validation data, where training data come from a source, got none.',
    );
  });
});
