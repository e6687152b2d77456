export { accuracyScore } from './classification/accuracyScore.js';
export type { Average, AveragedScoreOptions } from './classification/averagedScore.js';
export {
  type BalancedAccuracyOptions,
  balancedAccuracyScore,
} from './classification/balancedAccuracyScore.js';
export {
  type ClassificationReport,
  type ClassificationReportOptions,
  type ClassScores,
  classificationReport,
} from './classification/classificationReport.js';
export { type CohenKappaOptions, cohenKappaScore } from './classification/cohenKappaScore.js';
export { type ConfusionMatrixOptions, confusionMatrix } from './classification/confusionMatrix.js';
export { f1Score } from './classification/f1Score.js';
export { type FbetaOptions, fbetaScore } from './classification/fbetaScore.js';
export { hammingLoss } from './classification/hammingLoss.js';
export { jaccardScore } from './classification/jaccardScore.js';
export { matthewsCorrcoef } from './classification/matthewsCorrcoef.js';
export { precisionScore } from './classification/precisionScore.js';
export { recallScore } from './classification/recallScore.js';
export type { Scores } from './classification/scores.js';
export { type TopKAccuracyOptions, topKAccuracyScore } from './classification/topKAccuracyScore.js';
export type { BinaryLabels } from './input/binary.js';
export type { ClassTargets } from './input/classColumns.js';
export type { WeightOptions } from './input/columns.js';
export type { LabelRows } from './input/indicators.js';
export type { Label, Labels } from './input/labels.js';
export type { Probabilities } from './input/probabilities.js';
export type { Metric, MetricFunction } from './named/metric.js';
export { METRIC_NAMES, type MetricName } from './named/namedMetrics.js';
export { resolveMetric } from './named/resolveMetric.js';
export { type BrierScoreOptions, brierScoreLoss } from './probability/brierScoreLoss.js';
export {
  type CalibrationCurve,
  type CalibrationOptions,
  calibrationCurve,
} from './probability/calibrationCurve.js';
export {
  type CalibrationErrorOptions,
  expectedCalibrationError,
} from './probability/expectedCalibrationError.js';
export { type LogLossOptions, logLoss } from './probability/logLoss.js';
export {
  type OrthogonalProcrustes,
  orthogonalProcrustes,
} from './projection/orthogonalProcrustes.js';
export {
  type PrincipalComponents,
  type PrincipalComponentsOptions,
  principalComponents,
} from './projection/principalComponents.js';
export { auc } from './ranking/auc.js';
export {
  type AveragePrecisionOptions,
  averagePrecisionOf,
  averagePrecisionScore,
} from './ranking/averagePrecisionScore.js';
export type { RankingAverage } from './ranking/classAverage.js';
export { type PrecisionRecallCurve, precisionRecallCurve } from './ranking/precisionRecallCurve.js';
export type { RankingOptions } from './ranking/ranked.js';
export { type RocAucOptions, rocAucScore } from './ranking/rocAucScore.js';
export { type RocCurve, rocCurve } from './ranking/rocCurve.js';
export type { ExplainedOptions } from './regression/explained.js';
export { explainedVarianceScore } from './regression/explainedVarianceScore.js';
export { maxError } from './regression/maxError.js';
export { meanAbsoluteError } from './regression/meanAbsoluteError.js';
export { meanAbsolutePercentageError } from './regression/meanAbsolutePercentageError.js';
export { meanPinballLoss, type PinballOptions } from './regression/meanPinballLoss.js';
export { meanSquaredError } from './regression/meanSquaredError.js';
export { meanSquaredLogError } from './regression/meanSquaredLogError.js';
export { medianAbsoluteError } from './regression/medianAbsoluteError.js';
export { r2Score } from './regression/r2Score.js';
export { rootMeanSquaredError } from './regression/rootMeanSquaredError.js';
export { rootMeanSquaredLogError } from './regression/rootMeanSquaredLogError.js';
export { UndefinedMetricError } from './undefinedMetricError.js';
