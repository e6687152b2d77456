import { describe, expect, it } from '@jest/globals';
import { backend_util } from '@tensorflow/tfjs-core';
import { disagreement, type Input, leavesToStock, runOn } from '../support/compare.js';
import { sprinkled } from '../support/convolutions.js';
import { randomInteger, randomSource } from '../support/random.js';
import { firstOutside, gamma, type Reference } from '../support/reference.js';
import { sizeOf, values } from '../support/shapes.js';
import { type Edges, forEachTap, type Info, randomEdges } from '../support/windows.js';

const CASES = 300;

type Random = () => number;
type Pair = [number, number];

interface Pooling {
  readonly image: number[];
  readonly attrs: Edges & { readonly filterSize: Pair; readonly strides: Pair };
}

function randomPooling(random: Random): Pooling {
  const filterSize: Pair = [randomInteger(1, 4, random), randomInteger(1, 4, random)];
  const strides: Pair = [randomInteger(1, 4, random), randomInteger(1, 4, random)];
  const square = filterSize[0] === filterSize[1] && strides[0] === strides[1];
  const height = filterSize[0] + randomInteger(0, 9, random);
  const width = filterSize[1] + randomInteger(0, 9, random);
  const kind = random();
  // With sixteen images and more, channels are not shared out among threads.
  const images = kind < 0.05 ? 0 : kind < 0.15 ? 17 : randomInteger(1, 3, random);
  return {
    image: [images, height, width, randomInteger(1, 19, random)],
    attrs: { filterSize, strides, ...randomEdges(random, square) },
  };
}

/** Enough work for every thread. */
const large: Pooling[] = [
  { image: [2, 30, 30, 34], attrs: { filterSize: [2, 2], strides: [2, 2], pad: 'valid' } },
  { image: [3, 31, 29, 19], attrs: { filterSize: [3, 3], strides: [2, 1], pad: 'same' } },
  { image: [17, 20, 20, 9], attrs: { filterSize: [4, 2], strides: [1, 3], pad: 'same' } },
];

function infoOf({ image, attrs: { filterSize, strides, pad, dimRoundingMode } }: Pooling): Info {
  const shape = image as [number, number, number, number];
  return backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
}

function input(shape: readonly number[], random: Random): Input {
  return {
    values: values(sizeOf(shape), random),
    shape,
  };
}

function magnitudesOf({ values: numbers, shape }: Input): Input {
  return {
    values: Float32Array.from(numbers, Math.abs),
    shape,
  };
}

/** tfjs passes NaN over, and gives the gradient of a window of −∞ to nobody: notANumber.test.ts has what is right. */
function comparable(value: number): number {
  return value > Number.NEGATIVE_INFINITY ? value : -4;
}

/** Few different values, so that windows hold their largest more than once, or special ones. */
function imageToCompare(shape: readonly number[], random: Random, special: boolean): Input {
  const numbers = values(sizeOf(shape), random, special);
  return { values: numbers.map(special ? comparable : Math.round), shape };
}

function isEmpty(inputs: Readonly<Record<string, Input>>): boolean {
  return Object.values(inputs).some(({ shape }) => sizeOf(shape) === 0);
}

for (const kernel of ['MaxPool', 'MaxPoolGrad', 'AvgPool', 'AvgPoolGrad']) leavesToStock(kernel, isEmpty);

/** Random cases and then the large ones; a third has special values. */
function findings(
  seed: number,
  findOne: (pooling: Pooling, random: Random, special: boolean) => string | undefined,
): (string | undefined)[] {
  const random = randomSource(seed);
  const poolings = [...Array.from({ length: CASES }, () => randomPooling(random)), ...large];
  return poolings.map((pooling, index) => findOne(pooling, random, index % 3 === 0)).filter(Boolean);
}

describe('pooling agrees with stock tfjs', () => {
  it('MaxPool, exactly', () => {
    const found = findings(71, ({ image, attrs }, random, special) => {
      const x = imageToCompare(image, random, special);
      return disagreement({ kernel: 'MaxPool', inputs: { x }, attrs }, { relative: 0 });
    });
    expect(found).toEqual([]);
  });

  it('MaxPoolGrad', () => {
    const found = findings(72, (pooling, random, special) => {
      const { image, attrs } = pooling;
      const x = imageToCompare(image, random, special);
      const dy = sprinkled(infoOf(pooling).outShape, random, special);
      const inputs = { dy, input: x, output: input(dy.shape, random) };
      const [magnitudes] = runOn('stock', 'MaxPoolGrad', { ...inputs, dy: magnitudesOf(dy) }, attrs);
      // A pixel may be the largest of as many windows as a window has pixels.
      const relative = gamma(2 * sizeOf(attrs.filterSize));
      return disagreement(
        { kernel: 'MaxPoolGrad', inputs, attrs },
        { relative, magnitudes: magnitudes!.values },
      );
    });
    expect(found).toEqual([]);
  });

  it('AvgPool', () => {
    const found = findings(73, ({ image, attrs }, random, special) => {
      const x = sprinkled(image, random, special);
      const [magnitudes] = runOn('stock', 'AvgPool', { x: magnitudesOf(x) }, attrs);
      // A sum and a division; stock rounds its quotient, and once more that of the magnitudes.
      const relative = gamma(sizeOf(attrs.filterSize) + 2);
      return disagreement(
        { kernel: 'AvgPool', inputs: { x }, attrs },
        { relative, magnitudes: magnitudes!.values, absolute: 2 ** -148 },
      );
    });
    expect(found).toEqual([]);
  });
});

describe('AvgPoolGrad', () => {
  it('agrees with its definition in float64, which stock tfjs does not where there is padding', () => {
    const found = findings(74, (pooling, random, special) => {
      const { image, attrs } = pooling;
      const info = infoOf(pooling);
      const dy = sprinkled(info.outShape, random, special);
      const inputs = { dy, input: input(image, random) };
      const [dx] = runOn('cpu', 'AvgPoolGrad', inputs, attrs);
      if (isEmpty(inputs)) return undefined;
      const problem = firstOutside(dx!.values, meanGradient(info, dy), sizeOf(attrs.filterSize) + 1);
      return problem && `${JSON.stringify(pooling)}: ${problem}`;
    });
    expect(found).toEqual([]);
  });

  it('is what central differences of AvgPool give', () => {
    const random = randomSource(75);
    for (let index = 0; index < 10; index++) {
      const { image, attrs: given } = randomPooling(random);
      const attrs = { ...given, pad: 'same', dimRoundingMode: undefined };
      image[0] = 1;
      image[3] = 2;
      const x = input(image, random);
      const weights = input(runOn('cpu', 'AvgPool', { x }, attrs)[0]!.shape, random);
      const gradient = runOn('cpu', 'AvgPoolGrad', { dy: weights, input: x }, attrs)[0]!.values;
      for (let at = 0; at < sizeOf(image); at += 7) {
        // AvgPool is linear: a step of any size gives the slope.
        const unit = new Float32Array(sizeOf(image));
        unit[at] = 1;
        const moved = runOn('cpu', 'AvgPool', { x: { values: unit, shape: image } }, attrs)[0]!.values;
        const slope = Array.from(moved).reduce(
          (sum, value, place) => sum + value * weights.values[place]!,
          0,
        );
        expect(Math.abs(gradient[at]! - slope)).toBeLessThan(1e-5);
      }
    }
  });
});

/** To each pixel the gradients of the means that it is part of, each divided by how many pixels it was taken of. */
function meanGradient(info: Info, dy: Input): Reference {
  const { inChannels: channels } = info;
  const counts = new Uint32Array(sizeOf(info.outShape) / channels);
  forEachTap(info, (_pixel, _tap, position) => {
    counts[position]!++;
  });
  const gradient = new Float64Array(sizeOf(info.inShape));
  const magnitudes = new Float64Array(gradient.length);
  forEachTap(info, (pixel, _tap, position) => {
    for (let channel = 0; channel < channels; channel++) {
      const share = dy.values[position * channels + channel]! / counts[position]!;
      gradient[pixel * channels + channel]! += share;
      magnitudes[pixel * channels + channel]! += Math.abs(share);
    }
  });
  return { values: gradient, magnitudes };
}
