import type { Parameter } from '@neutype/core';
import { call, numbers, option, tuple } from '../python.js';
import {
  asItIs,
  followedBy,
  type Mapping,
  mappedModule,
  reordered,
  type TorchModule,
} from '../torchModule.js';
import {
  expressionStep,
  moduleStep,
  numberOf,
  parameterOf,
  type Step,
  type Taken,
  type Translator,
} from '../translation.js';
import { type Around, each, evenPadding, padOrder, type Window, windowOf } from './window.js';

/** Layers that slide filters. */
export const CONVOLUTIONS: Readonly<Record<string, Translator>> = {
  conv1d: channelsFirst(convolution),
  conv2d: channelsFirst(convolution),
  'depthwise-conv1d': channelsFirst(depthwise),
  'depthwise-conv2d': channelsFirst(depthwise),
  'separable-conv1d': channelsFirst(separable),
  'separable-conv2d': channelsFirst(separable),
  'conv1d-transpose': channelsFirst(transposed),
  'conv2d-transpose': channelsFirst(transposed),
};

export function channelsFirst(steps: (taken: Taken) => readonly Step[]): Translator {
  return { needs: () => 'first', translate: (taken) => ({ steps: steps(taken), layout: 'first' }) };
}

function convolution(taken: Taken): readonly Step[] {
  const { bias } = taken.layer.parameters;
  const weight = parameterOf(taken.layer, 'weight');
  return filtered(taken, (window, padding) => {
    const code = convolutionCode(taken, {
      filters: weight.shape.at(-1) as number,
      window,
      padding,
      groups: numberOf(taken.settings, 'groups', 1),
      hasBias: bias !== undefined,
    });
    return mappedModule(code, [filters(weight), asItIs('bias', bias)]);
  });
}

function depthwise(taken: Taken): readonly Step[] {
  const { bias } = taken.layer.parameters;
  const weight = parameterOf(taken.layer, 'weight');
  return filtered(taken, (window, padding) => depthwiseModule(taken, window, padding, weight, bias, ''));
}

function separable(taken: Taken): readonly Step[] {
  const { bias } = taken.layer.parameters;
  const depthwiseWeight = parameterOf(taken.layer, 'depthwiseWeight');
  const pointwiseWeight = parameterOf(taken.layer, 'pointwiseWeight');
  const [inputs, units] = pointwiseWeight.shape.slice(-2) as [number, number];
  const name = `nn.Conv${taken.shape.length - 1}d`;
  const pointwise = mappedModule(
    call(name, `${inputs}`, `${units}`, '1', bias ? undefined : 'bias=False'),
    [filters(pointwiseWeight), asItIs('bias', bias)],
    'pointwise',
  );
  return [
    ...filtered(taken, (window, padding) =>
      depthwiseModule(taken, window, padding, depthwiseWeight, undefined, 'depthwise'),
    ),
    moduleStep(pointwise),
  ];
}

function depthwiseModule(
  taken: Taken,
  window: Window,
  padding: readonly number[],
  weight: Parameter,
  bias: Parameter | undefined,
  part: string,
): TorchModule {
  const [channels, multiplier] = weight.shape.slice(-2) as [number, number];
  const all = channels * multiplier;
  const code = convolutionCode(taken, {
    filters: all,
    window,
    padding,
    groups: channels,
    hasBias: bias !== undefined,
  });
  const { size } = window;
  const axes = size.length;
  const ofChannels = reordered('weight', weight, [axes, axes + 1, ...size.keys()]);
  const filters = followedBy(ofChannels, {
    shape: [all, 1, ...size],
    to: (own) => own.reshape(all, 1, ...size),
    from: (theirs) => theirs.reshape(channels, multiplier, ...size),
  });
  return mappedModule(code, [filters, asItIs('bias', bias)], part);
}

/** The convolution, behind a padding of its own where the two sides differ. */
function filtered(
  taken: Taken,
  moduleOf: (window: Window, padding: readonly number[]) => TorchModule,
): readonly Step[] {
  const window = windowOf(taken);
  const even = evenPadding(window.around);
  if (even !== undefined) return [moduleStep(moduleOf(window, even))];
  const { size, around } = window;
  const padded = moduleStep(`nn.ZeroPad${size.length}d(${tuple(padOrder(around))})`);
  return [
    padded,
    moduleStep(
      moduleOf(
        window,
        size.map(() => 0),
      ),
    ),
  ];
}

interface Convolution {
  readonly filters: number;
  readonly window: Window;
  readonly padding: readonly number[];
  readonly groups: number;
  readonly hasBias: boolean;
}

function convolutionCode(
  { shape }: Taken,
  { filters, window, padding, groups, hasBias }: Convolution,
): string {
  return call(
    `nn.Conv${shape.length - 1}d`,
    `${shape.at(-1)}`,
    `${filters}`,
    numbers(window.size),
    option('stride', numbers(window.stride), '1'),
    option('padding', numbers(padding), '0'),
    option('dilation', numbers(window.dilation), '1'),
    option('groups', `${groups}`, '1'),
    hasBias ? undefined : 'bias=False',
  );
}

/** Ours are `[…, channels, filters]`, PyTorch's `[filters, channels, …]`: also those of transposed convolutions. */
function filters(weight: Parameter): Mapping {
  const axes = weight.shape.length - 2;
  return reordered('weight', weight, [axes + 1, axes, ...Array.from({ length: axes }, (_, axis) => axis)]);
}

function transposed(taken: Taken): readonly Step[] {
  const { layer, settings, shape } = taken;
  const { bias } = layer.parameters;
  const weight = parameterOf(layer, 'weight');
  const { size, stride, padding } = windowOf(taken);
  const sizes = layer.outputShape.slice(0, -1);
  const cut = padding ?? size.map((length, axis) => cutOfSame(length, stride[axis]!));
  const added = addedOf(settings, size, stride, padding);
  const isPlain = cut.every(([before, after]) => before === after);
  const kept = cut.map(([, after], axis) => (isPlain ? added[axis]! : Math.max(added[axis]! - after, 0)));
  const code = call(
    `nn.ConvTranspose${size.length}d`,
    `${shape.at(-1)}`,
    `${layer.outputShape.at(-1)}`,
    numbers(size),
    option('stride', numbers(stride), '1'),
    option('padding', isPlain ? numbers(cut.map(([before]) => before)) : '0', '0'),
    option('output_padding', numbers(kept), '0'),
    bias ? undefined : 'bias=False',
  );
  const module = moduleStep(mappedModule(code, [filters(weight), asItIs('bias', bias)]));
  if (isPlain) return [module];
  const slices = cut.map(([before], axis) => `${before}:${before + sizes[axis]!}`);
  return [module, expressionStep((x) => `${x}[:, :, ${slices.join(', ')}]`)];
}

/** Where the filter is smaller than the stride nothing is cut, and what is missing is added. */
function cutOfSame(size: number, stride: number): Around {
  const total = Math.max(size - stride, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

function addedOf(
  { outputPadding }: Taken['settings'],
  size: readonly number[],
  stride: readonly number[],
  padding: Window['padding'],
): readonly number[] {
  if (padding === undefined) return size.map((length, axis) => Math.max(stride[axis]! - length, 0));
  return each(outputPadding ?? 0, size.length);
}
