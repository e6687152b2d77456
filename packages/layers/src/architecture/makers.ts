import { adaptiveAvgPool2d } from '../kinds/adaptiveAvgPool2d.js';
import { adaptiveMaxPool2d } from '../kinds/adaptiveMaxPool2d.js';
import { add } from '../kinds/add.js';
import { average } from '../kinds/average.js';
import { avgPool1d } from '../kinds/avgPool1d.js';
import { avgPool2d } from '../kinds/avgPool2d.js';
import { batchNorm } from '../kinds/batchNorm.js';
import { concatenate } from '../kinds/concatenate.js';
import { conv1d } from '../kinds/conv1d.js';
import { conv1dTranspose } from '../kinds/conv1dTranspose.js';
import { conv2d } from '../kinds/conv2d.js';
import { conv2dTranspose } from '../kinds/conv2dTranspose.js';
import { crop } from '../kinds/crop.js';
import { depthwiseConv1d } from '../kinds/depthwiseConv1d.js';
import { depthwiseConv2d } from '../kinds/depthwiseConv2d.js';
import { dropBlock } from '../kinds/dropBlock.js';
import { dropout } from '../kinds/dropout.js';
import { elu } from '../kinds/elu.js';
import { embedding } from '../kinds/embedding.js';
import { feedForward } from '../kinds/feedForward.js';
import { flatten } from '../kinds/flatten.js';
import { gatedAverage } from '../kinds/gatedAverage.js';
import { gaussianDropout } from '../kinds/gaussianDropout.js';
import { gaussianNoise } from '../kinds/gaussianNoise.js';
import { gaussianSample } from '../kinds/gaussianSample.js';
import { gelu } from '../kinds/gelu.js';
import { globalAvgPool } from '../kinds/globalAvgPool.js';
import { globalMaxPool } from '../kinds/globalMaxPool.js';
import { globalPool } from '../kinds/globalPool.js';
import { groupNorm } from '../kinds/groupNorm.js';
import { gru } from '../kinds/gru.js';
import { hardSigmoid } from '../kinds/hardSigmoid.js';
import { hardSwish } from '../kinds/hardSwish.js';
import { instanceNorm } from '../kinds/instanceNorm.js';
import { keepPadding } from '../kinds/keepPadding.js';
import { lastStep } from '../kinds/lastStep.js';
import { layerNorm } from '../kinds/layerNorm.js';
import { leakyRelu } from '../kinds/leakyRelu.js';
import { linear } from '../kinds/linear.js';
import { localResponseNorm } from '../kinds/localResponseNorm.js';
import { logSoftmax } from '../kinds/logSoftmax.js';
import { lstm } from '../kinds/lstm.js';
import { maximum } from '../kinds/maximum.js';
import { maxPool1d } from '../kinds/maxPool1d.js';
import { maxPool2d } from '../kinds/maxPool2d.js';
import { mish } from '../kinds/mish.js';
import { multiHeadAttention } from '../kinds/multiHeadAttention.js';
import { multiply } from '../kinds/multiply.js';
import { pad } from '../kinds/pad.js';
import { positionalEncoding } from '../kinds/positionalEncoding.js';
import { positionEmbedding } from '../kinds/positionEmbedding.js';
import { pRelu } from '../kinds/pRelu.js';
import { relu } from '../kinds/relu.js';
import { relu6 } from '../kinds/relu6.js';
import { repeatVector } from '../kinds/repeatVector.js';
import { reshape } from '../kinds/reshape.js';
import { rmsNorm } from '../kinds/rmsNorm.js';
import { selu } from '../kinds/selu.js';
import { separableConv1d } from '../kinds/separableConv1d.js';
import { separableConv2d } from '../kinds/separableConv2d.js';
import { sigmoid } from '../kinds/sigmoid.js';
import { silu } from '../kinds/silu.js';
import { simpleRnn } from '../kinds/simpleRnn.js';
import { softmax } from '../kinds/softmax.js';
import { softplus } from '../kinds/softplus.js';
import { spatialDropout } from '../kinds/spatialDropout.js';
import { stochasticDepth } from '../kinds/stochasticDepth.js';
import { tanh } from '../kinds/tanh.js';
import { transpose } from '../kinds/transpose.js';
import { upsample } from '../kinds/upsample.js';
import type { Layer } from '../layer.js';
import { kindOf } from '../names.js';

/** A function that makes layers, and the names of what it takes before its options. */
type Maker = readonly [make: (...values: never[]) => Layer, ...takes: readonly string[]];

/** By their names. A layer's settings have what the functions take under the same names as this table. */
const MAKERS: Readonly<Record<string, Maker>> = {
  adaptiveAvgPool2d: [adaptiveAvgPool2d, 'size'],
  adaptiveMaxPool2d: [adaptiveMaxPool2d, 'size'],
  add: [add],
  average: [average],
  avgPool1d: [avgPool1d, 'size'],
  avgPool2d: [avgPool2d, 'size'],
  batchNorm: [batchNorm],
  concatenate: [concatenate],
  conv1d: [conv1d, 'filters', 'size'],
  conv1dTranspose: [conv1dTranspose, 'filters', 'size'],
  conv2d: [conv2d, 'filters', 'size'],
  conv2dTranspose: [conv2dTranspose, 'filters', 'size'],
  crop: [crop, 'amount'],
  depthwiseConv1d: [depthwiseConv1d, 'size'],
  depthwiseConv2d: [depthwiseConv2d, 'size'],
  dropBlock: [dropBlock, 'rate', 'blockSize'],
  dropout: [dropout, 'rate'],
  elu: [elu, 'units'],
  embedding: [embedding, 'vocabulary', 'size'],
  feedForward: [feedForward],
  flatten: [flatten],
  gatedAverage: [gatedAverage],
  gaussianDropout: [gaussianDropout, 'rate'],
  gaussianNoise: [gaussianNoise, 'std'],
  gaussianSample: [gaussianSample],
  gelu: [gelu, 'units'],
  globalAvgPool: [globalAvgPool],
  globalMaxPool: [globalMaxPool],
  globalPool: [globalPool, 'pooling'],
  groupNorm: [groupNorm, 'groups'],
  gru: [gru, 'units'],
  hardSigmoid: [hardSigmoid, 'units'],
  hardSwish: [hardSwish, 'units'],
  instanceNorm: [instanceNorm],
  keepPadding: [keepPadding, 'maskValue'],
  lastStep: [lastStep],
  layerNorm: [layerNorm],
  leakyRelu: [leakyRelu, 'units'],
  linear: [linear, 'units'],
  localResponseNorm: [localResponseNorm],
  logSoftmax: [logSoftmax, 'units'],
  lstm: [lstm, 'units'],
  maximum: [maximum],
  maxPool1d: [maxPool1d, 'size'],
  maxPool2d: [maxPool2d, 'size'],
  mish: [mish, 'units'],
  multiHeadAttention: [multiHeadAttention, 'heads'],
  multiply: [multiply],
  pad: [pad, 'amount'],
  positionalEncoding: [positionalEncoding],
  positionEmbedding: [positionEmbedding, 'length'],
  pRelu: [pRelu, 'units'],
  relu: [relu, 'units'],
  relu6: [relu6, 'units'],
  repeatVector: [repeatVector, 'times'],
  reshape: [reshape, 'shape'],
  rmsNorm: [rmsNorm],
  selu: [selu, 'units'],
  separableConv1d: [separableConv1d, 'filters', 'size'],
  separableConv2d: [separableConv2d, 'filters', 'size'],
  sigmoid: [sigmoid, 'units'],
  silu: [silu, 'units'],
  simpleRnn: [simpleRnn, 'units'],
  softmax: [softmax, 'units'],
  softplus: [softplus, 'units'],
  spatialDropout: [spatialDropout, 'rate'],
  stochasticDepth: [stochasticDepth, 'rate'],
  tanh: [tanh, 'units'],
  transpose: [transpose, 'axes'],
  upsample: [upsample, 'scale'],
};

/** Those functions by the kinds of the layers that they make. */
export const MAKERS_BY_KIND: ReadonlyMap<string, Maker> = new Map(
  Object.entries(MAKERS).map(([name, maker]) => [kindOf(name), maker]),
);
