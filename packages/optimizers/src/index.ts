export { type ParameterFilter, weightsAlone } from '@neutype/core';
export {
  type Checkpoint,
  type CheckpointDirectory,
  type CheckpointDirectoryOptions,
  type CheckpointLabel,
  type CheckpointStore,
  checkpointDirectory,
  type PlainData,
} from '@neutype/files';
export type { ArrayInput } from '@neutype/ndarray';
export { type AdadeltaOptions, adadelta } from './algorithms/adadelta.js';
export { type AdafactorOptions, adafactor } from './algorithms/adafactor.js';
export { type AdagradOptions, adagrad } from './algorithms/adagrad.js';
export { type AdamOptions, adam } from './algorithms/adam.js';
export { type AdamaxOptions, adamax } from './algorithms/adamax.js';
export { type AdamWOptions, adamW } from './algorithms/adamW.js';
export { type AmsgradOptions, amsgrad } from './algorithms/amsgrad.js';
export { type ConjugateGradientOptions, conjugateGradient } from './algorithms/conjugateGradient.js';
export { gradientDescent } from './algorithms/gradientDescent.js';
export { type HessianOptions, hessian } from './algorithms/hessian.js';
export { type HessianDiagonalOptions, hessianDiagonal } from './algorithms/hessianDiagonal.js';
export { type IrpropPlusOptions, irpropPlus } from './algorithms/irpropPlus.js';
export { type LambOptions, lamb } from './algorithms/lamb.js';
export { type LbfgsOptions, lbfgs } from './algorithms/lbfgs.js';
export { type LevenbergMarquardtOptions, levenbergMarquardt } from './algorithms/levenbergMarquardt.js';
export { type LionOptions, lion } from './algorithms/lion.js';
export { type MomentumOptions, momentum } from './algorithms/momentum.js';
export { type MuonOptions, muon } from './algorithms/muon.js';
export { type NadamOptions, nadam } from './algorithms/nadam.js';
export { type QuasiNewtonOptions, quasiNewton } from './algorithms/quasiNewton.js';
export { type RadamOptions, radam } from './algorithms/radam.js';
export { type RmspropOptions, rmsprop } from './algorithms/rmsprop.js';
export { type RpropOptions, rprop } from './algorithms/rprop.js';
export type { Averaging } from './averaging/averaging.js';
export { type EmaOptions, ema } from './averaging/ema.js';
export { type SwaOptions, swa } from './averaging/swa.js';
export type { CheckpointOption, CheckpointOptions } from './checkpoint/checkpointOptions.js';
export { createOptimizer } from './createOptimizer.js';
export type { ClassWeight } from './data/classWeights.js';
export type { Data, NamedArrays } from './data/namedArrays.js';
export type { BatchSource, SourceBatch, SourceBatches } from './data/sources.js';
export type { FullBatchOptions, LineSearchOptions } from './fullBatch/fullBatchOptions.js';
export type { MinimizerState } from './fullBatch/minimizer.js';
export type { EpochRecord, History } from './history.js';
export { consoleReporter } from './log/consoleReporter.js';
export { formatDuration } from './log/duration.js';
export { type EpochLine, formatEpochLine } from './log/epochLine.js';
export { formatProgressBar, type Progress } from './log/progressBar.js';
export type { Reporter } from './log/reporter.js';
export { type Algorithm, type EvaluationOptions, Optimizer, type ScoreOptions } from './optimizer.js';
export type { AdamMoments } from './options/adamMoments.js';
export type { LossesByName, LossOption } from './options/losses.js';
export type { Metrics, MetricsByName } from './options/metrics.js';
export type { OptimizerOptions } from './options/optimizerOptions.js';
export type { TrainOptions, ValidationData } from './options/trainOptions.js';
export {
  learningRateRangeTest,
  type RangeTest,
  type RangeTestOptions,
} from './rangeTest/learningRateRangeTest.js';
export { type ElasticNetOptions, elasticNet } from './regularizers/elasticNet.js';
export { l1 } from './regularizers/l1.js';
export { l2 } from './regularizers/l2.js';
export { lInfinity } from './regularizers/lInfinity.js';
export type { PenaltyOptions } from './regularizers/penalty.js';
export { constantStep } from './schedules/constantStep.js';
export { type CosineDecayOptions, cosineDecay } from './schedules/cosineDecay.js';
export { type ExponentialDecayOptions, exponentialDecay } from './schedules/exponentialDecay.js';
export { inverseTimeDecay } from './schedules/inverseTimeDecay.js';
export { type LinearWarmupOptions, linearWarmup } from './schedules/linearWarmup.js';
export { type MultiStepDecayOptions, multiStepDecay } from './schedules/multiStepDecay.js';
export { type OneCycleOptions, oneCycle } from './schedules/oneCycle.js';
export { type PolynomialDecayOptions, polynomialDecay } from './schedules/polynomialDecay.js';
export { type ReduceOnPlateauOptions, reduceOnPlateau } from './schedules/reduceOnPlateau.js';
export type { Schedule, ScheduleMemory, ScheduleMoment, Unit } from './schedules/schedule.js';
export type { Span } from './schedules/span.js';
export { type StepDecayOptions, stepDecay } from './schedules/stepDecay.js';
export { type LastPart, type SequencePart, stepSequence } from './schedules/stepSequence.js';
export { type WarmRestartsOptions, warmRestarts } from './schedules/warmRestarts.js';
export type { MonitoredEpoch } from './signals/bestEpoch.js';
export { type BestSignal, type EarlyStoppingOptions, earlyStopping } from './signals/earlyStopping.js';
export { type KeepBestOptions, keepBest } from './signals/keepBest.js';
export { type TimeLimitOptions, timeLimit, updateLimit } from './signals/limits.js';
export type { Monitor, MonitorMode } from './signals/monitor.js';
export { recordSteps, type StepRecord } from './signals/recordSteps.js';
export {
  type Signal,
  type SignalFunction,
  type SignalMemory,
  type Signals,
  StopTraining,
  type TrainEnd,
  type TrainStart,
  type UpdateEnd,
} from './signals.js';
export { addDecayedWeights, type WeightDecayOptions } from './transforms/addDecayedWeights.js';
export { chain } from './transforms/chain.js';
export { type Clip, clip } from './transforms/clip.js';
export { clipByRms } from './transforms/clipByRms.js';
export { type MaxNorm, maxNorm } from './transforms/maxNorm.js';
export { onlyFor } from './transforms/onlyFor.js';
export { orthogonalize } from './transforms/orthogonalize.js';
export type { ResilientOptions } from './transforms/resilient.js';
export { scaleBy } from './transforms/scaleBy.js';
export { type AdadeltaScale, scaleByAdadelta } from './transforms/scaleByAdadelta.js';
export { type AdagradScale, scaleByAdagrad } from './transforms/scaleByAdagrad.js';
export { type AdamScale, scaleByAdam } from './transforms/scaleByAdam.js';
export { type FactoredRmsScale, scaleByFactoredRms } from './transforms/scaleByFactoredRms.js';
export { type IrpropPlusScale, scaleByIrpropPlus } from './transforms/scaleByIrpropPlus.js';
export { scaleByRelativeStep } from './transforms/scaleByRelativeStep.js';
export { type RmsScale, scaleByRms } from './transforms/scaleByRms.js';
export { scaleByRprop } from './transforms/scaleByRprop.js';
export { scaleByStep } from './transforms/scaleByStep.js';
export { scaleByTrustRatio } from './transforms/scaleByTrustRatio.js';
export { type TraceOptions, trace } from './transforms/trace.js';
export {
  type Moment,
  mapTargets,
  type ParameterTransform,
  type SlotStart,
  type Slots,
  type SlotValues,
  type Target,
  type TrainedParameter,
  type Transform,
  transform,
} from './transforms/transform.js';
export type { Regularizer } from './update/objective.js';
