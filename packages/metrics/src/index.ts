export { accuracyScore } from './accuracyScore.js';
export {
  type ClassificationReport,
  type ClassificationReportOptions,
  type ClassScores,
  classificationReport,
} from './classificationReport.js';
export { type ConfusionMatrixOptions, confusionMatrix } from './confusionMatrix.js';
export type { Label, Labels } from './labels.js';
export { type LogLossOptions, logLoss } from './logLoss.js';
export type { Probabilities } from './probabilities.js';
export { averagePrecisionScore } from './ranking/averagePrecisionScore.js';
export { type PrecisionRecallCurve, precisionRecallCurve } from './ranking/precisionRecallCurve.js';
export type { RankingOptions } from './ranking/ranked.js';
export { rocAucScore } from './ranking/rocAucScore.js';
export { type RocCurve, rocCurve } from './ranking/rocCurve.js';
export type { Scores } from './scores.js';
