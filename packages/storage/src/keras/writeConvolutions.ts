import type { PythonOptions, Write, Writing } from './description.js';
import { plainVariables } from './variables.js';

type Sides = readonly [number, number];

/** Convolutions and poolings. */
export const WRITE_CONVOLUTIONS: Readonly<Record<string, Write>> = {
  conv1d: (writing) => convolution(writing, 'Conv1D', withFilters),
  conv2d: (writing) => convolution(writing, 'Conv2D', withFilters),
  'depthwise-conv1d': (writing) => convolution(writing, 'DepthwiseConv1D', withMultiplier),
  'depthwise-conv2d': (writing) => convolution(writing, 'DepthwiseConv2D', withMultiplier),
  'separable-conv1d': (writing) => convolution(writing, 'SeparableConv1D', withBoth),
  'separable-conv2d': (writing) => convolution(writing, 'SeparableConv2D', withBoth),
  'conv1d-transpose': (writing) => transposed(writing, 'Conv1DTranspose'),
  'conv2d-transpose': (writing) => transposed(writing, 'Conv2DTranspose'),
  'max-pool1d': (writing) => pooling(writing, 'MaxPooling1D'),
  'max-pool2d': (writing) => pooling(writing, 'MaxPooling2D'),
  'avg-pool1d': (writing) => pooling(writing, 'AveragePooling1D'),
  'avg-pool2d': (writing) => pooling(writing, 'AveragePooling2D'),
  'global-avg-pool': (writing) => globalPooling(writing, 'Average'),
  'global-max-pool': (writing) => globalPooling(writing, 'Max'),
  'global-pool': (writing) => {
    const names: Readonly<Record<string, 'Average' | 'Max'>> = { avg: 'Average', max: 'Max' };
    const pooling = names[String(writing.setting('pooling'))];
    if (pooling === undefined) throw writing.refused('a pooling that is neither avg nor max');
    globalPooling(writing, pooling);
  },
};

function withFilters(writing: Writing): PythonOptions {
  const groups = writing.setting<number>('groups');
  return { filters: writing.setting<number>('filters'), ...(groups > 1 && { groups }) };
}

function withMultiplier(writing: Writing): PythonOptions {
  return { depth_multiplier: writing.setting<number>('multiplier') };
}

function withBoth(writing: Writing): PythonOptions {
  return { filters: writing.setting<number>('filters'), ...withMultiplier(writing) };
}

const WEIGHTS = ['weight', 'depthwiseWeight', 'pointwiseWeight', 'bias'];

/** Padding that Keras has no word for is a layer before the convolution. */
function convolution(writing: Writing, className: string, own: (writing: Writing) => PythonOptions): void {
  const sides = sidesOf(writing);
  if (sides !== 'same' && sides.some(isPadded)) padded(writing, 'ZeroPadding', sides);
  const dilation = listOf(writing.setting<number | readonly number[]>('dilation'));
  const stride = listOf(writing.setting<number | readonly number[]>('stride'));
  const isBoth = dilation.some((each) => each > 1) && stride.some((each) => each > 1);
  if (isBoth) {
    throw writing.refused('a convolution with both a stride and a dilation, which Keras refuses');
  }
  writing.call(
    className,
    {
      ...own(writing),
      kernel_size: writing.setting<number | readonly number[]>('size'),
      strides: oneOrList(stride),
      padding: sides === 'same' ? 'same' : 'valid',
      ...(dilation.some((each) => each > 1) && { dilation_rate: oneOrList(dilation) }),
      ...withoutBias(writing),
    },
    { variables: plainVariables(writing.layer, WEIGHTS) },
  );
}

/** Keras takes a stride of both axes as one number. */
function oneOrList(counts: readonly number[]): number | readonly number[] {
  return counts.every((count) => count === counts[0]) ? (counts[0] as number) : counts;
}

function withoutBias({ layer }: Writing): PythonOptions {
  return layer.parameters['bias'] === undefined ? { use_bias: false } : {};
}

function transposed(writing: Writing, className: string): void {
  const sides = sidesOf(writing);
  const size = listOf(writing.setting<number | readonly number[]>('size'));
  const stride = listOf(writing.setting<number | readonly number[]>('stride'));
  writing.call(
    className,
    {
      filters: writing.setting<number>('filters'),
      kernel_size: writing.setting<number | readonly number[]>('size'),
      strides: writing.setting<number | readonly number[]>('stride'),
      padding: sides === 'same' ? 'same' : 'valid',
      ...withoutBias(writing),
    },
    { variables: plainVariables(writing.layer, ['weight', 'bias']) },
  );
  if (sides === 'same') return;
  const added = listOf(writing.setting<number | readonly number[]>('outputPadding') ?? 0);
  const cut = sides.map(([before, after], axis): Sides => {
    const whole = Math.max((stride[axis] as number) - (size[axis] as number), 0);
    return [before, after + whole - (added[axis] ?? added[0] ?? 0)];
  });
  if (cut.some(([, after]) => after < 0)) {
    throw writing.refused('an outputPadding beyond what its padding cuts off');
  }
  if (cut.some(isPadded)) padded(writing, 'Cropping', cut);
}

function pooling(writing: Writing, className: string): void {
  const sides = sidesOf(writing);
  if (sides !== 'same' && sides.some(isPadded)) {
    throw writing.refused('a pooling with padding in numbers', "Keras has 'valid' and 'same' alone.");
  }
  writing.call(className, {
    pool_size: writing.setting<number | readonly number[]>('size'),
    strides: writing.setting<number | readonly number[]>('stride'),
    padding: sides === 'same' ? 'same' : 'valid',
  });
}

function globalPooling(writing: Writing, which: 'Average' | 'Max'): void {
  const maskValue = writing.setting<number | undefined>('maskValue');
  if (writing.rank === 1) {
    writing.call('Activation', { activation: 'linear' });
    return;
  }
  if (writing.rank > 4) throw writing.refused(`a pooling over ${writing.rank - 1} axes`);
  if (maskValue !== undefined) {
    if (which === 'Max') throw writing.refused('a maximum that leaves padding out');
    writing.call('Masking', { mask_value: maskValue });
  }
  writing.call(`Global${which}Pooling${writing.rank - 1}D`);
}

function padded(writing: Writing, what: 'ZeroPadding' | 'Cropping', sides: readonly Sides[]): void {
  const option = what === 'ZeroPadding' ? 'padding' : 'cropping';
  writing.call(`${what}${sides.length}D`, { [option]: sides.length === 1 ? (sides[0] as Sides) : sides });
}

/** `[before, after]` of each axis, or 'same'. */
function sidesOf({ layer }: Writing): 'same' | readonly Sides[] {
  const given = layer.settings['padding'];
  const axes = layer.inputShape.length - 1;
  if (given === 'same') return given;
  if (given === 'valid' || given === undefined) return new Array<Sides>(axes).fill([0, 0]);
  if (typeof given === 'number') return new Array<Sides>(axes).fill([given, given]);
  const list = given as readonly (number | Sides)[];
  if (axes === 1 && typeof list[0] === 'number') return [list as unknown as Sides];
  return list.map((each): Sides => (typeof each === 'number' ? [each, each] : each));
}

function isPadded([before, after]: Sides): boolean {
  return before !== 0 || after !== 0;
}

function listOf(counts: number | readonly number[]): readonly number[] {
  return typeof counts === 'number' ? [counts] : counts;
}
