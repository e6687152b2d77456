import type { Python, Write, Writing } from './description.js';
import { plainVariables } from './variables.js';

/** Layers that change the shape, put inputs together, or normalize. */
export const WRITE_SHAPES: Readonly<Record<string, Write>> = {
  flatten: (writing) => writing.call('Flatten'),
  reshape: (writing) => writing.call('Reshape', { target_shape: writing.layer.outputShape }),
  transpose: (writing) => writing.call('Permute', { dims: writing.setting<readonly number[]>('axes') }),
  'repeat-vector': (writing) => {
    if (writing.rank !== 1) throw writing.refused('a repetition of more than rows');
    writing.call('RepeatVector', { n: writing.setting<number>('times') });
  },
  pad: (writing) => {
    if (writing.setting('mode') !== 'constant' || writing.setting('value') !== 0) {
      throw writing.refused('padding with anything but 0');
    }
    around(writing, 'ZeroPadding', 'padding');
  },
  crop: (writing) => around(writing, 'Cropping', 'cropping'),
  upsample: (writing) => {
    const given = writing.setting<number | readonly number[]>('scale');
    const mode = writing.setting<string>('mode');
    const axes = axesOf(writing, 'larger sizes');
    if (axes === 1 && mode !== 'nearest') throw writing.refused('values between those of a sequence');
    const scale = typeof given === 'number' ? new Array<number>(axes).fill(given) : given;
    writing.call(`UpSampling${axes}D`, {
      size: axes === 1 ? (scale[0] as number) : scale,
      ...(axes > 1 && { interpolation: mode }),
    });
  },
  'last-step': (writing) => writing.call('x[:, -1]'),
  add: (writing) => merged(writing, 'Add'),
  multiply: (writing) => merged(writing, 'Multiply'),
  average: (writing) => merged(writing, 'Average'),
  maximum: (writing) => merged(writing, 'Maximum'),
  concatenate: (writing) => {
    const axis = writing.setting<number | undefined>('axis') ?? -1;
    writing.call('Concatenate', { axis }, { takes: 'list' });
  },
  'batch-norm': batchNorm,
  'layer-norm': (writing) => affine(writing, 'LayerNormalization'),
  'group-norm': (writing) =>
    affine(writing, 'GroupNormalization', { groups: writing.setting<number>('groups') }),
  'instance-norm': (writing) => affine(writing, 'GroupNormalization', { groups: -1 }),
  'rms-norm': (writing) => affine(writing, 'RMSNormalization'),
};

function merged(writing: Writing, className: string): void {
  writing.call(className, {}, { takes: 'list' });
}

function around(writing: Writing, what: string, option: string): void {
  const given = writing.setting<Python>('amount');
  const axes = axesOf(writing, option);
  const sides = (Array.isArray(given) ? given : new Array(axes).fill(given)) as readonly Python[];
  const pairs = sides.map((side) => (typeof side === 'number' ? [side, side] : side));
  writing.call(`${what}${axes}D`, { [option]: axes === 1 ? (pairs[0] as Python) : pairs });
}

function axesOf(writing: Writing, what: string): number {
  const axes = writing.rank - 1;
  if (axes === 1 || axes === 2) return axes;
  throw writing.refused(`${what} of ${axes} axes`);
}

function affine(writing: Writing, className: string, options: Readonly<Record<string, number>> = {}): void {
  const epsilon = writing.setting<number>('epsilon');
  writing.call(
    className,
    { ...options, epsilon },
    { variables: plainVariables(writing.layer, ['gamma', 'beta']) },
  );
}

function batchNorm(writing: Writing): void {
  const { layer, rank } = writing;
  const averaged = layer.settings['axes'] as readonly number[] | undefined;
  const kept =
    averaged &&
    Array.from({ length: rank + 1 }, (_, axis) => axis).filter((axis) => !averaged.includes(axis));
  if (kept !== undefined && kept.length !== 1) throw writing.refused('statistics of several axes');
  writing.call(
    'BatchNormalization',
    {
      ...(kept && { axis: kept[0] as number }),
      momentum: 1 - writing.setting<number>('alpha'),
      epsilon: writing.setting<number>('epsilon'),
    },
    { variables: plainVariables(layer, ['gamma', 'beta', 'runningMean', 'runningVariance']) },
  );
}
