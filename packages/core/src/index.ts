export {
  BackendUnavailableError,
  DataError,
  DisposedError,
  NeutypeError,
  NonFiniteError,
  NotInitializedError,
  OptionError,
  type Problem,
  ShapeError,
} from '@neutype/errors';
export { hasKernel } from './backends/active.js';
export {
  type EngineCapabilities,
  engineCapabilities,
  type RecordedRun,
  type StagedArray,
  type StagedDataType,
  type StepProgram,
  type StepRecording,
} from './backends/capabilities.js';
export { keepOffCpu } from './backends/keepOffCpu.js';
export {
  type BackendDiagnosis,
  type BackendProvider,
  backendNames,
  currentBackend,
  describeBackend,
  diagnoseBackends,
  ensureBackend,
  registerBackendProvider,
  useBackend,
} from './backends/registry.js';
export { Breath } from './breath.js';
export { registerGradients } from './gradients/registerGradients.js';
export { valueAndGradients } from './gradients/valueAndGradients.js';
export {
  type FusedActivation,
  NeutypeActivationGrad,
  type NeutypeActivationGradAttrs,
  NeutypeAssign,
  NeutypeBatchNormTraining,
  type NeutypeBatchNormTrainingAttrs,
  NeutypeBatchNormTrainingGrad,
  NeutypeDropout,
  type NeutypeDropoutAttrs,
  NeutypeGradientDescentUpdate,
  NeutypeMomentumUpdate,
  type NeutypeMomentumUpdateAttrs,
  NeutypeRunningAverage,
  type NeutypeRunningAverageAttrs,
  NeutypeSigmoidCrossEntropy,
  NeutypeSoftmaxCrossEntropy,
} from './kernels.js';
export {
  type ForwardContext,
  type Model,
  moveToBackend,
  type OutputKind,
  type TracedOutputs,
} from './model.js';
export { activate } from './ops/activation.js';
export {
  batchNormInference,
  batchNormTraining,
  type NormalizedBatch,
  runningAverageUpdate,
} from './ops/batchNorm.js';
export { type Conv2dOptions, conv2d } from './ops/conv2d.js';
export { sigmoidCrossEntropy, softmaxCrossEntropy } from './ops/crossEntropy.js';
export { dense } from './ops/dense.js';
export { dropout } from './ops/dropout.js';
export { avgPool, maxPool, type PoolOptions } from './ops/pool.js';
export type { WindowOptions } from './ops/window.js';
export { Parameter, type ParameterOptions } from './parameter.js';
export {
  type ComputeBatch,
  type PackedNumbers,
  type PredictModelOptions,
  predictModel,
  type SampleBatch,
} from './predictModel.js';
export { runKernel } from './runKernel.js';
export { assertShape, formatShape, type Shape, sameShape, sizeOf } from './shape.js';
export { type StagedScalar, stagedScalar } from './staged/stagedScalar.js';
export { type StagedTensor, stagedTensor } from './staged/stagedTensor.js';
export { type CompiledStep, compileStep, type StepOptions } from './step/compileStep.js';
export { gradientDescentUpdate } from './updates/gradientDescentUpdate.js';
export { type MomentumUpdateOptions, momentumUpdate } from './updates/momentumUpdate.js';
