import type { AnyKernel } from '../engine/kernel.js';
import { headMix, headMixBack, headScores } from './attention/headProducts.js';
import { maskedSoftmax, maskedSoftmaxGrad } from './attention/maskedSoftmax.js';
import { conv2d, fusedConv2d, groupedConv2d } from './convolution/conv2d.js';
import {
  depthwiseConv2d,
  depthwiseFilterGradient,
  depthwiseImageGradient,
  neutypeDepthwiseConv2d,
  neutypeDepthwiseFilterGradient,
  neutypeDepthwiseImageGradient,
} from './convolution/depthwise.js';
import { fusedDepthwiseConv2d } from './convolution/fusedDepthwise.js';
import {
  conv2dFilterGradient,
  conv2dImageGradient,
  groupedConv2dFilterGradient,
  groupedConv2dImageGradient,
} from './convolution/gradients.js';
import { activationGrad } from './elementwise/activationGrad.js';
import { cast } from './elementwise/cast.js';
import { elementwiseKernels } from './elementwise/elementwise.js';
import { fill, onesLike, zerosLike } from './elementwise/fill.js';
import { select } from './elementwise/select.js';
import { selfGated, selfGatedGrad } from './elementwise/selfGated.js';
import { concat } from './layout/concat.js';
import { embeddingLookup } from './layout/embeddingLookup.js';
import { gatherRows } from './layout/gather.js';
import { oneHot } from './layout/oneHot.js';
import { pad } from './layout/pad.js';
import { segmentSum } from './layout/segmentSum.js';
import { slice } from './layout/slice.js';
import { transpose } from './layout/transpose.js';
import { batchMatMul } from './matmul/batchMatMul.js';
import { fusedMatMul } from './matmul/fusedMatMul.js';
import { batchNormTraining, batchNormTrainingGrad, fusedBatchNorm } from './normalization/batchNorm.js';
import { groupNorm, groupNormGrad } from './normalization/groups.js';
import { localResponseNorm, localResponseNormGrad } from './normalization/localResponse.js';
import { layerNorm, layerNormGrad, rmsNorm, rmsNormGrad } from './normalization/rows.js';
import {
  adaptiveAvgPool,
  adaptiveAvgPoolGrad,
  adaptiveMaxPool,
  adaptiveMaxPoolGrad,
} from './pool/adaptivePool.js';
import { avgPool, avgPoolGrad, maxPool, maxPoolGrad } from './pool/pool.js';
import { dropout } from './random/dropout.js';
import { gaussianNoise } from './random/gaussianNoise.js';
import { gru, gruGrad } from './recurrent/gru.js';
import { lstm, lstmGrad } from './recurrent/lstm.js';
import { simpleRnn, simpleRnnGrad } from './recurrent/simpleRnn.js';
import { argMax, argMin } from './reduce/argMax.js';
import { max, mean, min, sum } from './reduce/reduce.js';
import { sigmoidCrossEntropy, softmaxCrossEntropy } from './softmax/crossEntropy.js';
import { logSoftmax, softmax } from './softmax/softmax.js';
import { assign, runningAverage } from './update/update.js';

/** Every kernel of the engine; `installKernel` puts each in front of tfjs's own. */
export const engineKernels: readonly AnyKernel[] = [
  batchMatMul,
  fusedMatMul,
  ...elementwiseKernels,
  activationGrad,
  selfGated,
  selfGatedGrad,
  select,
  cast,
  fill,
  zerosLike,
  onesLike,
  sum,
  mean,
  max,
  min,
  argMax,
  argMin,
  softmax,
  logSoftmax,
  softmaxCrossEntropy,
  sigmoidCrossEntropy,
  headScores,
  headMix,
  headMixBack,
  maskedSoftmax,
  maskedSoftmaxGrad,
  assign,
  runningAverage,
  conv2d,
  fusedConv2d,
  conv2dImageGradient,
  conv2dFilterGradient,
  groupedConv2d,
  groupedConv2dImageGradient,
  groupedConv2dFilterGradient,
  depthwiseConv2d,
  neutypeDepthwiseConv2d,
  neutypeDepthwiseImageGradient,
  neutypeDepthwiseFilterGradient,
  fusedDepthwiseConv2d,
  depthwiseImageGradient,
  depthwiseFilterGradient,
  maxPool,
  maxPoolGrad,
  avgPool,
  avgPoolGrad,
  adaptiveMaxPool,
  adaptiveMaxPoolGrad,
  adaptiveAvgPool,
  adaptiveAvgPoolGrad,
  batchNormTraining,
  batchNormTrainingGrad,
  fusedBatchNorm,
  groupNorm,
  groupNormGrad,
  layerNorm,
  layerNormGrad,
  localResponseNorm,
  localResponseNormGrad,
  rmsNorm,
  rmsNormGrad,
  dropout,
  gaussianNoise,
  simpleRnn,
  simpleRnnGrad,
  lstm,
  lstmGrad,
  gru,
  gruGrad,
  transpose,
  slice,
  concat,
  pad,
  gatherRows,
  embeddingLookup,
  segmentSum,
  oneHot,
];
