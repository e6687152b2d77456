import type { PlainValue } from '@neutype/layers';
import { only, requireChannelsLast } from './denseLayers.js';
import type { KerasConfig } from './kerasConfig.js';
import type { ReadConfig, Reading } from './reading.js';

/** Layers that change the shape, and those that put several inputs together. */
export const SHAPES: Readonly<Record<string, ReadConfig>> = {
  Flatten: (config) => {
    requireChannelsLast(config);
    return only('flatten', {});
  },
  Reshape: (config) => {
    const shape = config.raw('target_shape');
    if (Array.isArray(shape) && shape.every(Number.isSafeInteger)) return only('reshape', { shape });
    throw config.refused('target_shape: a list of sizes', shape);
  },
  Permute: (config) => only('transpose', { axes: config.counts('dims', config.inputShape.length) }),
  RepeatVector: (config) => only('repeat-vector', { times: config.count('n') }),
  ZeroPadding1D: (config) =>
    only('pad', { amount: [bothSides(config, 'padding', config.raw('padding') ?? 1)] }),
  ZeroPadding2D: (config) => {
    requireChannelsLast(config);
    return only('pad', { amount: sidesOfImage(config, 'padding', 1) });
  },
  Cropping1D: (config) =>
    only('crop', { amount: [bothSides(config, 'cropping', config.raw('cropping') ?? 1)] }),
  Cropping2D: (config) => {
    requireChannelsLast(config);
    return only('crop', { amount: sidesOfImage(config, 'cropping', 0) });
  },
  UpSampling1D: (config) => only('upsample', { scale: config.counts('size', 1, 2) }),
  UpSampling2D: readUpSampling,
  Add: () => only('add', {}),
  Multiply: () => only('multiply', {}),
  Average: () => only('average', {}),
  Maximum: () => only('maximum', {}),
  Concatenate: (config) => only('concatenate', { axis: config.number('axis', -1) }),
};

function readUpSampling(config: KerasConfig): Reading {
  requireChannelsLast(config);
  const mode = config.choice('interpolation', ['nearest', 'bilinear'], 'nearest');
  if (mode === 'bilinear' && config.dialect.of === 'tfjs') {
    throw config.refused(
      'interpolation: nearest',
      mode,
      'tfjs interpolates from the corners of the image, Keras and Neutype from the middles of its pixels.',
    );
  }
  return only('upsample', { scale: config.counts('size', 2, 2), mode });
}

function sidesOfImage(config: KerasConfig, option: string, usual: number): readonly PlainValue[] {
  const value = config.raw(option) ?? usual;
  const sides = Array.isArray(value) ? value : [value, value];
  if (sides.length !== 2) throw config.refused(`${option}: rows and columns`, value);
  return sides.map((one) => bothSides(config, option, one));
}

function bothSides(config: KerasConfig, option: string, value: unknown): readonly number[] {
  const pair = Array.isArray(value) ? value : [value, value];
  const isAmount = (one: unknown) => Number.isSafeInteger(one) && (one as number) >= 0;
  if (pair.length === 2 && pair.every(isAmount)) return pair as number[];
  throw config.refused(`${option}: whole numbers from 0`, value);
}
