import { DataError } from '@neutype/errors';
import { NdArray } from '@neutype/ndarray';
import { call, number, numbers, tuple } from '../python.js';
import { asItIs, type Mapping, mappedModule } from '../torchModule.js';
import {
  axisIn,
  expressionStep,
  fromStart,
  moduleStep,
  numberOf,
  parameterOf,
  type Step,
  type Taken,
  type Translation,
  type Translator,
} from '../translation.js';
import { channelsFirst } from './convolutions.js';
import { type Around, each, padOrder } from './window.js';

/** Layers that change shapes, look up, drop values and bring branches together. */
export const OTHERS: Readonly<Record<string, Translator>> = {
  input: inAnyLayout(() => []),
  embedding: inOurs((taken) => [embedding(taken)]),
  flatten: inOurs(({ layer }) => [reshaped(layer.outputShape)]),
  reshape: inOurs(({ layer }) => [reshaped(layer.outputShape)]),
  transpose: inOurs(({ settings }) => [
    expressionStep((x) => `${x}.permute(${[0, ...(settings['axes'] as number[])].join(', ')})`),
  ]),
  pad: channelsFirst(padding),
  crop: inAnyLayout(crop),
  upsample: channelsFirst(upsample),
  'repeat-vector': inOurs(({ settings }) => [
    expressionStep((x) => `${x}.unsqueeze(1).repeat_interleave(${numberOf(settings, 'times', 1)}, 1)`),
  ]),
  'last-step': inOurs(() => [expressionStep((x) => `${x}[:, -1]`)]),

  dropout: inAnyLayout((taken) => [moduleStep(`nn.Dropout(${rateOf(taken)})`)]),
  'spatial-dropout': channelsFirst((taken) => [
    moduleStep(`nn.Dropout${Math.min(taken.shape.length - 1, 3)}d(${rateOf(taken)})`),
  ]),
  'gaussian-noise': inAnyLayout(inTrainingOnly),
  'gaussian-dropout': inAnyLayout(inTrainingOnly),
  'drop-block': inAnyLayout(inTrainingOnly),
  'stochastic-depth': inAnyLayout(inTrainingOnly),
  'gaussian-sample': inAnyLayout(({ shape, layout }) => {
    const axis = axisIn(layout, shape.length, shape.length);
    const mean = (x: string) => `${x}.narrow(${axis}, 0, ${(shape.at(-1) as number) / 2})`;
    return [{ ...expressionStep(mean), note: 'in training, Neutype adds noise of the variances behind' }];
  }),

  add: merging((xs) => xs.join(' + ')),
  multiply: merging((xs) => xs.join(' * ')),
  average: merging((xs) => `(${xs.join(' + ')}) / ${xs.length}`),
  maximum: merging((xs) => xs.reduce((one, other) => `torch.maximum(${one}, ${other})`)),
  concatenate: merging((xs, { layout, settings, shape }) => {
    const axis = fromStart(numberOf(settings, 'axis', -1), shape.length);
    return `torch.cat([${xs.join(', ')}], ${axisIn(layout, axis, shape.length)})`;
  }),
  'gated-average': merging((xs, { layer, settings }) => gatedAverage(xs, layer.outputShape.length, settings)),
};

function inAnyLayout(steps: (taken: Taken) => readonly Step[]): Translator {
  return {
    needs: () => 'any',
    translate: (taken) => ({ steps: steps(taken), layout: taken.layout, order: taken.order }),
  };
}

function inOurs(steps: (taken: Taken) => readonly Step[]): Translator {
  return { needs: () => 'last', translate: (taken): Translation => ({ steps: steps(taken) }) };
}

function merging(combine: (xs: readonly string[], taken: Taken) => string): Translator {
  return {
    needs: () => 'any',
    translate: (taken) => ({
      steps: [{ modules: [], call: (xs) => combine(xs, taken) }],
      layout: taken.layout,
    }),
  };
}

function gatedAverage(xs: readonly string[], rank: number, settings: Taken['settings']): string {
  const given = numberOf(settings, 'gateIndex', 0);
  const at = given < 0 ? xs.length + given : given;
  const experts = xs.filter((_, index) => index !== at);
  const ones = new Array<number>(rank).fill(1).join(', ');
  return experts
    .map((expert, index) => `${expert} * ${xs[at]}[:, ${index}].reshape(-1, ${ones})`)
    .join(' + ');
}

function reshaped(shape: readonly number[]): Step {
  return shape.length === 1
    ? moduleStep('nn.Flatten()')
    : expressionStep((x) => `${x}.reshape(-1, ${shape.join(', ')})`);
}

/** The vector of what stands for no word is 0 in Neutype, whatever the parameter has. */
function embedding({ layer, settings }: Taken): Step {
  const weight = parameterOf(layer, 'weight');
  const { paddingIndex } = settings;
  const [vocabulary, size] = weight.shape as [number, number];
  const mapping = asItIs('weight', weight) as Mapping;
  if (typeof paddingIndex !== 'number') {
    return moduleStep(mappedModule(call('nn.Embedding', `${vocabulary}`, `${size}`), [mapping]));
  }
  const code = call('nn.Embedding', `${vocabulary}`, `${size}`, `padding_idx=${paddingIndex}`);
  const row = [paddingIndex * size, (paddingIndex + 1) * size] as const;
  const withoutRow: Mapping = {
    ...mapping,
    to: (own) => new NdArray(own.data.slice().fill(0, ...row), own.shape),
    from: (theirs) => {
      if (theirs.data.subarray(...row).every((value) => value === 0)) return theirs;
      throw new DataError({
        where: `layer ${layer.name}`,
        expected: `zeros in row ${paddingIndex}, which stands for padding`,
        received: 'other numbers',
        remedy: 'Make the layer without paddingIndex.',
      });
    },
  };
  return moduleStep(mappedModule(code, [withoutRow]));
}

/** A number for both sides of an axis, or one for each; one for all axes, or a list. */
function sidesOf(amount: unknown, axes: number): readonly Around[] {
  return each(amount, axes).map((side: unknown) =>
    Array.isArray(side) ? (side as unknown as Around) : ([side, side] as Around),
  );
}

function padding({ settings, shape }: Taken): readonly Step[] {
  const sides = sidesOf(settings['amount'], shape.length - 1);
  const { mode = 'constant' } = settings;
  const value = number(numberOf(settings, 'value', 0));
  const given = tuple(padOrder(sides));
  if (mode === 'constant') return [moduleStep(`nn.ConstantPad${sides.length}d(${given}, ${value})`)];
  if (mode === 'reflect') return [moduleStep(`nn.ReflectionPad${sides.length}d(${given})`)];
  if (mode === 'edge') return [moduleStep(`nn.ReplicationPad${sides.length}d(${given})`)];
  const places = sides.map(([before, after], axis) => mirrored(shape[axis] as number, before, after));
  const along = places.map(
    (list, axis) => `[${new Array(axis + 2).fill(':').join(', ')}, [${list.join(', ')}]]`,
  );
  return [expressionStep((x) => `${x}${along.join('')}`)];
}

/** The places of an axis that is mirrored at its borders, which are repeated. */
function mirrored(length: number, before: number, after: number): readonly number[] {
  return Array.from({ length: before + length + after }, (_, at) => {
    const place = at - before;
    if (place < 0) return -place - 1;
    return place < length ? place : 2 * length - 1 - place;
  });
}

function crop({ settings, shape, layout }: Taken): readonly Step[] {
  const sides = sidesOf(settings['amount'], shape.length - 1);
  const slices = sides.map(([before, after], axis) => `${before}:${(shape[axis] as number) - after}`);
  const channels = layout === 'first' && shape.length > 1 ? [':', ':'] : [':'];
  return [expressionStep((x) => `${x}[${[...channels, ...slices].join(', ')}]`)];
}

const INTERPOLATIONS = ['linear', 'bilinear', 'trilinear'];

function upsample({ settings, shape }: Taken): readonly Step[] {
  const axes = shape.length - 1;
  const factors = numbers(each(settings['scale'], axes));
  if (settings['mode'] !== 'bilinear') return [moduleStep(`nn.Upsample(scale_factor=${factors})`)];
  return [moduleStep(`nn.Upsample(scale_factor=${factors}, mode="${INTERPOLATIONS[axes - 1]}")`)];
}

function rateOf({ settings }: Taken): string {
  return number(numberOf(settings, 'rate', 0));
}

/** What PyTorch has no layer for, and predictions do not need. */
function inTrainingOnly({ layer }: Taken): readonly Step[] {
  return [{ ...moduleStep('nn.Identity()'), note: `${layer.kind}, which Neutype has in training` }];
}
