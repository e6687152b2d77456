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
export { offTape } from './gradients/offTape.js';
export { registerGradients } from './gradients/registerGradients.js';
export { valueAndGradients } from './gradients/valueAndGradients.js';
export {
  type ForwardContext,
  type IndexRange,
  type Model,
  type ModelLayer,
  moveToBackend,
  type OutputKind,
  type TracedOutputs,
} from './model.js';
export { type ModelOutput, type ModelPorts, modelWithPorts, type PortedDefinition } from './modelPorts.js';
export { activate, DEFAULT_LEAKY_RELU_ALPHA, type FusedActivation } from './operations/activation.js';
export { type ActivationGradAttrs, NeutypeActivationGrad } from './operations/activationGrad.js';
export {
  type AdaptiveAvgPoolGradAttrs,
  type AdaptivePoolAttrs,
  adaptiveAvgPool,
  adaptiveMaxPool,
  NeutypeAdaptiveAvgPool,
  NeutypeAdaptiveAvgPoolGrad,
  NeutypeAdaptiveMaxPool,
  NeutypeAdaptiveMaxPoolGrad,
} from './operations/adaptivePool.js';
export { assignInPlace, NeutypeAssign } from './operations/assign.js';
export { batchNormInference } from './operations/batchNormInference.js';
export {
  batchNormTraining,
  NeutypeBatchNormTraining,
  NeutypeBatchNormTrainingGrad,
  type NormalizedBatch,
} from './operations/batchNormTraining.js';
export { type Conv2dOptions, conv2d } from './operations/conv2d.js';
export { conv2dTranspose } from './operations/conv2dTranspose.js';
export type { ConvolutionOptions } from './operations/convolutionGeometry.js';
export { dense } from './operations/dense.js';
export {
  depthwiseConv2d,
  NeutypeDepthwiseConv2d,
  NeutypeDepthwiseConv2dFilterGrad,
  NeutypeDepthwiseConv2dInputGrad,
} from './operations/depthwiseConv2d.js';
export { type DropoutAttrs, dropout, dropoutScale, NeutypeDropout } from './operations/dropout.js';
export {
  type EmbeddingLookupAttrs,
  embeddingLookup,
  NeutypeEmbeddingLookup,
} from './operations/embeddingLookup.js';
export {
  type GaussianNoiseAttrs,
  gaussianNoise,
  gaussianValues,
  NeutypeGaussianNoise,
} from './operations/gaussianNoise.js';
export {
  NeutypeGroupedConv2d,
  NeutypeGroupedConv2dFilterGrad,
  NeutypeGroupedConv2dInputGrad,
} from './operations/groupedConv2d.js';
export { groupNorm, NeutypeGroupNorm, NeutypeGroupNormGrad } from './operations/groupNorm.js';
export {
  headMix,
  headScores,
  NeutypeHeadMix,
  NeutypeHeadMixBack,
  NeutypeHeadScores,
} from './operations/headProducts.js';
export { layerNorm, NeutypeLayerNorm, NeutypeLayerNormGrad } from './operations/layerNorm.js';
export { logSoftmax, NeutypeLogSoftmax } from './operations/logSoftmax.js';
export {
  type MaskedSoftmaxAttrs,
  maskedSoftmax,
  NeutypeMaskedSoftmax,
  NeutypeMaskedSoftmaxGrad,
} from './operations/maskedSoftmax.js';
export type {
  Changed,
  Dimensions,
  InputDeclaration,
  KernelOf,
  NoAttrs,
  Operation,
  OperationGradient,
  OperationInputs,
} from './operations/operation.js';
export { avgPool, maxPool, type PoolOptions } from './operations/pool.js';
export { GATE_ACTIVATIONS, type GateActivation } from './operations/recurrent/gates.js';
export { gruSequence, NeutypeGru } from './operations/recurrent/gru.js';
export { type GruAttrs, NeutypeGruGrad } from './operations/recurrent/gruGrad.js';
export { gruResetBeforeSequence } from './operations/recurrent/gruResetBefore.js';
export { lstmSequence, NeutypeLstm } from './operations/recurrent/lstm.js';
export { type LstmAttrs, NeutypeLstmGrad } from './operations/recurrent/lstmGrad.js';
export type { RecurrenceAttrs } from './operations/recurrent/sequence.js';
export {
  NeutypeSimpleRnn,
  NeutypeSimpleRnnGrad,
  simpleRnnSequence,
} from './operations/recurrent/simpleRnn.js';
export { NeutypeRmsNorm, NeutypeRmsNormGrad, rmsNorm } from './operations/rmsNorm.js';
export { NeutypeRunningAverage, runningAverageUpdate } from './operations/runningAverageUpdate.js';
export { runOperation } from './operations/runOperation.js';
export { NeutypeSelfGated, selfGated } from './operations/selfGated.js';
export { NeutypeSelfGatedGrad } from './operations/selfGatedGrad.js';
export type { SelfGate, SelfGatedAttrs } from './operations/selfGates.js';
export { NeutypeSigmoidCrossEntropy, sigmoidCrossEntropy } from './operations/sigmoidCrossEntropy.js';
export { NeutypeSoftmaxCrossEntropy, softmaxCrossEntropy } from './operations/softmaxCrossEntropy.js';
export type { WindowOptions, WindowPadding } from './operations/window.js';
export { Parameter, type ParameterOptions, type ParameterValues } from './parameter.js';
export { chosenParameters, type ParameterFilter, parameterMatcher, weightsAlone } from './parameterFilter.js';
export { forgetPredictions } from './predictionRuns.js';
export { type PackedNumbers, type PredictModelOptions, predictModel } from './predictModel.js';
export { runKernel } from './runKernel.js';
export { assertShape, type Shape } from './shape.js';
export { type StagedScalar, stagedScalar } from './staged/stagedScalar.js';
export { type StagedTensor, stagedTensor } from './staged/stagedTensor.js';
export { type CompiledStep, compileStep, type StepOptions } from './step/compileStep.js';
export { Turns } from './turns.js';
