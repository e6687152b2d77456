import { activationBehind } from './activations.js';
import { only, requireChannelsLast } from './denseLayers.js';
import type { KerasConfig } from './kerasConfig.js';
import type { ReadConfig, Reading, Settings, WeightReading } from './reading.js';
import { biasWeight } from './weights.js';

/** Convolutions and poolings, of images and of sequences. */
export const CONVOLUTIONS: Readonly<Record<string, ReadConfig>> = {
  Conv1D: (config) => convolution(config, 'conv1d', 1),
  Convolution1D: (config) => convolution(config, 'conv1d', 1),
  Conv2D: (config) => convolution(config, 'conv2d', 2),
  Convolution2D: (config) => convolution(config, 'conv2d', 2),
  DepthwiseConv1D: (config) => depthwise(config, 'depthwise-conv1d', 1),
  DepthwiseConv2D: (config) => depthwise(config, 'depthwise-conv2d', 2),
  SeparableConv1D: (config) => separable(config, 'separable-conv1d', 1),
  SeparableConv2D: (config) => separable(config, 'separable-conv2d', 2),
  Conv1DTranspose: (config) => transposed(config, 'conv1d-transpose', 1),
  Conv2DTranspose: (config) => transposed(config, 'conv2d-transpose', 2),
  MaxPooling1D: (config) => pooling(config, 'max-pool1d', 1),
  MaxPooling2D: (config) => pooling(config, 'max-pool2d', 2),
  AveragePooling1D: (config) => pooling(config, 'avg-pool1d', 1),
  AveragePooling2D: (config) => pooling(config, 'avg-pool2d', 2),
  GlobalAveragePooling1D: (config) => globalPooling(config, 'global-avg-pool'),
  GlobalAveragePooling2D: (config) => globalPooling(config, 'global-avg-pool'),
  GlobalMaxPooling1D: (config) => globalPooling(config, 'global-max-pool'),
  GlobalMaxPooling2D: (config) => globalPooling(config, 'global-max-pool'),
};

function convolution(config: KerasConfig, kind: string, axes: number): Reading {
  return {
    layers: [
      {
        kind,
        settings: {
          filters: config.count('filters'),
          ...windowOf(config, axes),
          groups: config.count('groups', 1),
          ...config.biasSettings,
        },
      },
      ...activationBehind(config),
    ],
    weights: [{ names: ['kernel'], parameter: 'weight' }, ...biasWeight(config)],
  };
}

const DEPTHWISE_WEIGHT = ['depthwise_kernel', 'kernel'] as const;

function depthwise(config: KerasConfig, kind: string, axes: number): Reading {
  const settings = { ...windowOf(config, axes), multiplier: config.count('depth_multiplier', 1) };
  return {
    layers: [{ kind, settings: { ...settings, ...config.biasSettings } }, ...activationBehind(config)],
    weights: [{ names: DEPTHWISE_WEIGHT, parameter: 'weight' }, ...biasWeight(config)],
  };
}

function separable(config: KerasConfig, kind: string, axes: number): Reading {
  const weights: readonly WeightReading[] = [
    { names: ['depthwise_kernel'], parameter: 'depthwiseWeight' },
    { names: ['pointwise_kernel'], parameter: 'pointwiseWeight' },
    ...biasWeight(config),
  ];
  const settings = {
    filters: config.count('filters'),
    ...windowOf(config, axes),
    multiplier: config.count('depth_multiplier', 1),
    ...config.biasSettings,
  };
  return { layers: [{ kind, settings }, ...activationBehind(config)], weights };
}

function transposed(config: KerasConfig, kind: string, axes: number): Reading {
  const { dilation, ...window } = windowOf(config, axes);
  const dilations = Array.isArray(dilation) ? dilation : [dilation];
  if (dilations.some((one) => one !== 1)) throw config.refused('dilation_rate: 1', dilations);
  const added = config.raw('output_padding');
  const outputPadding = added === undefined ? undefined : sized(config.counts('output_padding', axes, 0, 0));
  return {
    layers: [
      {
        kind,
        settings: {
          filters: config.count('filters'),
          ...window,
          ...(outputPadding !== undefined && { outputPadding }),
          ...config.biasSettings,
        },
      },
      ...activationBehind(config),
    ],
    weights: [{ names: ['kernel'], parameter: 'weight' }, ...biasWeight(config)],
  };
}

function pooling(config: KerasConfig, kind: string, axes: number): Reading {
  requireChannelsLast(config);
  const size = config.counts('pool_size', axes, 2);
  return only(kind, {
    size: sized(size),
    stride: sized(config.counts('strides', axes, size)),
    padding: config.choice('padding', ['valid', 'same'], 'valid'),
  });
}

function globalPooling(config: KerasConfig, kind: string): Reading {
  requireChannelsLast(config);
  const isSequence = config.className.endsWith('1D');
  // Of these the average alone looks at masks, and not in tfjs.
  const uses = isSequence && kind === 'global-avg-pool' && config.dialect.of !== 'tfjs';
  const kept = [...new Array<number>(isSequence ? 1 : 2).fill(1), -1];
  const layers = [
    { kind, settings: {} },
    ...(config.flag('keepdims', false) ? [{ kind: 'reshape', settings: { shape: kept } }] : []),
  ];
  return { layers, ...(uses && { masked: { uses: 'maskValue', layers: [0] } }) };
}

/** How filters slide, under our names. */
function windowOf(config: KerasConfig, axes: number): Settings {
  requireChannelsLast(config);
  return {
    size: sized(config.counts('kernel_size', axes)),
    stride: sized(config.counts('strides', axes, 1)),
    padding:
      axes === 1
        ? config.choice('padding', ['valid', 'same', 'causal'], 'valid')
        : config.choice('padding', ['valid', 'same'], 'valid'),
    dilation: sized(config.counts('dilation_rate', axes, 1)),
  };
}

/** Of sequences one number, of images two. */
function sized(sizes: readonly number[]): number | readonly number[] {
  return sizes.length === 1 ? (sizes[0] as number) : sizes;
}
