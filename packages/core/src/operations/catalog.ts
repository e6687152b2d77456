import { NeutypeActivationGrad } from './activationGrad.js';
import {
  NeutypeAdaptiveAvgPool,
  NeutypeAdaptiveAvgPoolGrad,
  NeutypeAdaptiveMaxPool,
  NeutypeAdaptiveMaxPoolGrad,
} from './adaptivePool.js';
import { NeutypeAssign } from './assign.js';
import { BatchNormInference } from './batchNormInference.js';
import { NeutypeBatchNormTraining, NeutypeBatchNormTrainingGrad } from './batchNormTraining.js';
import { Conv2d } from './conv2d.js';
import { Dense } from './dense.js';
import {
  NeutypeDepthwiseConv2d,
  NeutypeDepthwiseConv2dFilterGrad,
  NeutypeDepthwiseConv2dInputGrad,
} from './depthwiseConv2d.js';
import { NeutypeDropout } from './dropout.js';
import { NeutypeEmbeddingLookup } from './embeddingLookup.js';
import { NeutypeGaussianNoise } from './gaussianNoise.js';
import {
  NeutypeGroupedConv2d,
  NeutypeGroupedConv2dFilterGrad,
  NeutypeGroupedConv2dInputGrad,
} from './groupedConv2d.js';
import { NeutypeGroupNorm, NeutypeGroupNormGrad } from './groupNorm.js';
import { NeutypeHeadMix, NeutypeHeadMixBack, NeutypeHeadScores } from './headProducts.js';
import { NeutypeLayerNorm, NeutypeLayerNormGrad } from './layerNorm.js';
import { NeutypeLogSoftmax } from './logSoftmax.js';
import { NeutypeMaskedSoftmax, NeutypeMaskedSoftmaxGrad } from './maskedSoftmax.js';
import type { Operation } from './operation.js';
import { AvgPool, MaxPool } from './pool.js';
import { NeutypeGru } from './recurrent/gru.js';
import { NeutypeGruGrad } from './recurrent/gruGrad.js';
import { NeutypeGruResetBefore } from './recurrent/gruResetBefore.js';
import { NeutypeLstm } from './recurrent/lstm.js';
import { NeutypeLstmGrad } from './recurrent/lstmGrad.js';
import { NeutypeSimpleRnn, NeutypeSimpleRnnGrad } from './recurrent/simpleRnn.js';
import { NeutypeRmsNorm, NeutypeRmsNormGrad } from './rmsNorm.js';
import { NeutypeRunningAverage } from './runningAverageUpdate.js';
import { NeutypeSelfGated } from './selfGated.js';
import { NeutypeSelfGatedGrad } from './selfGatedGrad.js';
import { NeutypeSigmoidCrossEntropy } from './sigmoidCrossEntropy.js';
import { NeutypeSoftmaxCrossEntropy } from './softmaxCrossEntropy.js';

/** Every operation that is declared here: for the contract suite and the table in docs/operations.md. */
export const OPERATIONS: readonly Operation[] = [
  NeutypeActivationGrad,
  NeutypeAdaptiveAvgPool,
  NeutypeAdaptiveAvgPoolGrad,
  NeutypeAdaptiveMaxPool,
  NeutypeAdaptiveMaxPoolGrad,
  NeutypeAssign,
  AvgPool,
  BatchNormInference,
  NeutypeBatchNormTraining,
  NeutypeBatchNormTrainingGrad,
  Conv2d,
  Dense,
  NeutypeDepthwiseConv2d,
  NeutypeDepthwiseConv2dFilterGrad,
  NeutypeDepthwiseConv2dInputGrad,
  NeutypeDropout,
  NeutypeEmbeddingLookup,
  NeutypeGroupNorm,
  NeutypeGroupNormGrad,
  NeutypeGaussianNoise,
  NeutypeGroupedConv2d,
  NeutypeGroupedConv2dFilterGrad,
  NeutypeGroupedConv2dInputGrad,
  NeutypeHeadMix,
  NeutypeHeadMixBack,
  NeutypeHeadScores,
  NeutypeLogSoftmax,
  NeutypeMaskedSoftmax,
  NeutypeMaskedSoftmaxGrad,
  NeutypeLayerNorm,
  NeutypeLayerNormGrad,
  NeutypeGru,
  NeutypeGruGrad,
  NeutypeGruResetBefore,
  NeutypeLstm,
  NeutypeLstmGrad,
  MaxPool,
  NeutypeRmsNorm,
  NeutypeRmsNormGrad,
  NeutypeRunningAverage,
  NeutypeSelfGated,
  NeutypeSelfGatedGrad,
  NeutypeSigmoidCrossEntropy,
  NeutypeSimpleRnn,
  NeutypeSimpleRnnGrad,
  NeutypeSoftmaxCrossEntropy,
];
