export type { ArrayInput } from '@neutype/ndarray';
export { createOptimizer } from './createOptimizer.js';
export type { EpochRecord, History } from './history.js';
export { consoleReporter } from './log/consoleReporter.js';
export { formatDuration } from './log/duration.js';
export { type EpochLine, formatEpochLine } from './log/epochLine.js';
export { formatProgressBar, type Progress } from './log/progressBar.js';
export type { Reporter } from './log/reporter.js';
export { type Algorithm, type EvaluationOptions, Optimizer } from './optimizer.js';
export type { OptimizerOptions } from './options/optimizerOptions.js';
export type { TrainOptions } from './options/trainOptions.js';
export { type AdamOptions, adam } from './rules/adam.js';
export { gradientDescent, gradientDescentRule } from './rules/gradientDescent.js';
export { type MomentumOptions, momentum, momentumRule } from './rules/momentum.js';
export type { Rule, RuleState } from './rules/rule.js';
export {
  type Signal,
  type SignalFunction,
  type Signals,
  StopTraining,
  type TrainEnd,
  type TrainStart,
  type UpdateEnd,
} from './signals.js';
export type { Regularizer } from './update/objective.js';
