import { describe, expect, it } from '@jest/globals';
import { DataError, OptionError, ShapeError } from '@neutype/errors';
import { ndarray } from '@neutype/ndarray';
import {
  accuracyScore,
  averagePrecisionScore,
  brierScoreLoss,
  expectedCalibrationError,
  f1Score,
  logLoss,
  type Metric,
  type MetricName,
  maxError,
  meanPinballLoss,
  meanSquaredError,
  precisionScore,
  r2Score,
  recallScore,
  resolveMetric,
  rocAucScore,
} from '../src/index.js';

const CLASSES = [0, 2, 1, 2, 0];
const ROWS = [
  [0.7, 0.2, 0.1],
  [0.1, 0.2, 0.7],
  [0.5, 0.3, 0.2],
  [0.2, 0.2, 0.6],
  [0.3, 0.4, 0.3],
];
const PREDICTED = [0, 2, 0, 2, 1];
const ONE_HOT = CLASSES.map((label) => [0, 1, 2].map((column) => Number(column === label)));

const BINARY = [0, 1, 1, 0, 1];
const SIGMOID = [0.2, 0.9, 0.5, 0.6, 0.7];
const BINARY_PREDICTED = [0, 1, 0, 1, 1];

function compute(
  name: MetricName,
  targets: Parameters<Metric['compute']>[0],
  outputs: Parameters<Metric['compute']>[1],
) {
  return resolveMetric(name).compute(targets, outputs);
}

describe('a metric of several classes by name', () => {
  const macro = { average: 'macro' } as const;

  it.each<[MetricName, number]>([
    ['accuracy', accuracyScore(CLASSES, PREDICTED)],
    ['precision', precisionScore(CLASSES, PREDICTED, macro)],
    ['recall', recallScore(CLASSES, PREDICTED, macro)],
    ['f1', f1Score(CLASSES, PREDICTED, macro)],
    ['top3Accuracy', 1],
    ['rocAuc', rocAucScore(CLASSES, ROWS, { multiClass: 'ovr' })],
    ['averagePrecision', averagePrecisionScore(CLASSES, ROWS)],
    ['logLoss', logLoss(CLASSES, ROWS)],
    ['brierScore', brierScoreLoss(CLASSES, ROWS)],
    ['calibrationError', expectedCalibrationError(CLASSES, ROWS)],
  ])('%s takes the class with the largest output for the prediction', (name, expected) => {
    expect(compute(name, CLASSES, ROWS)).toBe(expected);
  });

  it.each<MetricName>(['accuracy', 'f1', 'rocAuc', 'logLoss'])(
    '%s is the same for one-hot rows, columns of classes and typed arrays',
    (name) => {
      const expected = compute(name, CLASSES, ROWS);
      expect(compute(name, ONE_HOT, ROWS)).toBe(expected);
      expect(compute(name, ndarray(Int32Array.from(CLASSES), [5, 1]), ROWS)).toBe(expected);
      expect(compute(name, Uint8Array.from(CLASSES), ROWS)).toBe(expected);
    },
  );

  it('leaves classes without samples out of the mean area', () => {
    const expected = rocAucScore([0, 1, 1], [0.9, 0.2, 0.4]);
    const rows = [
      [0.1, 0.9, 0],
      [0.8, 0.2, 0],
      [0.6, 0.4, 0],
    ];
    expect(compute('rocAuc', [0, 1, 1], rows)).toBe(expected);
  });

  it('takes smoothed and mixed labels for the class that is largest', () => {
    const smoothed = ONE_HOT.map((row) => row.map((value) => value * 0.9 + 0.1 / 3));
    expect(compute('accuracy', smoothed, ROWS)).toBe(compute('accuracy', CLASSES, ROWS));
  });
});

describe('a metric of two classes by name', () => {
  it.each<[MetricName, number]>([
    ['accuracy', accuracyScore(BINARY, BINARY_PREDICTED)],
    ['precision', precisionScore(BINARY, BINARY_PREDICTED)],
    ['recall', recallScore(BINARY, BINARY_PREDICTED)],
    ['f1', f1Score(BINARY, BINARY_PREDICTED)],
    ['rocAuc', rocAucScore(BINARY, SIGMOID)],
    ['averagePrecision', averagePrecisionScore(BINARY, SIGMOID)],
    ['logLoss', logLoss(BINARY, SIGMOID)],
    ['brierScore', brierScoreLoss(BINARY, SIGMOID)],
    ['calibrationError', expectedCalibrationError(BINARY, SIGMOID)],
  ])('%s speaks of class 1, from one output or from two', (name, expected) => {
    const single = SIGMOID.map((output) => [output]);
    const double = SIGMOID.map((output) => [1 - output, output]);
    expect(compute(name, BINARY, SIGMOID)).toBe(expected);
    expect(
      compute(
        name,
        BINARY.map((label) => [label]),
        single,
      ),
    ).toBe(expected);
    expect(compute(name, BINARY, double)).toBeCloseTo(expected, 12);
    expect(
      compute(
        name,
        BINARY.map((label) => [1 - label, label]),
        double,
      ),
    ).toBeCloseTo(expected, 12);
  });
});

describe('a metric of numbers by name', () => {
  it('compares targets with outputs as they are', () => {
    const targets = [1, 2, 4];
    const outputs = [[1.5], [2], [3]];
    expect(compute('mse', targets, outputs)).toBe(meanSquaredError(targets, [1.5, 2, 3]));
    expect(compute('r2', targets, outputs)).toBe(r2Score(targets, [1.5, 2, 3]));
    expect(resolveMetric('mse').greaterIsBetter).toBe(false);
    expect(resolveMetric('r2').greaterIsBetter).toBe(true);
  });
});

describe('a metric that is undefined for the samples', () => {
  it.each<[MetricName, number[], number[]]>([
    ['rocAuc', [1, 1], [0.5, 0.1]],
    ['averagePrecision', [0, 0], [0.5, 0.1]],
    ['cohenKappa', [1, 1], [0.9, 0.8]],
    ['r2', [1], [2]],
  ])('%s is NaN, and stops no training', (name, targets, outputs) => {
    expect(compute(name, targets, outputs)).toBeNaN();
  });
});

describe('resolveMetric', () => {
  it('calls a function by its name, and gives metrics back as they are', () => {
    function share(targets: unknown, outputs: unknown) {
      return targets === outputs ? 1 : 0;
    }
    const metric = resolveMetric(share);
    expect(metric.name).toBe('share');
    expect(metric.greaterIsBetter).toBe(true);
    const targets = [1];
    expect(metric.compute(targets, targets)).toBe(1);
    expect(
      resolveMetric(
        (
          () => () =>
            7
        )(),
      ).name,
    ).toBe('metric');
    const own: Metric = { name: 'own', compute: () => 3, greaterIsBetter: false };
    expect(resolveMetric(own)).toBe(own);
  });

  it('takes less for better where the name of a function ends in error or loss', () => {
    function roundError() {
      return 1;
    }
    for (const metric of [meanSquaredError, maxError, meanPinballLoss, roundError]) {
      expect(resolveMetric(metric).greaterIsBetter).toBe(false);
    }
    for (const metric of [r2Score, rocAucScore]) expect(resolveMetric(metric).greaterIsBetter).toBe(true);
  });

  it.each<[unknown, string]>([
    ['acuracy', "got 'acuracy'. Did you mean 'accuracy'? It knows 'accuracy', "],
    ['unknowable', "resolveMetric: expected one of 'accuracy', "],
    [accuracyScore, "got the function accuracyScore, which compares classes with classes. Write 'accuracy'."],
    ['toString', "got 'toString'."],
    [7, 'expected the name of a metric, a function of targets and outputs, or'],
    [null, 'got null.'],
    [{ name: 'own' }, 'compute of own: expected a function of targets and outputs, got undefined.'],
    [{ name: 'own', compute: () => 1 }, 'greaterIsBetter of own: expected true or false, got undefined.'],
  ])('refuses %j', (metric, message) => {
    expect(() => resolveMetric(metric as MetricName)).toThrow(OptionError);
    expect(() => resolveMetric(metric as MetricName)).toThrow(message);
  });

  it('names the caller where one is given', () => {
    expect(() => resolveMetric('f2' as MetricName, 'train, metrics[0]')).toThrow(
      'train, metrics[0]: expected a name that it knows',
    );
  });
});

describe('a classification metric by name', () => {
  it.each<[unknown, unknown, string]>([
    [
      [0, 3],
      [
        [0.5, 0.5, 0],
        [1, 0, 0],
      ],
      'accuracy, targets: expected classes from 0 to 2, for 3 outputs, got 3 at [1].',
    ],
    [
      [0, 0.5],
      [0.1, 0.2],
      'accuracy, targets: expected classes from 0 to 1, for a single output, got 0.5 at [1].',
    ],
    [[0], [0.1, 0.2], 'accuracy: expected as many predicted as actual samples, got 2 and 1.'],
    [[0, 1], [0.1, Number.NaN], 'accuracy, outputs: expected finite numbers, got NaN at [1].'],
    [
      [[1, 1, 0]],
      [[0.5, 0.5, 0]],
      'accuracy, targets: expected one-hot rows, in which one number is the largest, got 1 at [0][0] and at [0][1].',
    ],
  ])('says what is wrong with %j and %j', (targets, outputs, message) => {
    const call = () => compute('accuracy', targets as number[], outputs as number[]);
    expect(call).toThrow(DataError);
    expect(call).toThrow(message);
  });

  it.each<[unknown, unknown, string]>([
    [[[1, 0]], [[0.1, 0.2, 0.7]], 'or one-hot rows [samples, 3] as there are outputs, got [1, 2].'],
    [[[[1]]], [0.1], 'accuracy, targets: expected classes [samples], got [1, 1, 1].'],
    [[1], [[[0.1]]], 'accuracy, outputs: expected the shape [samples] or [samples, classes], got [1, 1, 1].'],
  ])('refuses the shapes of %j and %j', (targets, outputs, message) => {
    const call = () => compute('accuracy', targets as number[], outputs as number[]);
    expect(call).toThrow(ShapeError);
    expect(call).toThrow(message);
  });
});

describe('a name of another library', () => {
  it.each([
    ['acc', 'accuracy'],
    ['sparse_categorical_accuracy', 'accuracy'],
    ['f1_score', 'f1'],
    ['AUC', 'rocAuc'],
    ['mean_squared_error', 'mse'],
    ['mcc', 'matthews'],
    ['roc_auc', 'rocAuc'],
    ['Accuracy', 'accuracy'],
  ])('%s is answered with %s', (theirs, ours) => {
    expect(() => resolveMetric(theirs as MetricName)).toThrow(`got '${theirs}'. Did you mean '${ours}'?`);
  });
});
