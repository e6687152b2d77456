import { type NdArray, ndarray, type TypedArray } from '@neutype/ndarray';
import { reshape } from './arrays.js';
import { only } from './denseLayers.js';
import type { KerasConfig } from './kerasConfig.js';
import type { ConstantReading, ReadConfig, Reading, WeightReading } from './reading.js';

/** Normalizations. */
export const NORMALIZATIONS: Readonly<Record<string, ReadConfig>> = {
  BatchNormalization: readBatchNormalization,
  LayerNormalization: (config) => {
    requireLastAxis(config);
    config.require('rms_scaling', false);
    return affine(config, 'layer-norm', { epsilon: config.number('epsilon', 1e-3) });
  },
  GroupNormalization: (config) => {
    requireLastAxis(config);
    const given = config.number('groups', 32);
    const groups = given === -1 ? (config.inputShape.at(-1) ?? 1) : given;
    return affine(config, 'group-norm', { groups, epsilon: config.number('epsilon', 1e-3) });
  },
  RMSNormalization: (config) => {
    requireLastAxis(config);
    return {
      ...only('rms-norm', { epsilon: config.number('epsilon', 1e-6) }),
      weights: [{ names: ['scale'], parameter: 'gamma' }],
    };
  },
  Rescaling: readRescaling,
  Normalization: readNormalization,
};

function readBatchNormalization(config: KerasConfig): Reading {
  const rank = config.inputShape.length + 1;
  const axis = axisOf(config);
  const axes = Array.from({ length: rank }, (_, at) => at).filter((at) => at !== axis);
  const {
    layers,
    weights = [],
    constants = [],
  } = affine(config, 'batch-norm', {
    alpha: 1 - config.number('momentum', 0.99),
    epsilon: config.number('epsilon', 1e-3),
    ...(axis !== rank - 1 && { axes }),
  });
  const statistics: readonly WeightReading[] = [
    { names: ['moving_mean'], parameter: 'runningMean' },
    { names: ['moving_variance'], parameter: 'runningVariance' },
  ];
  return { layers, weights: [...weights, ...statistics], constants };
}

/** With gamma and beta, of which Keras may leave out either. */
function affine(config: KerasConfig, kind: string, settings: Reading['layers'][number]['settings']): Reading {
  const weights: WeightReading[] = [];
  const constants: ConstantReading[] = [];
  for (const [option, parameter, value] of [
    ['scale', 'gamma', 1],
    ['center', 'beta', 0],
  ] as const) {
    if (config.flag(option, true)) weights.push({ names: [parameter], parameter });
    else constants.push({ parameter, value });
  }
  return { layers: [{ kind, settings }], weights, constants };
}

/** Keras writes the axis as it is, or in a list. */
function axisOf(config: KerasConfig): number {
  const value = config.raw('axis') ?? -1;
  const axis: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  const rank = config.inputShape.length + 1;
  const at = Number.isSafeInteger(axis) && (axis as number) < 0 ? rank + (axis as number) : axis;
  if (Number.isSafeInteger(at) && (at as number) > 0 && (at as number) < rank) return at as number;
  throw config.refused(`axis: from 1 to ${rank - 1}`, value);
}

function requireLastAxis(config: KerasConfig): void {
  if (axisOf(config) === config.inputShape.length) return;
  throw config.refused('axis: -1, the last', config.raw('axis'));
}

/** These parameters come of nothing in the file, so that a file could ask for any number of them. */
const MOST_RESCALED = 65_536;

/** As batch normalization whose parameters stay as they are. */
function readRescaling(config: KerasConfig): Reading {
  const epsilon = 1e-5;
  const channels = config.inputShape.at(-1) ?? 1;
  if (channels > MOST_RESCALED) throw config.refused(`at most ${MOST_RESCALED} channels`, channels);
  return {
    layers: [{ kind: 'batch-norm', settings: { epsilon } }],
    constants: [
      { parameter: 'gamma', value: config.number('scale') * Math.sqrt(1 + epsilon) },
      { parameter: 'beta', value: config.number('offset', 0) },
      { parameter: 'runningMean', value: 0 },
      { parameter: 'runningVariance', value: 1 },
    ],
    frozen: ['gamma', 'beta'],
  };
}

/** So little that it changes no variance, which Keras adds nothing to. */
const NOTHING = 1e-20;

/** The square of what Keras divides by at least. */
const LEAST_VARIANCE = 1e-14;

/** Likewise, with statistics that Keras has as weights, or in the config. */
function readNormalization(config: KerasConfig): Reading {
  config.require('invert', false);
  requireLastAxis(config);
  const layers = [{ kind: 'batch-norm', settings: { epsilon: NOTHING } }];
  const frozen = ['gamma', 'beta'];
  const scale: readonly ConstantReading[] = [
    { parameter: 'gamma', value: 1 },
    { parameter: 'beta', value: 0 },
  ];
  if (config.raw('mean') === undefined) {
    const weights: readonly WeightReading[] = [
      { names: ['mean'], parameter: 'runningMean', change: (mean) => reshape(mean, [mean.size]) },
      { names: ['variance'], parameter: 'runningVariance', change: ofLeastVariance },
    ];
    return { layers, weights, constants: scale, frozen };
  }
  const statistics: readonly ConstantReading[] = [
    { parameter: 'runningMean', value: numbersOf(config, 'mean') },
    {
      parameter: 'runningVariance',
      value: numbersOf(config, 'variance').map((each) => Math.max(each, LEAST_VARIANCE)),
    },
  ];
  return { layers, constants: [...scale, ...statistics], frozen };
}

function ofLeastVariance(variance: NdArray<TypedArray>): NdArray<TypedArray> {
  const values = Float32Array.from(variance.data, (each) => Math.max(Number(each), LEAST_VARIANCE));
  return ndarray(values, [values.length]);
}

/** Numbers in lists of any depth: Keras writes them with axes of size 1. */
function numbersOf(config: KerasConfig, option: string): readonly number[] {
  const value = config.raw(option);
  const list: readonly unknown[] = Array.isArray(value) ? value.flat(8) : [value];
  if (list.every((one): one is number => typeof one === 'number' && Number.isFinite(one))) return list;
  throw config.refused(`${option}: numbers`, value);
}
