import { describe, expect, it } from '@jest/globals';
import { NeutypeError, OptionError } from '@neutype/errors';
import { ndarray } from '@neutype/ndarray';
import * as metrics from '../src/index.js';
import { UndefinedMetricError } from '../src/index.js';

type AnyMetric = (actual: unknown, predicted: unknown, options?: object) => unknown;

/** What is exported, and compares no lists of samples. */
const OTHERS = [
  'auc',
  'averagePrecisionOf',
  'orthogonalProcrustes',
  'principalComponents',
  'resolveMetric',
  'UndefinedMetricError',
];
const ALL = Object.entries(metrics as unknown as Record<string, AnyMetric>).filter(
  ([name, metric]) => typeof metric === 'function' && !OTHERS.includes(name),
);
const WEIGHTED = ALL.filter(([name]) => name !== 'calibrationCurve' && name !== 'maxError');

/** Two samples that each kind of metric takes: classes, scores and probabilities, or numbers. */
const SAMPLES: Record<string, readonly [number[], number[] | number[][]]> = {
  topKAccuracyScore: [
    [0, 1],
    [
      [0.6, 0.4],
      [0.3, 0.7],
    ],
  ],
};
function samplesFor(name: string): readonly [number[], number[] | number[][]] {
  return (
    SAMPLES[name] ?? [
      [0, 1],
      [0, 1],
    ]
  );
}

/** What must be given besides samples. */
function required(name: string) {
  return name === 'fbetaScore' ? { beta: 1 } : {};
}

describe.each(ALL)('%s', (name, metric) => {
  const [actual, predicted] = samplesFor(name);
  const given = required(name);

  it('takes two samples', () => {
    expect(() => metric(actual, predicted, given)).not.toThrow();
  });

  it('refuses no samples, and lists of unequal lengths', () => {
    for (const call of [
      () => metric([], [], given),
      () => metric(actual, predicted.slice(1), given),
      () => metric(actual.slice(1), predicted, given),
    ]) {
      expect(call).toThrow(NeutypeError);
      expect(call).toThrow(name);
    }
  });

  it('refuses NaN, infinity, text, null and holes among numbers', () => {
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, null, undefined, {}]) {
      expect(() => metric(actual, [predicted[0], wrong], given)).toThrow(NeutypeError);
      expect(() => metric([0, wrong], predicted, given)).toThrow(NeutypeError);
    }
    // biome-ignore lint/suspicious/noSparseArray: holes are what is refused
    expect(() => metric(actual, [, 1], given)).toThrow(NeutypeError);
  });

  it('refuses what is no array', () => {
    for (const wrong of [undefined, null, 7, new Set([0, 1]), () => 1]) {
      expect(() => metric(wrong, predicted, given)).toThrow(NeutypeError);
      expect(() => metric(actual, wrong, given)).toThrow(NeutypeError);
    }
  });
});

describe.each(WEIGHTED)('the weights of %s', (name, metric) => {
  const [actual, predicted] = samplesFor(name);
  const weighing = (sampleWeight: unknown) => () =>
    metric(actual, predicted, { ...required(name), sampleWeight });

  it('must be as many as the samples, from 0, and not all 0', () => {
    expect(weighing([1, 1])).not.toThrow();
    expect(weighing([1])).toThrow(
      `${name}, sampleWeight: expected 2 weights from 0, one for each sample, got 1.`,
    );
    expect(weighing([1, -1])).toThrow(
      `${name}, sampleWeight: expected 2 weights from 0, one for each sample, got -1 at [1].`,
    );
    expect(weighing([0, 0])).toThrow(
      `${name}, sampleWeight: expected at least one weight above 0, got zeros.`,
    );
    expect(weighing([1, Number.NaN])).toThrow(
      `${name}, sampleWeight: expected finite numbers, got NaN at [1].`,
    );
  });

  it('are called sampleWeight', () => {
    const call = () => metric(actual, predicted, { ...required(name), weights: [1, 1] });
    if (name === 'cohenKappaScore')
      return expect(call).toThrow("expected one of 'linear', 'quadratic', got an array of 2.");
    expect(call).toThrow(OptionError);
    expect(call).toThrow("It is called 'sampleWeight' here.");
  });
});

describe('a metric of classes', () => {
  const rows = ndarray([
    [0.9, 0.1],
    [0.2, 0.8],
  ]);

  const { precisionScore, recallScore, f1Score, jaccardScore } = metrics;

  it.each(Object.entries({ precisionScore, recallScore, f1Score, jaccardScore }))(
    '%s says what to do with several classes, rows and unknown averages',
    (name, score) => {
      expect(() => score([0, 1, 2], [0, 1, 1])).toThrow(
        `${name}: expected two classes where 'average' is 'binary', the default, got the 3 classes 0, 1, 2. Choose another 'average': 'macro', 'weighted', 'micro', or null for a score of each class.`,
      );
      expect(() => score(['a', 'b'], ['a', 'b'])).toThrow(
        `${name}, posLabel: expected one of the classes 'a', 'b', got 1, which is the default.`,
      );
      expect(() => score([0, 1], [0, 1], { average: 'mean' as 'macro' })).toThrow(
        `${name}, average: expected one of 'binary', 'macro', 'weighted', 'micro', 'samples', got 'mean'.`,
      );
      expect(() => score([0, 1], [0, 1], { average: 'samples' })).toThrow(
        `${name}, average: expected rows of 0 and 1 for 'samples': samples with several labels, got one class for each sample. Choose 'macro', 'weighted' or 'micro'.`,
      );
      expect(() => score(rows, rows)).toThrow(
        `${name}, actual: expected rows of 0 and 1, one number for each label, got 0.8999999761581421 at [0][0]. Turn probabilities`,
      );
      expect(() => score([0, 1], rows)).toThrow(
        'Turn one-hot rows or probabilities into classes first: x.argmax(1).',
      );
      expect(() => score([0, 1], [0, 1], { labels: [1] })).toThrow(
        `${name}, labels: expected no labels where 'average' is 'binary', got 1. Name the class by 'posLabel'.`,
      );
      expect(() => score([0, 1], [0, 1], { zeroDivision: 2 })).toThrow(
        `${name}, zeroDivision: expected 0, 1 or NaN, got 2.`,
      );
    },
  );

  it('with rows of several labels needs an average, equal widths, and columns for labels', () => {
    const labels = [
      [1, 0, 1],
      [0, 0, 1],
    ];
    expect(() => f1Score(labels, labels)).toThrow(
      "f1Score: expected two classes where 'average' is 'binary', the default, got samples with several labels. Choose another 'average': 'macro', 'weighted', 'micro', 'samples', or null",
    );
    expect(() =>
      f1Score(
        labels,
        [
          [1, 0],
          [0, 1],
        ],
        { average: 'macro' },
      ),
    ).toThrow('f1Score: expected as many labels predicted as actual, got the shapes [2, 2] and [2, 3].');
    expect(() => f1Score(labels, labels, { average: 'macro', labels: [0, 3] })).toThrow(
      'f1Score, labels: expected columns from 0 to 2, got 3.',
    );
  });

  it('fbetaScore needs a beta from 0', () => {
    const { fbetaScore } = metrics;
    expect(() => fbetaScore([0, 1], [0, 1], {} as { beta: number })).toThrow(
      'fbetaScore, beta: expected a number from 0, got undefined.',
    );
    expect(() => fbetaScore([0, 1], [0, 1], { beta: -1 })).toThrow(
      'fbetaScore, beta: expected a number from 0, got -1.',
    );
  });
});

describe('a metric without a value for the samples', () => {
  it.each<[string, () => unknown, string]>([
    [
      'rocCurve',
      () => metrics.rocCurve([1, 1], [0, 1]),
      'rocCurve: expected samples of both classes, got 2 positive and 0 negative.',
    ],
    [
      'precisionRecallCurve',
      () => metrics.precisionRecallCurve([0], [0]),
      'expected at least one positive sample, got none.',
    ],
    [
      'rocAucScore of several classes',
      () =>
        metrics.rocAucScore(
          [0, 1],
          [
            [0.5, 0.3, 0.2],
            [0.2, 0.6, 0.2],
          ],
          { multiClass: 'ovr', labels: [0, 1, 2] },
        ),
      "rocAucScore: expected samples of each class, and of others, got 0 of column 2 and 2 others. Average yourself over the classes that have both: 'average: null' gives the score of each.",
    ],
    [
      'rocAucScore of pairs',
      () =>
        metrics.rocAucScore(
          [1, 1],
          [
            [0.5, 0.3, 0.2],
            [0.2, 0.6, 0.2],
          ],
          { multiClass: 'ovo', labels: [0, 1, 2] },
        ),
      'rocAucScore: expected samples of at least two classes, got one.',
    ],
    [
      'cohenKappaScore',
      () => metrics.cohenKappaScore([1, 1], [1, 1]),
      'cohenKappaScore: expected raters who use more than one class, got one.',
    ],
    [
      'balancedAccuracyScore',
      () => metrics.balancedAccuracyScore([1], [1], { adjusted: true }),
      "expected samples of two classes where 'adjusted' is set, got one.",
    ],
    ['r2Score', () => metrics.r2Score([1], [1]), 'r2Score: expected at least two samples, got one.'],
  ])('is an error of its own: %s', (_name, call, message) => {
    expect(call).toThrow(UndefinedMetricError);
    expect(call).toThrow(message);
  });

  it('has NaN for a class among those of the others', () => {
    const options = { multiClass: 'ovr', average: null, labels: [0, 1, 2] } as const;
    const scores = [
      [0.5, 0.3, 0.2],
      [0.2, 0.6, 0.2],
    ];
    expect(metrics.rocAucScore([0, 1], scores, options)).toEqual([1, 1, Number.NaN]);
  });
});

describe('a ranking metric of several classes', () => {
  const scores = [
    [0.5, 0.3, 0.2],
    [0.2, 0.6, 0.2],
    [0.1, 0.1, 0.8],
  ];
  const { rocAucScore } = metrics;

  it('says how to choose between one versus rest and one versus one', () => {
    expect(() => rocAucScore([0, 1, 2], scores)).toThrow(
      "rocAucScore, multiClass: expected 'ovr' or 'ovo' for scores of 3 classes, got neither. For two classes, take the column of the positive class.",
    );
    expect(() => rocAucScore([0, 1, 2], scores, { multiClass: 'ovo', average: 'micro' })).toThrow(
      "rocAucScore, average: expected 'macro' or 'weighted' with 'ovo', which averages over pairs of classes, got 'micro'.",
    );
    expect(() => rocAucScore([0, 1, 2], scores, { multiClass: 'ovo', sampleWeight: [1, 1, 1] })).toThrow(
      "rocAucScore, sampleWeight: expected none with 'ovo', which weighs all samples the same, got weights.",
    );
  });

  it('refuses classes and rows that do not go with the columns, and scores that are no probabilities', () => {
    const options = { multiClass: 'ovr' } as const;
    expect(() => rocAucScore([0, 1, 1], scores, options)).toThrow("Name all classes by the option 'labels'.");
    expect(() =>
      rocAucScore(
        [
          [1, 0],
          [0, 1],
          [1, 0],
        ],
        scores,
      ),
    ).toThrow(
      'rocAucScore, actual: expected rows of 3, a number for each column of scores, got the shape [3, 2].',
    );
    expect(() =>
      rocAucScore(
        [0, 1, 2],
        [
          [1, 2, 3],
          [0, 0, 1],
          [0, 1, 0],
        ],
        options,
      ),
    ).toThrow('rocAucScore, scores: expected probabilities that add up to 1, got a sum of 6 for sample 0.');
  });
});

describe('auc', () => {
  const { auc } = metrics;

  it('takes curves that rise and that fall', () => {
    expect(auc([0, 0.5, 1], [0, 1, 1])).toBe(0.75);
    expect(auc([1, 0.5, 0], [1, 1, 0])).toBe(0.75);
    expect(auc([2, 2], [1, 3])).toBe(0);
  });

  it('refuses curves that go back, and single points', () => {
    expect(() => auc([0, 0.5, 0.2, 1], [0, 1, 1, 1])).toThrow(
      'auc, x: expected numbers that only rise or only fall, got 0.2 after 0.5 at [2]. Sort the points by x.',
    );
    expect(() => auc([0], [1])).toThrow(
      'auc: expected at least two points, and as many x as y, got 1 and 1.',
    );
    expect(() => auc([0, 1], [1])).toThrow('got 2 and 1.');
    expect(() => auc([0, Number.NaN], [1, 1])).toThrow('auc, x: expected finite numbers, got NaN at [1].');
  });
});

describe('probabilities', () => {
  it('must lie between 0 and 1 and say of which class they are', () => {
    const { brierScoreLoss, calibrationCurve, expectedCalibrationError } = metrics;
    for (const metric of [brierScoreLoss, calibrationCurve, expectedCalibrationError]) {
      expect(() => metric([0, 1], [0.5, 1.5])).toThrow(
        `${metric.name}, predicted: expected probabilities between 0 and 1, got 1.5 for sample 1.`,
      );
      expect(() => metric([1, 2], [0.5, 0.5])).toThrow(
        `${metric.name}, actual: expected labels of 0 and 1, got 2 at [1].`,
      );
    }
    expect(calibrationCurve(['no', 'yes'], [0.1, 0.9], { posLabel: 'yes', bins: 2 }).observed).toEqual([
      0, 1,
    ]);
    expect(brierScoreLoss(['no', 'yes'], [0.5, 0.5], { posLabel: 'yes' })).toBe(0.25);
    expect(() =>
      brierScoreLoss(
        [0, 1],
        [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
        { posLabel: 1 },
      ),
    ).toThrow(
      "brierScoreLoss, posLabel: expected none where each class has its probabilities, got one. Name all classes by 'labels'.",
    );
    expect(() => calibrationCurve([0, 1], [0.5, 0.5], { bins: 0 })).toThrow(
      'calibrationCurve, bins: expected a whole number from 1, got 0.',
    );
    expect(() => calibrationCurve([0, 1], [0.5, 0.5], { n_bins: 3 } as object)).toThrow(
      "It is called 'bins' here.",
    );
  });
});

describe('metrics of numbers', () => {
  it('compare [samples] with [samples, 1], and images with images', () => {
    const { meanSquaredError } = metrics;
    expect(meanSquaredError([1, 2], [[1], [4]])).toBe(2);
    expect(meanSquaredError([[[1], [2]]], [[[1], [4]]])).toBe(2);
    expect(() =>
      meanSquaredError(
        [1, 2],
        [
          [1, 2],
          [3, 4],
        ],
      ),
    ).toThrow(
      'meanSquaredError: expected predictions of the shape of the actual numbers, got [2, 2] and [2].',
    );
  });

  it('of logarithms refuse what has none', () => {
    const { meanSquaredLogError, rootMeanSquaredLogError } = metrics;
    for (const metric of [meanSquaredLogError, rootMeanSquaredLogError]) {
      expect(() => metric([0, -1], [0, 0])).toThrow(`${metric.name}, actual: expected numbers above -1`);
      expect(() => metric([0, 0], [0, -2])).toThrow(`${metric.name}, predicted: expected numbers above -1`);
    }
  });
});
