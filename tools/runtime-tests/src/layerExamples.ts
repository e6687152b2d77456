import {
  add,
  average,
  avgPool2d,
  batchNorm,
  concatenate,
  conv2d,
  crop,
  dropout,
  embedding,
  flatten,
  gatedAverage,
  groupNorm,
  instanceNorm,
  join,
  layerNorm,
  linear,
  localResponseNorm,
  maximum,
  maxPool2d,
  multiHeadAttention,
  multiply,
  type Part,
  pad,
  parallel,
  positionalEncoding,
  positionEmbedding,
  relu,
  repeatVector,
  reshape,
  rmsNorm,
  type Shape,
  sigmoid,
  softmax,
  tanh,
  transpose,
  upsample,
} from '@neutype/layers';

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
  { layer: 'relu', inputShape: ROW, make: () => relu(3) },
  { layer: 'relu', variant: 'bare', inputShape: ROW, make: () => relu() },
  { layer: 'sigmoid', inputShape: ROW, make: () => sigmoid(3) },
  { layer: 'sigmoid', variant: 'bare', inputShape: ROW, make: () => sigmoid() },
  { layer: 'tanh', inputShape: ROW, make: () => tanh(3) },
  { layer: 'tanh', variant: 'bare', inputShape: ROW, make: () => tanh() },
  { layer: 'softmax', inputShape: ROW, make: () => softmax(3) },
  { layer: 'softmax', variant: 'bare', inputShape: ROW, make: () => softmax() },

  { layer: 'conv2d', inputShape: IMAGE, make: () => conv2d(3, [2, 3]) },
  {
    layer: 'conv2d',
    variant: 'same, stride 2, no bias',
    inputShape: IMAGE,
    make: () => conv2d(2, 3, { padding: 'same', stride: 2, bias: null }),
  },
  { layer: 'conv2d', variant: 'dilation 2', inputShape: IMAGE, make: () => conv2d(2, 2, { dilation: 2 }) },
  { layer: 'maxPool2d', inputShape: IMAGE, make: () => maxPool2d(2) },
  {
    layer: 'maxPool2d',
    variant: 'same, stride 1',
    inputShape: IMAGE,
    make: () => maxPool2d(3, { padding: 'same', stride: 1 }),
  },
  { layer: 'avgPool2d', inputShape: IMAGE, make: () => avgPool2d(2) },

  { layer: 'flatten', inputShape: IMAGE, make: () => flatten() },
  { layer: 'reshape', inputShape: IMAGE, make: () => reshape([10, -1]) },
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

  { layer: 'embedding', inputShape: [4], indices: 6, make: () => embedding(6, 3) },
  {
    layer: 'embedding',
    variant: 'with padding',
    inputShape: [4],
    indices: 6,
    make: () => embedding(6, 3, { paddingIndex: 2 }),
  },

  { layer: 'dropout', inputShape: [16], make: () => dropout(0.3) },
  { layer: 'batchNorm', inputShape: ROW, make: () => batchNorm() },
  { layer: 'batchNorm', variant: 'images', inputShape: IMAGE, make: () => batchNorm() },
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
  { layer: 'positionalEncoding', inputShape: SEQUENCE, make: () => positionalEncoding() },
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
