import { accuracyScore } from '../classification/accuracyScore.js';
import { meanOfDefined } from '../classification/averages.js';
import { balancedAccuracyScore } from '../classification/balancedAccuracyScore.js';
import { cohenKappaScore } from '../classification/cohenKappaScore.js';
import { f1Score } from '../classification/f1Score.js';
import { jaccardScore } from '../classification/jaccardScore.js';
import { matthewsCorrcoef } from '../classification/matthewsCorrcoef.js';
import { precisionScore } from '../classification/precisionScore.js';
import { recallScore } from '../classification/recallScore.js';
import { topKAccuracyScore } from '../classification/topKAccuracyScore.js';
import { brierScoreLoss } from '../probability/brierScoreLoss.js';
import { expectedCalibrationError } from '../probability/expectedCalibrationError.js';
import { logLoss } from '../probability/logLoss.js';
import { averagePrecisionScore } from '../ranking/averagePrecisionScore.js';
import { rocAucScore } from '../ranking/rocAucScore.js';
import { explainedVarianceScore } from '../regression/explainedVarianceScore.js';
import { maxError } from '../regression/maxError.js';
import { meanAbsoluteError } from '../regression/meanAbsoluteError.js';
import { meanAbsolutePercentageError } from '../regression/meanAbsolutePercentageError.js';
import { meanSquaredError } from '../regression/meanSquaredError.js';
import { meanSquaredLogError } from '../regression/meanSquaredLogError.js';
import { medianAbsoluteError } from '../regression/medianAbsoluteError.js';
import { r2Score } from '../regression/r2Score.js';
import { rootMeanSquaredError } from '../regression/rootMeanSquaredError.js';
import { rootMeanSquaredLogError } from '../regression/rootMeanSquaredLogError.js';
import { UndefinedMetricError } from '../undefinedMetricError.js';
import type { Metric, MetricFunction } from './metric.js';
import { oneHot, type Predictions, readPredictions } from './predictions.js';

/** The metrics that can be asked for by name: of classifiers, then of numbers. */
export type MetricName =
  | 'accuracy'
  | 'balancedAccuracy'
  | 'top3Accuracy'
  | 'top5Accuracy'
  | 'precision'
  | 'recall'
  | 'f1'
  | 'jaccard'
  | 'matthews'
  | 'cohenKappa'
  | 'rocAuc'
  | 'averagePrecision'
  | 'logLoss'
  | 'brierScore'
  | 'calibrationError'
  | 'r2'
  | 'explainedVariance'
  | 'mse'
  | 'rmse'
  | 'mae'
  | 'mape'
  | 'msle'
  | 'rmsle'
  | 'medianAbsoluteError'
  | 'maxError';

type Making = (name: string) => Metric;

/**
 * Precision, recall, F1 and Jaccard are those of class 1 where there are two classes, else the mean over the classes.
 * Areas and average precisions are means over the classes that have samples, each against all others.
 */
const MAKING: Readonly<Record<MetricName, Making>> = {
  accuracy: score(({ actual, predicted }) => accuracyScore(actual, predicted)),
  balancedAccuracy: score(({ actual, predicted }) => balancedAccuracyScore(actual, predicted)),
  top3Accuracy: score((predictions) => topKAccuracy(predictions, 3)),
  top5Accuracy: score((predictions) => topKAccuracy(predictions, 5)),
  precision: score(({ actual, predicted, average }) => precisionScore(actual, predicted, { average })),
  recall: score(({ actual, predicted, average }) => recallScore(actual, predicted, { average })),
  f1: score(({ actual, predicted, average }) => f1Score(actual, predicted, { average })),
  jaccard: score(({ actual, predicted, average }) => jaccardScore(actual, predicted, { average })),
  matthews: score(({ actual, predicted }) => matthewsCorrcoef(actual, predicted)),
  cohenKappa: score(({ actual, predicted }) => cohenKappaScore(actual, predicted)),
  rocAuc: score(rocAuc),
  averagePrecision: score(averagePrecision),
  logLoss: loss(({ actual, scores, labels }) => logLoss(actual, scores, { labels })),
  brierScore: loss(({ actual, scores, labels }) => brierScoreLoss(actual, scores, { labels })),
  calibrationError: loss(({ actual, scores, labels }) =>
    expectedCalibrationError(actual, scores, labels.length === 2 ? {} : { labels }),
  ),
  r2: ofNumbers(true, r2Score),
  explainedVariance: ofNumbers(true, explainedVarianceScore),
  mse: ofNumbers(false, meanSquaredError),
  rmse: ofNumbers(false, rootMeanSquaredError),
  mae: ofNumbers(false, meanAbsoluteError),
  mape: ofNumbers(false, meanAbsolutePercentageError),
  msle: ofNumbers(false, meanSquaredLogError),
  rmsle: ofNumbers(false, rootMeanSquaredLogError),
  medianAbsoluteError: ofNumbers(false, medianAbsoluteError),
  maxError: ofNumbers(false, maxError),
};

/** The names that there are. */
export const METRIC_NAMES: readonly MetricName[] = Object.keys(MAKING) as MetricName[];

/** The metric of a name. */
export function namedMetric(name: MetricName): Metric {
  return MAKING[name](name);
}

/** The functions that a name does the same as, and that cannot read what a classifier gives. */
const NAMES_OF_SCORES: ReadonlyMap<unknown, MetricName> = new Map<unknown, MetricName>([
  [accuracyScore, 'accuracy'],
  [balancedAccuracyScore, 'balancedAccuracy'],
  [topKAccuracyScore, 'top5Accuracy'],
  [precisionScore, 'precision'],
  [recallScore, 'recall'],
  [f1Score, 'f1'],
  [jaccardScore, 'jaccard'],
  [matthewsCorrcoef, 'matthews'],
  [cohenKappaScore, 'cohenKappa'],
]);

/** What to write in the place of a function that compares classes with classes. */
export function nameOfScore(compute: unknown): MetricName | undefined {
  return NAMES_OF_SCORES.get(compute);
}

function score(compute: (predictions: Predictions) => number): Making {
  return ofClassifier(true, compute);
}

function loss(compute: (predictions: Predictions) => number): Making {
  return ofClassifier(false, compute);
}

function ofClassifier(greaterIsBetter: boolean, compute: (predictions: Predictions) => number): Making {
  return (name) => ({
    name,
    greaterIsBetter,
    compute: (targets, outputs) => valueOrNaN(() => compute(readPredictions(name, targets, outputs))),
  });
}

function ofNumbers(greaterIsBetter: boolean, compute: MetricFunction): Making {
  return (name) => ({
    name,
    greaterIsBetter,
    compute: (targets, outputs) => valueOrNaN(() => compute(targets, outputs)),
  });
}

/** A metric that has no value after an epoch is no reason to stop training. */
function valueOrNaN(compute: () => number): number {
  try {
    return compute();
  } catch (error) {
    if (error instanceof UndefinedMetricError) return Number.NaN;
    throw error;
  }
}

function topKAccuracy({ actual, outputs, labels }: Predictions, k: number): number {
  return labels.length === 2 ? 1 : topKAccuracyScore(actual, outputs, { k, labels });
}

function rocAuc({ actual, scores, labels }: Predictions): number {
  if (labels.length === 2) return rocAucScore(actual, scores);
  return meanOfDefined(rocAucScore(oneHot(actual, labels.length), scores, { average: null }));
}

function averagePrecision({ actual, scores, labels }: Predictions): number {
  if (labels.length === 2) return averagePrecisionScore(actual, scores);
  return meanOfDefined(averagePrecisionScore(actual, scores, { average: null, labels }));
}
