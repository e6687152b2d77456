import {
  adaptiveAvgPool2d,
  adaptiveMaxPool2d,
  add,
  apply,
  average,
  avgPool1d,
  avgPool2d,
  batchNorm,
  bidirectional,
  concatenate,
  conv1d,
  conv1dTranspose,
  conv2d,
  conv2dTranspose,
  crop,
  depthwiseConv1d,
  depthwiseConv2d,
  dropBlock,
  dropout,
  elu,
  embedding,
  feedForward,
  flatten,
  gatedAverage,
  gaussianDropout,
  gaussianNoise,
  gaussianSample,
  gelu,
  globalAvgPool,
  globalMaxPool,
  globalPool,
  groupNorm,
  gru,
  hardSigmoid,
  hardSwish,
  instanceNorm,
  join,
  keepPadding,
  lastStep,
  layerNorm,
  leakyRelu,
  linear,
  localResponseNorm,
  logSoftmax,
  lstm,
  maximum,
  maxPool1d,
  maxPool2d,
  mish,
  multiHeadAttention,
  multiply,
  type Part,
  pad,
  parallel,
  positionalEncoding,
  positionEmbedding,
  pRelu,
  relu,
  relu6,
  repeatVector,
  reshape,
  residual,
  rmsNorm,
  type Shape,
  selu,
  separableConv1d,
  separableConv2d,
  sigmoid,
  silu,
  simpleRnn,
  softmax,
  softplus,
  spatialDropout,
  stochasticDepth,
  tanh,
  transformerBlock,
  transpose,
  upsample,
} from '@neutype/layers';
import { mean, square } from '@tensorflow/tfjs-core';

/** A small instance of a layer, which every backend is held to. */
export interface LayerExample {
  /** The layer, by its name in `layerNames`. */
  readonly layer: string;
  /** Which of several examples of the layer. */
  readonly variant?: string;
  /** Of one sample, the batch left out. */
  readonly inputShape: Shape;
  /** Whole numbers from 0 up to, but not including, this go in, which have no gradient; otherwise numbers from -1 to 1. */
  readonly indices?: number;
  /** Its numbers come from an array in every update, which native TensorFlow does not record. */
  readonly fromArray?: boolean;
  /** The layer; one with several inputs, behind branches that make them. */
  make(): Part;
}

const ROW: Shape = [4];
const SEQUENCE: Shape = [3, 4];
const IMAGE: Shape = [4, 5, 2];

/**
 * Each kind of layer, with the options that lead to other kernels. Of a few numbers each: a browser that renders in
 * software takes milliseconds for every forward pass.
 */
export const layerExamples: readonly LayerExample[] = [
  { layer: 'input', inputShape: ROW, make: () => linear(2) },
  { layer: 'linear', inputShape: ROW, make: () => linear(3) },
  { layer: 'linear', variant: 'of sequences', inputShape: SEQUENCE, make: () => linear(2) },
  {
    layer: 'linear',
    variant: 'of images, no bias',
    inputShape: IMAGE,
    make: () => linear(3, { bias: null }),
  },
  { layer: 'relu', inputShape: ROW, make: () => relu(3) },
  { layer: 'relu', variant: 'bare', inputShape: ROW, make: () => relu() },
  { layer: 'leakyRelu', inputShape: ROW, make: () => leakyRelu(3) },
  { layer: 'leakyRelu', variant: 'bare', inputShape: ROW, make: () => leakyRelu() },
  { layer: 'pRelu', inputShape: ROW, make: () => pRelu(3) },
  { layer: 'pRelu', variant: 'bare', inputShape: ROW, make: () => pRelu() },
  { layer: 'relu6', inputShape: ROW, make: () => relu6(3) },
  { layer: 'relu6', variant: 'bare', inputShape: ROW, make: () => relu6() },
  { layer: 'elu', inputShape: ROW, make: () => elu(3) },
  { layer: 'elu', variant: 'bare', inputShape: ROW, make: () => elu() },
  { layer: 'selu', inputShape: ROW, make: () => selu(3) },
  { layer: 'selu', variant: 'bare', inputShape: ROW, make: () => selu() },
  { layer: 'gelu', inputShape: ROW, make: () => gelu(3) },
  { layer: 'gelu', variant: 'bare', inputShape: ROW, make: () => gelu() },
  { layer: 'silu', inputShape: ROW, make: () => silu(3) },
  { layer: 'silu', variant: 'bare', inputShape: ROW, make: () => silu() },
  { layer: 'mish', inputShape: ROW, make: () => mish(3) },
  { layer: 'mish', variant: 'bare', inputShape: ROW, make: () => mish() },
  { layer: 'hardSwish', inputShape: ROW, make: () => hardSwish(3) },
  { layer: 'hardSwish', variant: 'bare', inputShape: ROW, make: () => hardSwish() },
  { layer: 'sigmoid', inputShape: ROW, make: () => sigmoid(3) },
  { layer: 'sigmoid', variant: 'bare', inputShape: ROW, make: () => sigmoid() },
  { layer: 'hardSigmoid', inputShape: ROW, make: () => hardSigmoid(3) },
  { layer: 'hardSigmoid', variant: 'bare', inputShape: ROW, make: () => hardSigmoid() },
  { layer: 'tanh', inputShape: ROW, make: () => tanh(3) },
  { layer: 'tanh', variant: 'bare', inputShape: ROW, make: () => tanh() },
  { layer: 'softplus', inputShape: ROW, make: () => softplus(3) },
  { layer: 'softplus', variant: 'bare', inputShape: ROW, make: () => softplus() },
  { layer: 'softmax', inputShape: ROW, make: () => softmax(3) },
  { layer: 'softmax', variant: 'bare', inputShape: ROW, make: () => softmax() },
  { layer: 'logSoftmax', inputShape: ROW, make: () => logSoftmax(3) },
  { layer: 'logSoftmax', variant: 'bare', inputShape: ROW, make: () => logSoftmax() },
  { layer: 'relu', variant: 'a slope below 0', inputShape: ROW, make: () => relu({ alpha: 0.2 }) },
  {
    layer: 'pRelu',
    variant: 'an alpha for two axes',
    inputShape: IMAGE,
    make: () => pRelu({ alphaAxes: [1, 3] }),
  },
  { layer: 'elu', variant: 'alpha 0.5', inputShape: ROW, make: () => elu({ alpha: 0.5 }) },
  {
    layer: 'gelu',
    variant: 'by tanh, of sequences',
    inputShape: SEQUENCE,
    make: () => gelu(3, { approximate: 'tanh' }),
  },
  { layer: 'softmax', variant: 'along another axis', inputShape: SEQUENCE, make: () => softmax({ axis: 1 }) },
  {
    layer: 'logSoftmax',
    variant: 'along another axis',
    inputShape: SEQUENCE,
    make: () => logSoftmax({ axis: 1 }),
  },

  { layer: 'conv2d', inputShape: IMAGE, make: () => conv2d(3, [2, 3]) },
  {
    layer: 'conv2d',
    variant: 'same, stride 2, no bias',
    inputShape: IMAGE,
    make: () => conv2d(2, 3, { padding: 'same', stride: 2, bias: null }),
  },
  { layer: 'conv2d', variant: 'dilation 2', inputShape: IMAGE, make: () => conv2d(2, 2, { dilation: 2 }) },
  {
    layer: 'conv2d',
    variant: 'groups, stride and dilation, padding of each side',
    inputShape: [5, 4, 4],
    make: () =>
      conv2d(6, 2, {
        groups: 2,
        stride: 2,
        dilation: [2, 1],
        padding: [
          [0, 1],
          [2, 0],
        ],
      }),
  },
  {
    layer: 'conv2d',
    variant: 'as many groups as channels',
    inputShape: IMAGE,
    make: () => conv2d(4, 2, { groups: 2, padding: 1 }),
  },
  { layer: 'conv1d', inputShape: SEQUENCE, make: () => conv1d(3, 2, { stride: 2 }) },
  {
    layer: 'conv1d',
    variant: 'causal, dilation 2, groups',
    inputShape: SEQUENCE,
    make: () => conv1d(4, 2, { padding: 'causal', dilation: 2, groups: 2 }),
  },
  { layer: 'depthwiseConv2d', inputShape: IMAGE, make: () => depthwiseConv2d(3, { padding: 'same' }) },
  {
    layer: 'depthwiseConv2d',
    variant: 'multiplier, stride and dilation, padding of each side',
    inputShape: IMAGE,
    make: () =>
      depthwiseConv2d(2, { multiplier: 2, stride: [2, 1], dilation: 2, padding: [[1, 0], 1], bias: null }),
  },
  {
    layer: 'depthwiseConv1d',
    inputShape: SEQUENCE,
    make: () => depthwiseConv1d(3, { multiplier: 2, padding: 'causal' }),
  },
  {
    layer: 'separableConv2d',
    inputShape: IMAGE,
    make: () => separableConv2d(3, 2, { multiplier: 2, padding: 'same' }),
  },
  { layer: 'separableConv1d', inputShape: SEQUENCE, make: () => separableConv1d(3, 2, { dilation: 2 }) },
  { layer: 'conv2dTranspose', inputShape: [3, 2, 2], make: () => conv2dTranspose(3, [2, 3]) },
  {
    layer: 'conv2dTranspose',
    variant: 'same, stride 2, no bias',
    inputShape: [3, 2, 2],
    make: () => conv2dTranspose(2, 3, { padding: 'same', stride: 2, bias: null }),
  },
  {
    layer: 'conv2dTranspose',
    variant: 'padding of each side and outputPadding',
    inputShape: [3, 2, 2],
    make: () => conv2dTranspose(2, 3, { padding: [[0, 1], 1], stride: [3, 2], outputPadding: [2, 0] }),
  },
  {
    layer: 'conv1dTranspose',
    inputShape: SEQUENCE,
    make: () => conv1dTranspose(3, 3, { padding: 1, stride: 2 }),
  },
  { layer: 'maxPool2d', inputShape: IMAGE, make: () => maxPool2d(2) },
  {
    layer: 'maxPool2d',
    variant: 'same, stride 1',
    inputShape: IMAGE,
    make: () => maxPool2d(3, { padding: 'same', stride: 1 }),
  },
  {
    layer: 'maxPool2d',
    variant: 'padding 1, stride 2',
    inputShape: IMAGE,
    make: () => maxPool2d(3, { padding: 1, stride: 2 }),
  },
  { layer: 'avgPool2d', inputShape: IMAGE, make: () => avgPool2d(2) },
  {
    layer: 'avgPool2d',
    variant: 'same, stride 2',
    inputShape: IMAGE,
    make: () => avgPool2d(3, { padding: 'same', stride: 2 }),
  },
  { layer: 'maxPool1d', inputShape: [5, 2], make: () => maxPool1d(2, { stride: 1 }) },
  { layer: 'avgPool1d', inputShape: [5, 2], make: () => avgPool1d(3, { padding: 1, stride: 2 }) },
  { layer: 'adaptiveAvgPool2d', inputShape: IMAGE, make: () => adaptiveAvgPool2d(3) },
  { layer: 'adaptiveMaxPool2d', inputShape: IMAGE, make: () => adaptiveMaxPool2d([3, 2]) },
  { layer: 'globalPool', inputShape: IMAGE, make: () => globalPool('sum') },
  { layer: 'globalAvgPool', inputShape: IMAGE, make: () => globalAvgPool() },
  {
    layer: 'globalAvgPool',
    variant: 'with a mask',
    inputShape: SEQUENCE,
    make: () => globalAvgPool({ maskValue: 0 }),
  },
  { layer: 'globalMaxPool', inputShape: IMAGE, make: () => globalMaxPool() },
  {
    layer: 'globalMaxPool',
    variant: 'with a mask',
    inputShape: SEQUENCE,
    make: () => globalMaxPool({ maskValue: 0 }),
  },

  { layer: 'flatten', inputShape: IMAGE, make: () => flatten() },
  { layer: 'reshape', inputShape: IMAGE, make: () => reshape([10, -1]) },
  {
    layer: 'apply',
    inputShape: SEQUENCE,
    make: () =>
      apply((x) => mean(square(x), 1), { outputShape: ([, features = 0]) => [features], replayable: true }),
  },
  { layer: 'transpose', inputShape: IMAGE, make: () => transpose([3, 1, 2]) },
  {
    layer: 'pad',
    inputShape: IMAGE,
    make: () =>
      pad(
        [
          [1, 0],
          [2, 1],
        ],
        { value: 0.5 },
      ),
  },
  {
    layer: 'pad',
    variant: 'reflect',
    inputShape: IMAGE,
    make: () =>
      pad(
        [
          [1, 0],
          [2, 1],
        ],
        { mode: 'reflect' },
      ),
  },
  { layer: 'pad', variant: 'symmetric', inputShape: IMAGE, make: () => pad([1, 2], { mode: 'symmetric' }) },
  { layer: 'pad', variant: 'edge', inputShape: SEQUENCE, make: () => pad([[2, 1]], { mode: 'edge' }) },
  {
    layer: 'crop',
    inputShape: IMAGE,
    make: () =>
      crop([
        [1, 0],
        [2, 1],
      ]),
  },
  { layer: 'upsample', inputShape: IMAGE, make: () => upsample([2, 3]) },
  {
    layer: 'upsample',
    variant: 'bilinear',
    inputShape: IMAGE,
    make: () => upsample([3, 2], { mode: 'bilinear' }),
  },
  { layer: 'repeatVector', inputShape: ROW, make: () => repeatVector(3) },
  { layer: 'lastStep', inputShape: [3, 2], make: () => lastStep() },

  { layer: 'embedding', inputShape: [4], indices: 6, make: () => embedding(6, 3) },
  {
    layer: 'embedding',
    variant: 'with padding',
    inputShape: [4],
    indices: 6,
    make: () => embedding(6, 3, { paddingIndex: 2 }),
  },

  { layer: 'dropout', inputShape: [16], make: () => dropout(0.3) },
  { layer: 'spatialDropout', inputShape: IMAGE, make: () => spatialDropout(0.3) },
  { layer: 'gaussianNoise', inputShape: ROW, make: () => gaussianNoise(0.5, { mean: 0.2 }) },
  { layer: 'gaussianSample', inputShape: ROW, make: () => gaussianSample() },
  { layer: 'gaussianSample', variant: 'of images', inputShape: IMAGE, make: () => gaussianSample() },
  { layer: 'gaussianDropout', inputShape: ROW, make: () => gaussianDropout(0.3) },
  { layer: 'dropBlock', inputShape: IMAGE, make: () => dropBlock(0.3, [2, 3]) },
  { layer: 'stochasticDepth', inputShape: ROW, make: () => residual(linear(4), stochasticDepth(0.4)) },
  { layer: 'batchNorm', inputShape: ROW, make: () => batchNorm() },
  { layer: 'batchNorm', variant: 'images', inputShape: IMAGE, make: () => batchNorm() },
  {
    layer: 'batchNorm',
    variant: 'over batch and columns',
    inputShape: IMAGE,
    make: () => batchNorm({ axes: [0, 2] }),
  },
  { layer: 'layerNorm', inputShape: ROW, make: () => layerNorm() },
  { layer: 'layerNorm', variant: 'images', inputShape: [2, 2, 7], make: () => layerNorm({ beta: 0.5 }) },
  { layer: 'rmsNorm', inputShape: SEQUENCE, make: () => rmsNorm() },
  { layer: 'groupNorm', inputShape: [2, 3, 6], make: () => groupNorm(2) },
  { layer: 'groupNorm', variant: 'rows', inputShape: [6], make: () => groupNorm(2) },
  { layer: 'instanceNorm', inputShape: IMAGE, make: () => instanceNorm() },
  {
    layer: 'localResponseNorm',
    inputShape: [2, 2, 7],
    make: () => localResponseNorm({ alpha: 0.5, depthRadius: 2 }),
  },

  { layer: 'add', inputShape: ROW, make: () => join(parallel(join(), tanh(4)), add()) },
  { layer: 'multiply', inputShape: ROW, make: () => join(parallel(join(), tanh(4)), multiply()) },
  { layer: 'average', inputShape: ROW, make: () => join(parallel(join(), tanh(4), linear(4)), average()) },
  { layer: 'maximum', inputShape: ROW, make: () => join(parallel(join(), linear(4)), maximum()) },
  { layer: 'concatenate', inputShape: ROW, make: () => join(parallel(tanh(3), join()), concatenate()) },
  {
    layer: 'gatedAverage',
    inputShape: ROW,
    make: () => join(parallel(softmax(2), linear(3), tanh(3)), gatedAverage()),
  },

  { layer: 'simpleRnn', inputShape: SEQUENCE, make: () => simpleRnn(2, { learnInitialState: true }) },
  { layer: 'lstm', inputShape: SEQUENCE, make: () => lstm(3) },
  {
    layer: 'lstm',
    variant: 'backwards, with peepholes, padding and cells that come out',
    inputShape: SEQUENCE,
    make: () =>
      lstm(2, { returnSequences: true, returnCell: true, backwards: true, peepholes: true, maskValue: 0 }),
  },
  { layer: 'gru', inputShape: SEQUENCE, make: () => gru(3, { returnSequences: true }) },
  {
    layer: 'gru',
    variant: 'of two inputs, as PyTorch has it',
    inputShape: SEQUENCE,
    make: () =>
      join(parallel(join(), gru(2)), gru(2, { updateGate: 'keeps', hiddenBias: 0, gradientClip: 10 })),
  },
  {
    layer: 'gru',
    variant: 'that resets before the product, as tfjs has it',
    inputShape: SEQUENCE,
    make: () => gru(2, { resetGate: 'before', updateGate: 'keeps' }),
  },
  {
    layer: 'gru',
    variant: 'that resets before the product, of both directions and over padding',
    inputShape: SEQUENCE,
    make: () => bidirectional(gru(2, { resetGate: 'before', maskValue: 0, gradientClip: 10 })),
  },
  { layer: 'bidirectional', inputShape: SEQUENCE, make: () => bidirectional(simpleRnn(2)) },

  { layer: 'multiHeadAttention', inputShape: SEQUENCE, make: () => multiHeadAttention(2) },
  {
    layer: 'multiHeadAttention',
    variant: 'causal, with padding, dropout and sizes of its own',
    inputShape: SEQUENCE,
    make: () =>
      multiHeadAttention(2, { causal: true, maskValue: 0, dropout: 0.3, headSize: 3, valueSize: 1 }),
  },
  {
    layer: 'multiHeadAttention',
    variant: 'of two inputs',
    inputShape: SEQUENCE,
    make: () => join(parallel(tanh(), join()), multiHeadAttention(1, { bias: null })),
  },
  { layer: 'feedForward', inputShape: SEQUENCE, make: () => feedForward({ hidden: 5, dropout: 0.3 }) },
  {
    layer: 'feedForward',
    variant: 'silu, no bias',
    inputShape: ROW,
    make: () => feedForward({ activation: 'silu', bias: null }),
  },
  {
    layer: 'transformerBlock',
    inputShape: SEQUENCE,
    make: () => transformerBlock(2, { hidden: 6, causal: true, dropout: 0.2, maskValue: 0 }),
  },
  {
    layer: 'transformerBlock',
    variant: 'norm last',
    inputShape: [2, 8],
    make: () => transformerBlock(2, { hidden: 6, normFirst: false }),
  },
  {
    layer: 'keepPadding',
    inputShape: SEQUENCE,
    make: () => join(parallel(layerNorm(), join()), keepPadding(2)),
  },
  { layer: 'positionalEncoding', inputShape: SEQUENCE, fromArray: true, make: () => positionalEncoding() },
  { layer: 'positionEmbedding', inputShape: SEQUENCE, make: () => positionEmbedding(3) },
  {
    layer: 'positionEmbedding',
    variant: 'of shorter sequences',
    inputShape: SEQUENCE,
    make: () => positionEmbedding(5),
  },
];

/** What a test of the example is called: `conv2d, dilation 2`. */
export function exampleName({ layer, variant }: LayerExample): string {
  return variant === undefined ? layer : `${layer}, ${variant}`;
}
