import * as layers from '@neutype/layers';
import type { Scope, Signature } from './evaluateExpression.js';

/** How many arguments they take, at least and at most, and which do. */
const CALLS: readonly (readonly [least: number, most: number, names: readonly (keyof typeof layers)[]])[] = [
  [1, Number.POSITIVE_INFINITY, ['join', 'parallel', 'residual']],
  [1, 2, ['input']],
  [2, 2, ['repeat']],
  // Activations, with units or without.
  [
    0,
    2,
    ['linear', 'relu', 'leakyRelu', 'pRelu', 'relu6', 'elu', 'selu', 'gelu', 'silu', 'mish', 'hardSwish'],
  ],
  [0, 2, ['hardSigmoid', 'sigmoid', 'tanh', 'softmax', 'softplus', 'logSoftmax']],
  [2, 3, ['conv2d', 'conv1d', 'separableConv2d', 'separableConv1d', 'conv2dTranspose', 'conv1dTranspose']],
  [1, 2, ['depthwiseConv2d', 'depthwiseConv1d', 'maxPool2d', 'avgPool2d', 'maxPool1d', 'avgPool1d']],
  [1, 2, ['adaptiveAvgPool2d', 'adaptiveMaxPool2d', 'globalPool']],
  [0, 1, ['globalAvgPool', 'globalMaxPool']],
  [0, 1, ['batchNorm', 'layerNorm', 'rmsNorm', 'instanceNorm', 'localResponseNorm']],
  [1, 2, ['groupNorm', 'keepPadding']],
  [1, 2, ['dropout', 'spatialDropout', 'gaussianDropout', 'stochasticDepth']],
  [0, 2, ['gaussianNoise']],
  [2, 3, ['dropBlock']],
  [0, 1, ['gaussianSample']],
  [0, 2, ['reshape']],
  [0, 1, ['flatten', 'lastStep']],
  [1, 2, ['transpose', 'pad', 'crop', 'upsample', 'repeatVector']],
  [2, 3, ['embedding']],
  [1, 2, ['simpleRnn', 'lstm', 'gru', 'bidirectional', 'multiHeadAttention', 'transformerBlock']],
  [1, 2, ['positionEmbedding']],
  [0, 1, ['feedForward', 'positionalEncoding']],
  [0, 1, ['add', 'multiply', 'average', 'maximum', 'concatenate', 'gatedAverage']],
  // Initializers.
  [0, 1, ['constant', 'normal', 'uniform', 'truncatedNormal', 'heNormal', 'heUniform', 'xavierNormal']],
  [0, 1, ['xavierUniform', 'varianceScaling', 'orthogonal', 'identity', 'sparse']],
  [0, 0, ['lecunNormal', 'lecunUniform', 'glorotNormal', 'glorotUniform']],
];

/** What a network's line may call: the layers and the initializers of `@neutype/layers`, by their names there. */
export const layerFunctions: Scope = new Map(
  CALLS.flatMap(([least, most, names]) =>
    names.map((name): [string, Signature] => {
      // biome-ignore lint/performance/noDynamicNamespaceImportAccess: the line may call all of them
      const call = layers[name] as Signature['call'];
      return [name, { least, most, call }];
    }),
  ),
);
