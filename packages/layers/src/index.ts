export type { Architecture, LayerMaker, LayerRecord } from './architecture/architecture.js';
export { architectureOf } from './architecture/architectureOf.js';
export { checkDescribable } from './architecture/checkDescribable.js';
export { makeLayer } from './architecture/makeLayer.js';
export { type NetworkFromOptions, networkFrom } from './architecture/networkFrom.js';
export { isPlainValue, type PlainValue } from './architecture/plainValue.js';
export { checkPart } from './checkLayer.js';
export { constant } from './initializers/constant.js';
export { glorotNormal } from './initializers/glorotNormal.js';
export { glorotUniform } from './initializers/glorotUniform.js';
export { heNormal } from './initializers/heNormal.js';
export { heUniform } from './initializers/heUniform.js';
export { identity } from './initializers/identity.js';
export type { Initializer } from './initializers/initializer.js';
export { lecunNormal } from './initializers/lecunNormal.js';
export { lecunUniform } from './initializers/lecunUniform.js';
export { normal } from './initializers/normal.js';
export { orthogonal } from './initializers/orthogonal.js';
export { sparse } from './initializers/sparse.js';
export { truncatedNormal } from './initializers/truncatedNormal.js';
export { uniform } from './initializers/uniform.js';
export { type VarianceScalingOptions, varianceScaling } from './initializers/varianceScaling.js';
export { xavierNormal } from './initializers/xavierNormal.js';
export { xavierUniform } from './initializers/xavierUniform.js';
export type { InitialValue } from './initialValue.js';
export { inputs } from './inputs.js';
export { join } from './join.js';
export { adaptiveAvgPool2d } from './kinds/adaptiveAvgPool2d.js';
export { adaptiveMaxPool2d } from './kinds/adaptiveMaxPool2d.js';
export type { AdaptivePool2dOptions } from './kinds/adaptivePool2d.js';
export { add } from './kinds/add.js';
export { type ApplyOptions, apply } from './kinds/apply.js';
export { average } from './kinds/average.js';
export { avgPool1d } from './kinds/avgPool1d.js';
export { avgPool2d } from './kinds/avgPool2d.js';
export { type BatchNormOptions, batchNorm } from './kinds/batchNorm.js';
export {
  type Bidirectional,
  type BidirectionalOptions,
  bidirectional,
  type Merge,
} from './kinds/bidirectional.js';
export { type ConcatenateOptions, concatenate } from './kinds/concatenate.js';
export { conv1d } from './kinds/conv1d.js';
export { conv1dTranspose } from './kinds/conv1dTranspose.js';
export { conv2d } from './kinds/conv2d.js';
export { conv2dTranspose } from './kinds/conv2dTranspose.js';
export type { Conv1dOptions, Conv2dOptions } from './kinds/convolution/convolution.js';
export type { DepthwiseConv1dOptions, DepthwiseConv2dOptions } from './kinds/convolution/depthwise.js';
export type {
  ImageFilterOptions,
  ImagePadding,
  SequenceFilterOptions,
  SequencePadding,
} from './kinds/convolution/filterWindow.js';
export type { SeparableConv1dOptions, SeparableConv2dOptions } from './kinds/convolution/separable.js';
export type { Conv1dTransposeOptions, Conv2dTransposeOptions } from './kinds/convolution/transposed.js';
export { crop } from './kinds/crop.js';
export type { ActivationOptions, DenseOptions } from './kinds/dense.js';
export { depthwiseConv1d } from './kinds/depthwiseConv1d.js';
export { depthwiseConv2d } from './kinds/depthwiseConv2d.js';
export { dropBlock } from './kinds/dropBlock.js';
export { dropout } from './kinds/dropout.js';
export { type EluOptions, elu } from './kinds/elu.js';
export { type EmbeddingOptions, embedding } from './kinds/embedding.js';
export {
  type FeedForwardActivation,
  type FeedForwardOptions,
  feedForward,
} from './kinds/feedForward.js';
export { flatten } from './kinds/flatten.js';
export { type GatedAverageOptions, gatedAverage } from './kinds/gatedAverage.js';
export { gaussianDropout } from './kinds/gaussianDropout.js';
export { type GaussianNoiseOptions, gaussianNoise } from './kinds/gaussianNoise.js';
export { gaussianSample } from './kinds/gaussianSample.js';
export { type GeluOptions, gelu } from './kinds/gelu.js';
export { globalAvgPool } from './kinds/globalAvgPool.js';
export { globalMaxPool } from './kinds/globalMaxPool.js';
export {
  type GlobalPooling,
  type GlobalPoolOptions,
  globalPool,
  type PoolFunction,
} from './kinds/globalPool.js';
export { type GroupNormOptions, groupNorm } from './kinds/groupNorm.js';
export { type GruActivations, type GruOptions, gru } from './kinds/gru.js';
export { type HardSigmoidOptions, hardSigmoid } from './kinds/hardSigmoid.js';
export { hardSwish } from './kinds/hardSwish.js';
export type { ForInnerAxes, Sides } from './kinds/inner.js';
export { type InputShape, input } from './kinds/input.js';
export { type InstanceNormOptions, instanceNorm } from './kinds/instanceNorm.js';
export { keepPadding } from './kinds/keepPadding.js';
export { lastStep } from './kinds/lastStep.js';
export { type LayerNormOptions, layerNorm } from './kinds/layerNorm.js';
export { type LeakyReluOptions, leakyRelu } from './kinds/leakyRelu.js';
export { linear } from './kinds/linear.js';
export { type LocalResponseNormOptions, localResponseNorm } from './kinds/localResponseNorm.js';
export { type LogSoftmaxOptions, logSoftmax } from './kinds/logSoftmax.js';
export { type LstmActivations, type LstmOptions, lstm } from './kinds/lstm.js';
export { maximum } from './kinds/maximum.js';
export { maxPool1d } from './kinds/maxPool1d.js';
export { maxPool2d } from './kinds/maxPool2d.js';
export { mish } from './kinds/mish.js';
export { type MultiHeadAttentionOptions, multiHeadAttention } from './kinds/multiHeadAttention.js';
export { multiply } from './kinds/multiply.js';
export { type PadMode, type PadOptions, pad } from './kinds/pad.js';
export type { Pool1dOptions, Pool2dOptions } from './kinds/pooling.js';
export { type PositionalEncodingOptions, positionalEncoding } from './kinds/positionalEncoding.js';
export { type PositionEmbeddingOptions, positionEmbedding } from './kinds/positionEmbedding.js';
export { type PReluOptions, pRelu } from './kinds/pRelu.js';
export { type ReluOptions, relu } from './kinds/relu.js';
export { relu6 } from './kinds/relu6.js';
export { repeatVector } from './kinds/repeatVector.js';
export { type Reshaped, reshape } from './kinds/reshape.js';
export { type RmsNormOptions, rmsNorm } from './kinds/rmsNorm.js';
export { selu } from './kinds/selu.js';
export { separableConv1d } from './kinds/separableConv1d.js';
export { separableConv2d } from './kinds/separableConv2d.js';
export { sigmoid } from './kinds/sigmoid.js';
export { silu } from './kinds/silu.js';
export { type SimpleRnnOptions, simpleRnn } from './kinds/simpleRnn.js';
export { type SoftmaxOptions, softmax } from './kinds/softmax.js';
export { softplus } from './kinds/softplus.js';
export { spatialDropout } from './kinds/spatialDropout.js';
export { stochasticDepth } from './kinds/stochasticDepth.js';
export { tanh } from './kinds/tanh.js';
export { transpose } from './kinds/transpose.js';
export { type UpsampleMode, type UpsampleOptions, upsample } from './kinds/upsample.js';
export {
  type LastSize,
  type Layer,
  type LayerContext,
  type LayerDefinition,
  type LayerForward,
  type LayerVariables,
  layer,
  type MergingDefinition,
  type MergingForward,
  mergingLayer,
  type ParameterDefinition,
  type ParameterDefinitions,
  type Several,
  type ShapeRule,
} from './layer.js';
export { layerNames, nearestLayer } from './layerNames.js';
export { type CopyOptions, Network } from './network.js';
export { outputs } from './outputs.js';
export { parallel } from './parallel.js';
export type { AnyNetwork, Block, BlockKind, Part } from './part.js';
export type { PlacedLayer } from './placedLayer.js';
export { Placement } from './placement.js';
export { type PredictOptions, predict } from './predict.js';
export type { NamedInputs } from './predictNamed.js';
export type { RecurrentOptions } from './recurrent/options.js';
export { repeat } from './repeat.js';
export { type Residual, residual } from './residual.js';
export type { Shape } from './shape.js';
export type {
  AsManyAxes,
  Images,
  InnerAxes,
  OneInput,
  QueriesKeysValues,
  SequenceAndState,
  Sequences,
  SeveralInputs,
  Takes,
  TwoSequences,
} from './takes.js';
export type { Fitting, NetworkOf, PredictedBy, Through } from './through.js';
export { type TransformerBlock, type TransformerBlockOptions, transformerBlock } from './transformerBlock.js';
export type { Pair } from './window.js';
