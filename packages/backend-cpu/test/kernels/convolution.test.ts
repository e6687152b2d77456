import { describe, expect, it } from '@jest/globals';
import {
  type Case,
  describeCase,
  disagreement,
  type Input,
  leavesToStock,
  runOn,
} from '../support/compare.js';
import { boundOf, type Convolution, infoOf, randomConvolution, sprinkled } from '../support/convolutions.js';
import { pick, randomSource } from '../support/random.js';
import { firstOutside } from '../support/reference.js';
import { sizeOf } from '../support/shapes.js';
import { type Info, type SumsOfProducts, sumsOfProducts } from '../support/windows.js';

const CASES = 300;
/** One unit in the last place of 1, relative. */
const ULP = 2 ** -23;

type Random = () => number;

function isEmpty(inputs: Readonly<Record<string, Input>>): boolean {
  return Object.values(inputs).some(({ shape }) => sizeOf(shape) === 0);
}

function forward(kernel: string, convolution: Convolution, random: Random, special: boolean) {
  const { attrs, depthwise } = convolution;
  const info = infoOf(convolution);
  const x = sprinkled(convolution.image, random, special);
  const filter = sprinkled(convolution.filter, random, special && isUnpadded(info));
  const sums = sumsOfProducts(info, depthwise, sizeOf(info.outShape), {
    image: x.values,
    filter: filter.values,
  });
  return disagreement({ kernel, inputs: { x, filter }, attrs }, boundOf(convolution, sums, [x, filter]));
}

/** Where windows reach into padding, infinite weights times its zeros are NaN here; stock leaves these products out. */
function isUnpadded(info: Info): boolean {
  const { padInfo, strideHeight, strideWidth, effectiveFilterHeight, effectiveFilterWidth } = info;
  const bottom = (info.outHeight - 1) * strideHeight + effectiveFilterHeight - padInfo.top;
  const right = (info.outWidth - 1) * strideWidth + effectiveFilterWidth - padInfo.left;
  return padInfo.top <= 0 && padInfo.left <= 0 && bottom <= info.inHeight && right <= info.inWidth;
}

const activations = ['linear', 'relu', 'relu6', 'leakyrelu', 'elu', 'sigmoid', 'prelu'];
/** As in elementwise.test.ts. */
const ownError: Record<string, number> = { elu: 3 * ULP, sigmoid: 5 * ULP };

function fused(kernel: string, convolution: Convolution, random: Random, special: boolean) {
  const { attrs, depthwise } = convolution;
  const activation = pick(activations, random);
  const info = infoOf(convolution);
  const x = sprinkled(convolution.image, random, special);
  const filter = sprinkled(convolution.filter, random, false);
  const bias = sprinkled([info.outChannels], random, special && random() < 0.3);
  const slopes = sprinkled([info.outChannels], random, false);
  const withBias = random() < 0.8;
  const sums = sumsOfProducts(info, depthwise, sizeOf(info.outShape), {
    image: x.values,
    filter: filter.values,
  });
  const magnitudes = sums.magnitudes.map((magnitude, at) => {
    const channel = at % info.outChannels;
    const growth = activation === 'prelu' ? Math.max(1, Math.abs(slopes.values[channel]!)) : 1;
    return growth * (magnitude + (withBias ? Math.abs(bias.values[channel]!) : 0));
  });
  const inputs = {
    x,
    filter,
    ...(withBias ? { bias } : {}),
    ...(activation === 'prelu' ? { preluActivationWeights: slopes } : {}),
  };
  return disagreement(
    { kernel, inputs, attrs: { ...attrs, activation, leakyreluAlpha: 0.2 } },
    boundOf(convolution, { terms: sums.terms + 1, magnitudes }, [x, filter], ownError[activation]),
  );
}

function imageGradient(kernel: string, convolution: Convolution, random: Random, special: boolean) {
  const info = infoOf(convolution);
  const dy = sprinkled(info.outShape, random, special);
  const filter = sprinkled(convolution.filter, random, false);
  const sums = sumsOfProducts(info, convolution.depthwise, sizeOf(convolution.image), {
    output: dy.values,
    filter: filter.values,
  });
  const attrs = { ...convolution.attrs, inputShape: convolution.image };
  return gradientProblem({ kernel, inputs: { dy, filter }, attrs }, convolution, sums);
}

function filterGradient(kernel: string, convolution: Convolution, random: Random, special: boolean) {
  const info = infoOf(convolution);
  const x = sprinkled(convolution.image, random, special);
  const dy = sprinkled(info.outShape, random, special && isUnpadded(info));
  const sums = sumsOfProducts(info, convolution.depthwise, sizeOf(convolution.filter), {
    image: x.values,
    output: dy.values,
  });
  const attrs = { ...convolution.attrs, filterShape: convolution.filter };
  return gradientProblem({ kernel, inputs: { x, dy }, attrs }, convolution, sums);
}

/** Stock leaves dilations out of its gradients: where there are any, the definition in float64 decides. */
function gradientProblem(testCase: Case, convolution: Convolution, sums: SumsOfProducts): string | undefined {
  if (convolution.attrs.dilations.every((dilation) => dilation === 1)) {
    return disagreement(testCase, boundOf(convolution, sums, Object.values(testCase.inputs)));
  }
  const { kernel, inputs, attrs } = testCase;
  const problem = firstOutside(runOn('cpu', kernel, inputs, attrs)[0]!.values, sums, sums.terms + 1);
  return problem && `${describeCase(testCase)}: ${problem}`;
}

describe('convolution agrees with stock tfjs, and gradients under dilation with their definition', () => {
  it.each([
    { kernel: 'Conv2D', seed: 61, depthwise: false, findOne: forward },
    { kernel: 'FusedConv2D', seed: 62, depthwise: false, findOne: fused },
    { kernel: 'Conv2DBackpropInput', seed: 63, depthwise: false, findOne: imageGradient },
    { kernel: 'Conv2DBackpropFilter', seed: 64, depthwise: false, findOne: filterGradient },
    { kernel: 'DepthwiseConv2dNative', seed: 65, depthwise: true, findOne: forward },
    { kernel: 'FusedDepthwiseConv2D', seed: 66, depthwise: true, findOne: fused },
    { kernel: 'DepthwiseConv2dNativeBackpropInput', seed: 67, depthwise: true, findOne: imageGradient },
    { kernel: 'DepthwiseConv2dNativeBackpropFilter', seed: 68, depthwise: true, findOne: filterGradient },
  ])('$kernel', ({ kernel, seed, depthwise, findOne }) => {
    leavesToStock(kernel, isEmpty);
    const random = randomSource(seed);
    const found = Array.from({ length: CASES }, (_, index) =>
      // A third of the cases have special values.
      findOne(kernel, randomConvolution(random, depthwise), random, index % 3 === 0),
    );
    expect(found.filter(Boolean)).toEqual([]);
  });

  it.each([
    { image: [3, 20, 21, 8], filter: [3, 3, 8, 19] },
    { image: [2, 9, 9, 130], filter: [3, 3, 130, 6] },
    { image: [2, 9, 8, 36], filter: [3, 3, 36, 34] },
    { image: [9, 12, 12, 1], filter: [5, 5, 1, 8] },
    { image: [3, 11, 11, 64], filter: [2, 2, 64, 4] },
    { image: [2, 17, 15, 24], filter: [1, 1, 24, 20] },
    { image: [2, 10, 12, 32], filter: [1, 3, 32, 16] },
    { image: [2, 10, 12, 16], filter: [3, 1, 16, 32] },
    { image: [2, 12, 10, 16], filter: [5, 3, 16, 16] },
  ])('larger images: $image with $filter, forward and both gradients', ({ image, filter }) => {
    const random = randomSource(69);
    const attrs = { strides: [1, 1], dilations: [1, 1], dataFormat: 'NHWC', pad: 'same' } as const;
    const convolution = { image, filter, attrs, depthwise: false };
    expect([
      forward('Conv2D', convolution, random, false),
      imageGradient('Conv2DBackpropInput', convolution, random, false),
      filterGradient('Conv2DBackpropFilter', convolution, random, false),
    ]).toEqual([undefined, undefined, undefined]);
  });
});
