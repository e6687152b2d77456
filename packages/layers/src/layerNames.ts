import { nearestName } from '@neutype/errors';

/** What a layer is called, here and elsewhere. Several names of one library are parted by commas. */
export interface LayerName {
  /** How it is called with what it needs: `relu(10)`. */
  readonly call: string;
  readonly neupy?: string;
  readonly keras?: string;
  readonly pytorch?: string;
  /** Other words that people use for it. */
  readonly also?: string;
  /** What reads differently there: options by other names, other defaults. */
  readonly note?: string;
}

/** The layers there are. docs/layers.md is written from it: `node tools/checks/layers.mjs --write`. */
export const LAYERS: Readonly<Record<string, LayerName>> = {
  input: { call: 'input(784)', neupy: 'Input', keras: 'Input, InputLayer' },
  linear: {
    call: 'linear(10)',
    neupy: 'Linear',
    keras: 'Dense',
    pytorch: 'Linear',
    also: 'fully connected, affine',
    note: 'Weights are `[inputs, units]` as in NeuPy and Keras; PyTorch stores them transposed.',
  },
  relu: { call: 'relu(10)', neupy: 'Relu', keras: 'ReLU', pytorch: 'ReLU' },
  leakyRelu: {
    call: 'leakyRelu(10)',
    neupy: 'LeakyRelu',
    keras: 'LeakyReLU',
    pytorch: 'LeakyReLU',
    note: '`alpha` is 0.01 as in NeuPy and PyTorch; Keras’ `negative_slope` is 0.3.',
  },
  pRelu: {
    call: 'pRelu(10)',
    neupy: 'PRelu',
    keras: 'PReLU',
    pytorch: 'PReLU',
    note: '`alphaAxes` are those that have an alpha for each place, as in NeuPy; Keras’ `shared_axes` are the others.',
  },
  relu6: { call: 'relu6(10)', keras: 'ReLU', pytorch: 'ReLU6', note: 'Keras’ `ReLU(max_value=6)`.' },
  elu: { call: 'elu(10)', neupy: 'Elu', keras: 'ELU', pytorch: 'ELU' },
  selu: { call: 'selu(10)', keras: 'Activation("selu")', pytorch: 'SELU' },
  gelu: {
    call: 'gelu(10)',
    keras: 'Activation("gelu")',
    pytorch: 'GELU',
    note: '`{ approximate: "tanh" }` is `approximate=True` in Keras.',
  },
  silu: { call: 'silu(10)', keras: 'Activation("silu")', pytorch: 'SiLU', also: 'swish' },
  mish: { call: 'mish(10)', keras: 'Activation("mish")', pytorch: 'Mish' },
  hardSwish: {
    call: 'hardSwish(10)',
    keras: 'Activation("hard_swish")',
    pytorch: 'Hardswish',
    also: 'hard silu',
  },
  sigmoid: { call: 'sigmoid(1)', neupy: 'Sigmoid', keras: 'Sigmoid', pytorch: 'Sigmoid', also: 'logistic' },
  hardSigmoid: {
    call: 'hardSigmoid(1)',
    neupy: 'HardSigmoid',
    keras: 'Activation("hard_sigmoid")',
    pytorch: 'Hardsigmoid',
    note: '0.2 x + 0.5 between 0 and 1 as in NeuPy; Keras 3 and PyTorch have `{ slope: 1 / 6 }`.',
  },
  tanh: { call: 'tanh(10)', neupy: 'Tanh', keras: 'Tanh', pytorch: 'Tanh' },
  softplus: { call: 'softplus(1)', neupy: 'Softplus', keras: 'Activation("softplus")', pytorch: 'Softplus' },
  softmax: {
    call: 'softmax(10)',
    neupy: 'Softmax',
    keras: 'Softmax',
    pytorch: 'Softmax',
    note: 'End a classifier in it, where PyTorch has CrossEntropyLoss behind the bare numbers: the loss is as exact.',
  },
  logSoftmax: { call: 'logSoftmax(10)', keras: 'Activation("log_softmax")', pytorch: 'LogSoftmax' },
  conv2d: {
    call: 'conv2d(32, 3)',
    neupy: 'Convolution, Conv',
    keras: 'Conv2D, Convolution2D',
    pytorch: 'Conv2d',
    note: 'Filters are `[rows, columns, channels, filters]` as in NeuPy and Keras; PyTorch has `[filters, channels, rows, columns]`.',
  },
  conv1d: {
    call: 'conv1d(32, 3)',
    keras: 'Conv1D, Convolution1D',
    pytorch: 'Conv1d',
    note: 'Filters are `[size, features, filters]` as in Keras; PyTorch has `[filters, features, size]`.',
  },
  depthwiseConv2d: {
    call: 'depthwiseConv2d(3)',
    keras: 'DepthwiseConv2D',
    also: 'depthwise',
    note: 'In PyTorch `Conv2d` with as many groups as channels. `multiplier` is Keras’ `depth_multiplier`.',
  },
  depthwiseConv1d: {
    call: 'depthwiseConv1d(3)',
    keras: 'DepthwiseConv1D',
    note: 'In PyTorch `Conv1d` with as many groups as channels.',
  },
  separableConv2d: {
    call: 'separableConv2d(32, 3)',
    keras: 'SeparableConv2D, SeparableConvolution2D',
    also: 'separable',
    note: 'Weights are called `depthwiseWeight` and `pointwiseWeight`. In PyTorch two `Conv2d`.',
  },
  separableConv1d: { call: 'separableConv1d(32, 3)', keras: 'SeparableConv1D, SeparableConvolution1D' },
  conv2dTranspose: {
    call: 'conv2dTranspose(32, 3)',
    neupy: 'Deconvolution',
    keras: 'Conv2DTranspose, Convolution2DTranspose',
    pytorch: 'ConvTranspose2d',
    also: 'deconv, deconv2d, transposed convolution',
    note: 'Filters are `[rows, columns, filters, channels]` as in NeuPy and Keras; PyTorch has `[channels, filters, rows, columns]`. With padding in numbers, `outputPadding` is NeuPy’s stride − 1 unless given, PyTorch’s 0.',
  },
  conv1dTranspose: {
    call: 'conv1dTranspose(32, 3)',
    keras: 'Conv1DTranspose, Convolution1DTranspose',
    pytorch: 'ConvTranspose1d',
  },
  maxPool2d: {
    call: 'maxPool2d(2)',
    neupy: 'MaxPooling, MaxPool',
    keras: 'MaxPooling2D, MaxPool2D',
    pytorch: 'MaxPool2d',
  },
  avgPool2d: {
    call: 'avgPool2d(2)',
    neupy: 'AveragePooling, AvgPool',
    keras: 'AveragePooling2D, AvgPool2D',
    pytorch: 'AvgPool2d',
  },
  maxPool1d: { call: 'maxPool1d(2)', keras: 'MaxPooling1D, MaxPool1D', pytorch: 'MaxPool1d' },
  avgPool1d: { call: 'avgPool1d(2)', keras: 'AveragePooling1D, AvgPool1D', pytorch: 'AvgPool1d' },
  globalAvgPool: {
    call: 'globalAvgPool()',
    keras: 'GlobalAveragePooling2D, GlobalAveragePooling1D, GlobalAvgPool2D, GlobalAvgPool1D',
    also: 'global average pooling',
    note: 'PyTorch’s `AdaptiveAvgPool2d(1)` and a flatten behind it.',
  },
  globalMaxPool: {
    call: 'globalMaxPool()',
    keras: 'GlobalMaxPooling2D, GlobalMaxPooling1D, GlobalMaxPool2D, GlobalMaxPool1D',
    also: 'global maximum pooling',
    note: 'PyTorch’s `AdaptiveMaxPool2d(1)` and a flatten behind it.',
  },
  globalPool: {
    call: "globalPool('avg')",
    neupy: 'GlobalPooling, GlobalPool',
    note: '`avg`, `max`, `sum` or a function, as in NeuPy.',
  },
  adaptiveAvgPool2d: { call: 'adaptiveAvgPool2d(7)', pytorch: 'AdaptiveAvgPool2d' },
  adaptiveMaxPool2d: { call: 'adaptiveMaxPool2d(7)', pytorch: 'AdaptiveMaxPool2d' },
  flatten: {
    call: 'flatten()',
    neupy: 'Reshape',
    keras: 'Flatten',
    pytorch: 'Flatten',
    note: 'NeuPy’s `Reshape()` without a shape.',
  },
  reshape: { call: 'reshape([28, 28, 1])', neupy: 'Reshape', keras: 'Reshape', pytorch: 'Unflatten' },
  embedding: {
    call: 'embedding(10_000, 64)',
    neupy: 'Embedding',
    keras: 'Embedding',
    pytorch: 'Embedding',
    also: 'lookup table, word vectors',
    note: '`paddingIndex` is PyTorch’s `padding_idx`; for Keras’ `mask_zero` it is 0, with `maskValue: 0` in the layers behind.',
  },
  apply: {
    call: 'apply(fn)',
    neupy: 'Apply',
    keras: 'Lambda',
    also: 'function',
    note: 'NeuPy has it from 0.8.3 on, for functions that keep the shape; other shapes are told by `outputShape`.',
  },
  transpose: {
    call: 'transpose([2, 1])',
    neupy: 'Transpose',
    keras: 'Permute',
    pytorch: 'permute',
    note: 'Axes without the batch, from 1 on, as in Keras; NeuPy and PyTorch write `(0, 2, 1)`.',
  },
  pad: {
    call: 'pad(1)',
    keras: 'ZeroPadding1D, ZeroPadding2D',
    pytorch:
      'ZeroPad1d, ZeroPad2d, ConstantPad1d, ConstantPad2d, ReflectionPad1d, ReflectionPad2d, ReplicationPad1d, ReplicationPad2d',
    also: 'padding',
    note: "PyTorch’s replication is `{ mode: 'edge' }`; it lists the last axis first, we the first.",
  },
  crop: { call: 'crop(1)', keras: 'Cropping1D, Cropping2D', also: 'cropping, center crop' },
  upsample: {
    call: 'upsample(2)',
    neupy: 'Upscale',
    keras: 'UpSampling1D, UpSampling2D',
    pytorch: 'Upsample, UpsamplingNearest2d, interpolate',
    note: '`mode` is Keras’ `interpolation`; `bilinear` is PyTorch’s with `align_corners=False`.',
  },
  repeatVector: { call: 'repeatVector(20)', keras: 'RepeatVector' },
  lastStep: { call: 'lastStep()', note: 'Written `x[:, -1]` in Keras and PyTorch.' },
  dropout: { call: 'dropout(0.5)', neupy: 'Dropout', keras: 'Dropout', pytorch: 'Dropout' },
  spatialDropout: {
    call: 'spatialDropout(0.2)',
    keras: 'SpatialDropout1D, SpatialDropout2D',
    pytorch: 'Dropout1d, Dropout2d',
  },
  gaussianNoise: {
    call: 'gaussianNoise(0.1)',
    neupy: 'GaussianNoise',
    keras: 'GaussianNoise',
    note: 'NeuPy 0.8.2 takes `mean=1, std=0` unless told otherwise; here it is mean 0 and standard deviation 1.',
  },
  gaussianDropout: { call: 'gaussianDropout(0.5)', keras: 'GaussianDropout' },
  gaussianSample: {
    call: 'gaussianSample()',
    also: 'sampling, reparametrization, rsample',
    note: 'Written by hand in Keras and PyTorch, where it is called `Sampling` or `reparameterize`.',
  },
  dropBlock: {
    call: 'dropBlock(0.1, 7)',
    neupy: 'DropBlock',
    pytorch: 'DropBlock2d',
    note: 'NeuPy’s `keep_proba` is 1 less the rate.',
  },
  stochasticDepth: { call: 'stochasticDepth(0.1)', pytorch: 'StochasticDepth', also: 'drop path' },
  batchNorm: {
    call: 'batchNorm()',
    neupy: 'BatchNorm, BN',
    keras: 'BatchNormalization',
    pytorch: 'BatchNorm1d, BatchNorm2d, BatchNorm3d',
    note: '`alpha` is PyTorch’s `momentum`, and 1 less Keras’s.',
  },
  layerNorm: {
    call: 'layerNorm()',
    keras: 'LayerNormalization',
    pytorch: 'LayerNorm',
    note: 'Over the last axis. Keras’ epsilon is 1e-3, PyTorch’s 1e-5 as here.',
  },
  rmsNorm: {
    call: 'rmsNorm()',
    keras: 'RMSNormalization',
    pytorch: 'RMSNorm',
    note: 'Over the last axis. PyTorch’s epsilon is 1.19e-7 unless given, Keras’ 1e-6 as here.',
  },
  groupNorm: {
    call: 'groupNorm(8)',
    neupy: 'GroupNorm, GN',
    keras: 'GroupNormalization',
    pytorch: 'GroupNorm',
    note: 'Keras’ epsilon is 1e-3; NeuPy’s and PyTorch’s are 1e-5 as here.',
  },
  instanceNorm: {
    call: 'instanceNorm()',
    pytorch: 'InstanceNorm1d, InstanceNorm2d, InstanceNorm3d',
    note: 'With gamma and beta: PyTorch’s with `affine=True`. In Keras it is `GroupNormalization(groups=-1)`.',
  },
  localResponseNorm: {
    call: 'localResponseNorm()',
    neupy: 'LocalResponseNorm',
    pytorch: 'LocalResponseNorm',
    also: 'lrn, local response normalization',
    note: 'NeuPy’s formula and defaults. `depthRadius` is on each side, and alpha for each neighbor; PyTorch’s `size` is the whole window, and its alpha for all of it.',
  },
  add: { call: 'add()', neupy: 'Elementwise', keras: 'Add', pytorch: 'add', also: 'sum' },
  multiply: { call: 'multiply()', neupy: 'Elementwise', keras: 'Multiply', pytorch: 'mul' },
  average: { call: 'average()', keras: 'Average' },
  maximum: { call: 'maximum()', keras: 'Maximum', pytorch: 'maximum' },
  concatenate: {
    call: 'concatenate()',
    neupy: 'Concatenate',
    keras: 'Concatenate',
    pytorch: 'cat, concat',
  },
  gatedAverage: { call: 'gatedAverage()', neupy: 'GatedAverage' },
  simpleRnn: {
    call: 'simpleRnn(32)',
    keras: 'SimpleRNN',
    pytorch: 'RNN',
    also: 'recurrent, elman',
    note: 'The last state alone comes out unless `returnSequences: true`, as in Keras; PyTorch gives both.',
  },
  lstm: {
    call: 'lstm(32)',
    neupy: 'LSTM',
    keras: 'LSTM',
    pytorch: 'LSTM',
    note: '`returnSequences` is the opposite of NeuPy’s `only_return_final`. Keras begins with `forgetBias: 1`.',
  },
  gru: {
    call: 'gru(32)',
    neupy: 'GRU',
    keras: 'GRU',
    pytorch: 'GRU',
    note: "NeuPy’s update gate replaces the state; those of PyTorch and Keras keep it: `updateGate: 'keeps'`, with `hiddenBias: 0`. Keras’ `reset_after=False` is `resetGate: 'before'`.",
  },
  bidirectional: {
    call: 'bidirectional(lstm(32))',
    keras: 'Bidirectional',
    note: '`merge` is Keras’ `merge_mode`. PyTorch’s layers have an option.',
  },
  multiHeadAttention: {
    call: 'multiHeadAttention(4)',
    keras: 'MultiHeadAttention',
    pytorch: 'MultiheadAttention',
    also: 'attention, self attention',
    note: 'One input, or queries before keys before values. `headSize` is Keras’s `key_dim`; PyTorch has features / heads.',
  },
  feedForward: {
    call: 'feedForward()',
    also: 'position-wise feed-forward, ffn',
    note: 'PyTorch: `linear1`, activation and `linear2` of a `TransformerEncoderLayer`.',
  },
  transformerBlock: {
    call: 'transformerBlock(4)',
    keras: 'TransformerEncoder',
    pytorch: 'TransformerEncoderLayer',
    note: '`normFirst` is true unless told otherwise; PyTorch’s `norm_first` is not.',
  },
  keepPadding: {
    call: 'keepPadding(0)',
    note: 'What Keras’s mask, which follows the layers, does by itself.',
  },
  positionalEncoding: {
    call: 'positionalEncoding()',
    keras: 'SinePositionEncoding',
    also: 'sinusoidal encoding',
    note: 'Sines and cosines take turns, as in the paper. PyTorch’s tutorial has a `PositionalEncoding`.',
  },
  positionEmbedding: {
    call: 'positionEmbedding(64)',
    keras: 'PositionEmbedding',
    note: 'PyTorch: `Embedding` of the places 0, 1, 2, …, added.',
  },
};

/** The names of the layers. */
export const layerNames: readonly string[] = Object.keys(LAYERS);

/** Our name by each of the others, as `plainName` has them. Where several layers share one, the first has it. */
const SYNONYMS: ReadonlyMap<string, string> = new Map(
  Object.entries(LAYERS)
    .flatMap(([name, row]) => othersNames(row).map((other): [string, string] => [plainName(other), name]))
    .reverse(),
);

/**
 * The layer that is most likely meant by a name: by another spelling, or as Keras, PyTorch or NeuPy have it.
 *
 * @example
 * ```ts
 * nearestLayer('Dense'); // 'linear'
 * nearestLayer('maxpool2D'); // 'maxPool2d'
 * ```
 */
export function nearestLayer(name: string): string | undefined {
  const plain = plainName(name);
  const own = layerNames.find((each) => plainName(each) === plain);
  return own ?? SYNONYMS.get(plain) ?? nearestName(name, layerNames);
}

/** How the layer of this name is called, `relu(10)` for `relu`. */
export function callOf(name: string): string {
  return Object.hasOwn(LAYERS, name) ? (LAYERS[name] as LayerName).call : `${name}(…)`;
}

function othersNames({ neupy, keras, pytorch, also }: LayerName): readonly string[] {
  return [neupy, keras, pytorch, also].flatMap((names) => names?.split(',') ?? []);
}

function plainName(name: string): string {
  return name.replace(/[-_\s]/g, '').toLowerCase();
}
