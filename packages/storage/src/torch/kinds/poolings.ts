import { call, number, numbers, option, tuple } from '../python.js';
import {
  axisIn,
  expressionStep,
  type Layout,
  moduleStep,
  refused,
  type Step,
  type Taken,
  type Translator,
} from '../translation.js';
import { channelsFirst } from './convolutions.js';
import { evenPadding, padOrder, type Window, windowOf } from './window.js';

/** Layers that make one value of several. */
export const POOLINGS: Readonly<Record<string, Translator>> = {
  'max-pool1d': channelsFirst(largest),
  'max-pool2d': channelsFirst(largest),
  'avg-pool1d': channelsFirst(mean),
  'avg-pool2d': channelsFirst(mean),
  'adaptive-avg-pool2d': channelsFirst(({ settings }) => [
    moduleStep(`nn.AdaptiveAvgPool2d(${numbers(settings['size'] as number[])})`),
  ]),
  'adaptive-max-pool2d': channelsFirst(({ settings }) => [
    moduleStep(`nn.AdaptiveMaxPool2d(${numbers(settings['size'] as number[])})`),
  ]),
  'global-avg-pool': { needs: globalNeeds, translate: (taken) => globally(taken, 'avg') },
  'global-max-pool': { needs: globalNeeds, translate: (taken) => globally(taken, 'max') },
  'global-pool': { needs: globalNeeds, translate: (taken) => globally(taken, taken.settings['pooling']) },
};

/** PyTorch pads by at most half of the window, and the same on both sides. */
function own(window: Window): readonly number[] | undefined {
  const even = evenPadding(window.around);
  return even?.every((count, axis) => count <= Math.floor(window.size[axis]! / 2)) ? even : undefined;
}

function poolCode(
  name: string,
  { size, stride }: Window,
  padding: readonly number[],
  ...more: string[]
): string {
  return call(
    `${name}${size.length}d`,
    numbers(size),
    option('stride', numbers(stride), numbers(size)),
    option('padding', numbers(padding), '0'),
    ...more,
  );
}

function largest(taken: Taken): readonly Step[] {
  const window = windowOf(taken, true);
  const padding = own(window);
  if (padding !== undefined) return [moduleStep(poolCode('nn.MaxPool', window, padding))];
  const sides = tuple(padOrder(window.around));
  const outside = number(-Infinity);
  return [
    moduleStep(`nn.ConstantPad${window.size.length}d(${sides}, ${outside})`),
    moduleStep(poolCode('nn.MaxPool', window, [0])),
  ];
}

/** What lies outside counts in no mean: where PyTorch cannot leave it out, the mean of what is there is divided by its share. */
function mean(taken: Taken): readonly Step[] {
  const window = windowOf(taken, true);
  const padding = own(window);
  if (padding !== undefined) {
    const more = padding.some((count) => count > 0) ? ['count_include_pad=False'] : [];
    return [moduleStep(poolCode('nn.AvgPool', window, padding, ...more))];
  }
  const sides = tuple(padOrder(window.around));
  const pooled = (x: string) =>
    `F.avg_pool${window.size.length}d(F.pad(${x}, ${sides}), ${numbers(window.size)}, ${numbers(window.stride)})`;
  return [expressionStep((x) => `${pooled(x)} / ${pooled(`torch.ones_like(${x})`)}`)];
}

function globalNeeds({ settings }: Taken['layer']): Layout | 'any' {
  return settings['maskValue'] === undefined ? 'any' : 'last';
}

function globally({ layer, settings, layout, shape }: Taken, pooling: unknown): { steps: readonly Step[] } {
  if (typeof pooling !== 'string') throw refused(layer, `${layer.kind} by a function of your own`);
  if (shape.length === 1) return { steps: [] };
  const { maskValue } = settings;
  if (typeof maskValue === 'number') return { steps: [masked(pooling, maskValue)] };
  const axes = shape.slice(0, -1).map((_, at) => axisIn(layout, at + 1, shape.length));
  const method = { avg: 'mean', max: 'amax', sum: 'sum' }[pooling];
  return { steps: [expressionStep((x) => `${x}.${method}((${axes.join(', ')},))`)] };
}

function masked(pooling: string, maskValue: number): Step {
  return expressionStep((x) => {
    const present = `(${x} != ${number(maskValue)}).any(-1, keepdim=True)`;
    const sum = `(${x} * ${present}).sum(1)`;
    if (pooling === 'sum') return sum;
    if (pooling === 'avg') return `${sum} / ${present}.sum(1).clamp(min=1)`;
    return `${x}.masked_fill(~${present}, -3e38).amax(1) * ${present}.any(1)`;
  });
}
