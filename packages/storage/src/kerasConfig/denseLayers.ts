import { activationBehind, activationOf } from './activations.js';
import { reshape } from './arrays.js';
import type { KerasConfig } from './kerasConfig.js';
import type { ReadConfig, Reading } from './reading.js';
import { biasWeight } from './weights.js';

/** Dense, and activations as layers. */
export const DENSE_LAYERS: Readonly<Record<string, ReadConfig>> = {
  Dense: (config) => {
    const { kind, settings } = activationOf(config);
    return {
      layers: [{ kind, settings: { units: config.count('units'), ...settings, ...config.biasSettings } }],
      weights: [{ names: ['kernel'], parameter: 'weight' }, ...biasWeight(config)],
    };
  },
  Activation: (config) => ({ layers: activationBehind(config) }),
  ReLU: (config) => {
    config.require('threshold', 0);
    const alpha = config.number('negative_slope', 0);
    const most = config.raw('max_value');
    if (most === undefined) return only('relu', { alpha });
    if (most === 6 && alpha === 0) return only('relu6', {});
    throw config.refused('max_value: none, or 6 with negative_slope 0', most);
  },
  LeakyReLU: (config) => only('leaky-relu', { alpha: config.number(['negative_slope', 'alpha'], 0.3) }),
  ELU: (config) => only('elu', { alpha: config.number('alpha', 1) }),
  PReLU: readPRelu,
  Softmax: (config) => only('softmax', softmaxSettings(config)),
  Dropout: (config) => ({ ...only('dropout', { rate: config.number('rate') }), masked: 'passes' }),
  SpatialDropout1D: (config) => only('spatial-dropout', { rate: config.number('rate') }),
  SpatialDropout2D: (config) => {
    requireChannelsLast(config);
    return only('spatial-dropout', { rate: config.number('rate') });
  },
  GaussianNoise: (config) => only('gaussian-noise', { std: config.number('stddev') }),
  GaussianDropout: (config) => only('gaussian-dropout', { rate: config.number('rate') }),
  Embedding: (config) => ({
    layers: [
      {
        kind: 'embedding',
        settings: { vocabulary: config.count('input_dim'), size: config.count('output_dim') },
      },
    ],
    weights: [{ names: ['embeddings'], parameter: 'weight' }],
    ...(config.flag('mask_zero', false) && { mask: { value: 0, option: ['paddingIndex', 0] } }),
  }),
};

/** One layer without weights. */
export function only(kind: string, settings: Reading['layers'][number]['settings']): Reading {
  return { layers: [{ kind, settings }] };
}

/** Refuses images and sequences whose channels come first. */
export function requireChannelsLast(config: KerasConfig): void {
  config.require(
    'data_format',
    'channels_last',
    "Make the model with data_format='channels_last', which is how images come in here.",
  );
}

function softmaxSettings(config: KerasConfig): Reading['layers'][number]['settings'] {
  const axis = config.number('axis', -1);
  return axis === -1 ? {} : { axis };
}

/** Keras's shared axes have one alpha for all places; the others have one for each. */
function readPRelu(config: KerasConfig): Reading {
  const rank = config.inputShape.length;
  const shared = config.raw('shared_axes') ?? [];
  if (!Array.isArray(shared) || !shared.every(Number.isSafeInteger)) {
    throw config.refused('shared_axes: axes', shared);
  }
  const axes = Array.from({ length: rank }, (_, at) => at + 1).filter((axis) => !shared.includes(axis));
  if (axes.length === 0) throw config.refused('an axis that is not shared', shared);
  const sizes = axes.map((axis) => config.inputShape[axis - 1] as number);
  return {
    layers: [{ kind: 'p-relu', settings: { alphaAxes: axes } }],
    weights: [{ names: ['alpha'], parameter: 'alpha', change: (alpha) => reshape(alpha, sizes) }],
  };
}
