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
export type { Scores } from './scores.js';
