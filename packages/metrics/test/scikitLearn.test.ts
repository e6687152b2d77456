import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { NeutypeError } from '@neutype/errors';
import { ndarray } from '@neutype/ndarray';
import {
  type AveragedScoreOptions,
  accuracyScore,
  auc,
  averagePrecisionScore,
  balancedAccuracyScore,
  brierScoreLoss,
  calibrationCurve,
  classificationReport,
  cohenKappaScore,
  confusionMatrix,
  expectedCalibrationError,
  explainedVarianceScore,
  f1Score,
  fbetaScore,
  hammingLoss,
  jaccardScore,
  type Labels,
  logLoss,
  matthewsCorrcoef,
  maxError,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanPinballLoss,
  meanSquaredError,
  meanSquaredLogError,
  medianAbsoluteError,
  precisionRecallCurve,
  precisionScore,
  r2Score,
  recallScore,
  rocAucScore,
  rocCurve,
  rootMeanSquaredError,
  rootMeanSquaredLogError,
  topKAccuracyScore,
} from '../src/index.js';
import {
  type ChanceCase,
  type ClassCase,
  chanceCase,
  classCase,
  type IndicatorCase,
  indicatorCase,
  type NumberCase,
  numberCase,
  type RankCase,
  type RowCase,
  type Rows,
  rankCase,
  rowCase,
} from './scikitLearn/cases.js';
import { digest, textDigest } from './scikitLearn/digest.js';

const ELSEWHERE = process.env['NEUTYPE_METRICS_GOLDEN'];
const GOLDEN = ELSEWHERE ?? fileURLToPath(new URL('golden/scikitLearn', import.meta.url));
const FEWEST = ELSEWHERE === undefined ? 5000 : 1;

/** What scikit-learn refuses is infinite, and what it warns is undefined is NaN. */
const REFUSED = Number.POSITIVE_INFINITY;

/** Results of the same formula that was added up in another order. */
const TOLERANCE = 1e-12;

/** The first cases of a family, which many metrics are computed of. */
const MADE = new Map<(number: number) => unknown, unknown[]>();

function casesOf<Case>(caseOf: (number: number) => Case, count: number): readonly Case[] {
  const made = (MADE.get(caseOf) ?? []) as Case[];
  while (made.length < count) made.push(caseOf(made.length));
  MADE.set(caseOf, made);
  return made;
}

function expectSame<Case>(
  name: string,
  caseOf: (number: number) => Case,
  compute: (given: Case) => number,
): void {
  const bytes = readFileSync(join(GOLDEN, `${name}.f64`));
  const count = bytes.length / 8;
  expect(count).toBeGreaterThanOrEqual(FEWEST);
  const cases = casesOf(caseOf, count);
  const different: string[] = [];
  for (let number = 0; number < count; number++) {
    const expected = bytes.readDoubleLE(number * 8);
    const value = valueOrRefused(() => compute(cases[number]!));
    if (!isSame(value, expected)) different.push(`case ${number}: ${value}, scikit-learn ${expected}`);
  }
  expect(different).toEqual([]);
}

function valueOrRefused(compute: () => number): number {
  try {
    return compute();
  } catch (error) {
    if (error instanceof NeutypeError) return REFUSED;
    throw error;
  }
}

function isSame(value: number, expected: number): boolean {
  if (Number.isNaN(expected)) return value === REFUSED || Number.isNaN(value);
  return value === expected || Math.abs(value - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
}

type Score = (actual: Labels, predicted: Labels, options: AveragedScoreOptions) => number | number[];

function averaged(score: Score, c: ClassCase, options: AveragedScoreOptions = {}): number {
  const { actual, predicted, average, labels, posLabel, zeroDivision, w } = c;
  const classes = average === 'binary' ? { posLabel } : labels === undefined ? {} : { labels };
  const value = score(actual, predicted, {
    average,
    zeroDivision,
    ...classes,
    ...options,
    ...w,
  });
  return typeof value === 'number' ? value : digest(value);
}

function ofLabels(
  score: Score,
  { actual, predicted, average, labels, zeroDivision, w }: IndicatorCase,
  options: AveragedScoreOptions = {},
): number {
  const columns = labels === undefined ? {} : { labels };
  const value = score(actual, predicted, { average, zeroDivision, ...columns, ...options, ...w });
  return typeof value === 'number' ? value : digest(value);
}

/** scikit-learn has no NaN for Jaccard's index. */
function withoutNan({ zeroDivision }: { zeroDivision: number }) {
  return { zeroDivision: Number.isNaN(zeroDivision) ? 0 : zeroDivision };
}

function digestOfList(value: number | number[]): number {
  return typeof value === 'number' ? value : digest(value);
}

function report({ actual, predicted, labels, digits, zeroDivision, targetNames, w }: ClassCase): number {
  const shown = labels?.length ?? new Set<unknown>([...actual, ...predicted]).size;
  return textDigest(
    classificationReport(actual, predicted, {
      digits,
      zeroDivision,
      ...(labels !== undefined && { labels }),
      ...(targetNames !== undefined && { targetNames: [...targetNames, ...targetNames].slice(0, shown) }),
      ...w,
    }),
  );
}

const OF_CLASSES: Record<string, (c: ClassCase) => number> = {
  accuracyScore: ({ actual, predicted, w }) => accuracyScore(actual, predicted, w),
  balancedAccuracyScore: ({ actual, predicted, adjusted, w }) =>
    balancedAccuracyScore(actual, predicted, { adjusted, ...w }),
  precisionScore: (c) => averaged(precisionScore as Score, c),
  recallScore: (c) => averaged(recallScore as Score, c),
  f1Score: (c) => averaged(f1Score as Score, c),
  fbetaScore: (c) =>
    averaged(
      (...given) =>
        (fbetaScore as (...of: unknown[]) => number)(...given.slice(0, 2), { ...given[2], beta: c.beta }),
      c,
    ),
  jaccardScore: (c) => averaged(jaccardScore as Score, c, withoutNan(c)),
  hammingLoss: ({ actual, predicted, w }) => hammingLoss(actual, predicted, w),
  matthewsCorrcoef: ({ actual, predicted, w }) => matthewsCorrcoef(actual, predicted, w),
  cohenKappaScore: ({ actual, predicted, labels, kappa, w }) =>
    cohenKappaScore(actual, predicted, {
      ...(labels !== undefined && { labels }),
      ...(kappa !== undefined && { weights: kappa }),
      ...w,
    }),
  confusionMatrix: ({ actual, predicted, labels, normalize, w }) =>
    digest(
      confusionMatrix(actual, predicted, {
        ...(labels !== undefined && { labels }),
        ...(normalize !== undefined && { normalize }),
        ...w,
      }).data,
    ),
  classificationReport: report,
};

const OF_RANKS: Record<string, (c: RankCase) => number> = {
  rocCurve: ({ actual, scores, w }) => {
    const { falsePositiveRate, truePositiveRate, thresholds } = rocCurve(actual, scores, w);
    return digest(falsePositiveRate, truePositiveRate, thresholds.slice(1));
  },
  precisionRecallCurve: ({ actual, scores, w }) => {
    const { precision, recall, thresholds } = precisionRecallCurve(actual, scores, w);
    return digest(precision, recall, thresholds);
  },
  rocAucScore: ({ actual, scores, w }) => rocAucScore(actual, scores, w),
  averagePrecisionScore: ({ actual, scores, w }) => averagePrecisionScore(actual, scores, w),
  auc: ({ actual, scores }) => {
    const sorted = scores.toSorted();
    return auc(sorted.length % 2 === 1 ? sorted.reverse() : sorted, actual);
  },
};

const OF_ROWS: Record<string, (c: RowCase) => number> = {
  'rocAucScore ovr': ({ actual, rows, labels, ovr, w }) =>
    digestOfList(rocAucScore(actual, rows, { multiClass: 'ovr', average: ovr as null, labels, ...w })),
  'rocAucScore ovo': ({ actual, rows, labels, ovo }) =>
    rocAucScore(actual, rows, { multiClass: 'ovo', average: ovo, labels }),
  'averagePrecisionScore of classes': ({ actual, rows, labels, ovr, w }) =>
    digestOfList(averagePrecisionScore(actual, rows, { average: ovr as null, labels, ...w })),
  topKAccuracyScore: ({ actual, rows, labels, k, w }) => topKAccuracyScore(actual, rows, { k, labels, ...w }),
  'logLoss of classes': ({ actual, rows, labels, w }) => logLoss(actual, rows, { labels, ...w }),
  'brierScoreLoss of classes': ({ actual, rows, labels, half, w }) =>
    brierScoreLoss(actual, rows, { labels, ...(half !== undefined && { scaleByHalf: half }), ...w }),
  'expectedCalibrationError of classes': ({ actual, rows, labels, bins, w }) =>
    expectedCalibrationError(actual, rows, { bins, labels, ...w }),
};

const OF_CHANCES: Record<string, (c: ChanceCase) => number> = {
  logLoss: ({ actual, probabilities, w }) => logLoss(actual, probabilities, { labels: [0, 1], ...w }),
  brierScoreLoss: ({ actual, probabilities, w }) => brierScoreLoss(actual, probabilities, w),
  calibrationCurve: ({ actual, probabilities, bins, strategy }) => {
    const { observed, predicted } = calibrationCurve(actual, probabilities, { bins, strategy });
    return digest(observed, predicted);
  },
  expectedCalibrationError: ({ actual, probabilities, bins, w }) =>
    expectedCalibrationError(actual, probabilities, { bins, ...w }),
};

function absolute({ data, shape }: Rows): Rows {
  return ndarray(data.map(Math.abs), shape);
}

const OF_NUMBERS: Record<string, (c: NumberCase) => number> = {
  r2Score: ({ actual, predicted, share, w }) => r2Score(actual, predicted, { ...share, ...w }),
  explainedVarianceScore: ({ actual, predicted, share, w }) =>
    explainedVarianceScore(actual, predicted, { ...share, ...w }),
  maxError: ({ actual, predicted }) => maxError(actual, predicted),
  meanAbsoluteError: ({ actual, predicted, w }) => meanAbsoluteError(actual, predicted, w),
  meanSquaredError: ({ actual, predicted, w }) => meanSquaredError(actual, predicted, w),
  rootMeanSquaredError: ({ actual, predicted, w }) => rootMeanSquaredError(actual, predicted, w),
  medianAbsoluteError: ({ actual, predicted, w }) => medianAbsoluteError(actual, predicted, w),
  meanAbsolutePercentageError: ({ actual, predicted, w }) =>
    meanAbsolutePercentageError(actual, predicted, w),
  meanSquaredLogError: ({ actual, predicted, w }) =>
    meanSquaredLogError(absolute(actual), absolute(predicted), w),
  rootMeanSquaredLogError: ({ actual, predicted, w }) =>
    rootMeanSquaredLogError(absolute(actual), absolute(predicted), w),
  meanPinballLoss: ({ actual, predicted, alpha, w }) => meanPinballLoss(actual, predicted, { alpha, ...w }),
};

const OF_INDICATORS: Record<string, (c: IndicatorCase) => number> = {
  'precisionScore of labels': (c) => ofLabels(precisionScore as Score, c),
  'recallScore of labels': (c) => ofLabels(recallScore as Score, c),
  'f1Score of labels': (c) => ofLabels(f1Score as Score, c),
  'jaccardScore of labels': (c) => ofLabels(jaccardScore as Score, c, withoutNan(c)),
  'hammingLoss of labels': ({ actual, predicted, w }) => hammingLoss(actual, predicted, w),
  'rocAucScore of labels': ({ actual, scores, ranked, w }) =>
    digestOfList(rocAucScore(actual, scores, { average: ranked as null, ...w })),
  'averagePrecisionScore of labels': ({ actual, scores, ranked, w }) =>
    digestOfList(averagePrecisionScore(actual, scores, { average: ranked as null, ...w })),
};

describe('on thousands of random cases scikit-learn gives the same value, or refuses too:', () => {
  it.each(Object.entries(OF_CLASSES))('%s', (name, compute) => expectSame(name, classCase, compute));
  it.each(Object.entries(OF_RANKS))('%s', (name, compute) => expectSame(name, rankCase, compute));
  it.each(Object.entries(OF_ROWS))('%s', (name, compute) => expectSame(name, rowCase, compute));
  it.each(Object.entries(OF_CHANCES))('%s', (name, compute) => expectSame(name, chanceCase, compute));
  it.each(Object.entries(OF_NUMBERS))('%s', (name, compute) => expectSame(name, numberCase, compute));
  it.each(Object.entries(OF_INDICATORS))('%s', (name, compute) => expectSame(name, indicatorCase, compute));
});
