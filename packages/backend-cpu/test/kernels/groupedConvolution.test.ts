import { expect, it } from '@jest/globals';
import { describeCase, type Input, leavesToStock, runOn } from '../support/compare.js';
import { type Convolution, infoOf, randomConvolution, sprinkled } from '../support/convolutions.js';
import { pick, randomInteger, randomSource } from '../support/random.js';
import { firstOutside } from '../support/reference.js';
import { sizeOf } from '../support/shapes.js';
import { type Factors, type SumsOfProducts, sumsOfProducts } from '../support/windows.js';

const CASES = 40;
const GROUPS = [1, 2, 3, 4, 8];

type Kind = 'output' | 'image' | 'filter';

/** What each kernel computes, and from which two arrays. */
const KERNELS = {
  NeutypeGroupedConv2d: { result: 'output', inputs: { x: 'image', filter: 'filter' } },
  NeutypeGroupedConv2dInputGrad: { result: 'image', inputs: { dy: 'output', filter: 'filter' } },
  NeutypeGroupedConv2dFilterGrad: { result: 'filter', inputs: { x: 'image', dy: 'output' } },
  NeutypeDepthwiseConv2d: { result: 'output', inputs: { x: 'image', filter: 'filter' } },
  NeutypeDepthwiseConv2dInputGrad: { result: 'image', inputs: { dy: 'output', filter: 'filter' } },
  NeutypeDepthwiseConv2dFilterGrad: { result: 'filter', inputs: { x: 'image', dy: 'output' } },
} as const satisfies Record<string, { result: Kind; inputs: Record<string, Kind> }>;

/** With strides and dilations at once, which tfjs's own kernels do not have. */
function randomGeometry(random: () => number, depthwise: boolean): Convolution {
  const { attrs, ...shapes } = randomConvolution(random, depthwise);
  const strides = [randomInteger(1, 3, random), randomInteger(1, 3, random)] as const;
  const { dimRoundingMode: _, pad, ...others } = attrs;
  const geometry = { ...others, strides, pad: typeof pad === 'number' ? 'same' : pad } as const;
  const convolution = { ...shapes, attrs: geometry };
  return infoOf(convolution).outShape.includes(0) ? randomGeometry(random, depthwise) : convolution;
}

/** The last axis of `values` holds the groups side by side. */
function groupOf(values: ArrayLike<number>, length: number, groups: number, group: number): Float32Array {
  const part = length / groups;
  const rows = values.length / length;
  return Float32Array.from({ length: rows * part }, (_, at) => {
    return values[Math.floor(at / part) * length + group * part + (at % part)]!;
  });
}

function expectedOfGroup(convolution: Convolution, factors: Factors, result: Kind): SumsOfProducts {
  const info = infoOf(convolution);
  const size = {
    output: sizeOf(info.outShape),
    image: sizeOf(convolution.image),
    filter: sizeOf(convolution.filter),
  };
  return sumsOfProducts(info, convolution.depthwise, size[result], factors);
}

/** The first value that is not what the definition gives, in words. */
function problemOf(kernel: keyof typeof KERNELS, random: () => number): string | undefined {
  const depthwise = kernel.includes('Depthwise');
  const one = randomGeometry(random, depthwise);
  const groups = depthwise ? 1 : pick(GROUPS, random);
  const many = (shape: readonly number[]): number[] => [...shape.slice(0, -1), shape.at(-1)! * groups];
  const shapes = { image: many(one.image), filter: many(one.filter), output: many(infoOf(one).outShape) };
  const { result, inputs: kinds } = KERNELS[kernel];
  const inputs: Record<string, Input> = {};
  for (const [name, kind] of Object.entries(kinds)) inputs[name] = sprinkled(shapes[kind], random, false);
  const attrs = { ...one.attrs, groups, inputShape: shapes.image, filterShape: shapes.filter };
  const [actual] = runOn('cpu', kernel, inputs, attrs);
  expect(actual!.shape).toEqual(shapes[result]);
  for (let group = 0; group < groups; group++) {
    const factors = Object.fromEntries(
      Object.entries(kinds).map(([name, kind]) => [
        kind,
        groupOf(inputs[name]!.values, shapes[kind].at(-1)!, groups, group),
      ]),
    );
    const expected = expectedOfGroup(one, factors, result);
    const values = groupOf(actual!.values, shapes[result].at(-1)!, groups, group);
    const problem = firstOutside(values, expected, 2 * expected.terms + 32);
    if (problem !== undefined)
      return `${describeCase({ kernel, inputs, attrs })}, group ${group}: ${problem}`;
  }
  return undefined;
}

it.each(Object.keys(KERNELS) as (keyof typeof KERNELS)[])(
  '%s gives what its definition does, with any stride, dilation and padding',
  (kernel) => {
    leavesToStock(kernel, ({ x, dy }) => sizeOf((x ?? dy)!.shape) === 0);
    const random = randomSource(71);
    const problems = Array.from({ length: CASES }, () => problemOf(kernel, random));
    expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
  },
);
