import { describe, expect, it } from '@jest/globals';
import { type Input, runOn } from '../support/compare.js';
import { randomInteger, randomSource } from '../support/random.js';
import { firstOutside, type Reference } from '../support/reference.js';
import { sizeOf, values } from '../support/shapes.js';

const CASES = 120;

type Random = () => number;
type Image = [number, number, number, number];

interface Pooling {
  readonly image: Image;
  /** Rows and columns of the output. */
  readonly size: [number, number];
}

/** Enough work for every thread; more windows than pixels, too. */
const large: Pooling[] = [
  { image: [2, 61, 47, 34], size: [7, 7] },
  { image: [17, 20, 23, 9], size: [6, 6] },
  { image: [1, 3, 4, 5], size: [7, 9] },
];

function randomPooling(random: Random): Pooling {
  return {
    image: [
      randomInteger(0, 3, random),
      randomInteger(1, 11, random),
      randomInteger(1, 11, random),
      randomInteger(1, 19, random),
    ],
    size: [randomInteger(1, 7, random), randomInteger(1, 7, random)],
  };
}

function findings(seed: number, findOne: (pooling: Pooling, random: Random) => string | undefined): string[] {
  const random = randomSource(seed);
  const poolings = [...Array.from({ length: CASES }, () => randomPooling(random)), ...large];
  return poolings.flatMap((pooling) => {
    const found = findOne(pooling, random);
    return found === undefined ? [] : [`[${pooling.image}] to ${pooling.size}: ${found}`];
  });
}

function input(shape: readonly number[], random: Random): Input {
  return { values: values(sizeOf(shape), random), shape };
}

function attrsOf({ size: [outHeight, outWidth] }: Pooling): object {
  return { outHeight, outWidth };
}

function pooledShape({ image, size }: Pooling): number[] {
  return [image[0], ...size, image[3]];
}

/** Where the pixels of each output lie, in the order of outputs, PyTorch's windows. */
function windowsOf({ image: [batch, height, width, channels], size: [rows, columns] }: Pooling): number[][] {
  const places: number[][] = [];
  for (let sample = 0; sample < batch; sample++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const pixels: number[] = [];
        for (let y = Math.floor((row * height) / rows); y < ((row + 1) * height) / rows; y++) {
          for (let x = Math.floor((column * width) / columns); x < ((column + 1) * width) / columns; x++) {
            pixels.push((sample * height + y) * width + x);
          }
        }
        for (let channel = 0; channel < channels; channel++)
          places.push(pixels.map((pixel) => pixel * channels + channel));
      }
    }
  }
  return places;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0);
}

describe('adaptive pooling', () => {
  it('takes the mean of PyTorch’s windows', () => {
    const found = findings(481, (pooling, random) => {
      const x = input(pooling.image, random);
      const windows = windowsOf(pooling).map((window) => window.map((place) => x.values[place]!));
      const expected: Reference = {
        values: Float64Array.from(windows, (window) => total(window) / window.length),
        magnitudes: Float64Array.from(windows, (window) => total(window.map(Math.abs)) / window.length),
      };
      const [y] = runOn('cpu', 'NeutypeAdaptiveAvgPool', { x }, attrsOf(pooling));
      const most = Math.max(1, ...windows.map((window) => window.length));
      return firstOutside(y!.values, expected, most + 1);
    });
    expect(found).toEqual([]);
  });

  it('spreads the gradient of a mean over its window', () => {
    const found = findings(482, (pooling, random) => {
      const [, height, width] = pooling.image;
      const dy = input(pooledShape(pooling), random);
      const gradient = new Float64Array(sizeOf(pooling.image));
      const magnitudes = new Float64Array(gradient.length);
      for (const [output, window] of windowsOf(pooling).entries()) {
        for (const place of window) {
          gradient[place]! += dy.values[output]! / window.length;
          magnitudes[place]! += Math.abs(dy.values[output]!) / window.length;
        }
      }
      const [dx] = runOn('cpu', 'NeutypeAdaptiveAvgPoolGrad', { dy }, { height, width });
      // A division, and a sum over as many windows as there are.
      return firstOutside(dx!.values, { values: gradient, magnitudes }, 1 + sizeOf(pooling.size));
    });
    expect(found).toEqual([]);
  });

  it('finds the largest of PyTorch’s windows', () => {
    const found = findings(483, (pooling, random) => {
      const x = input(pooling.image, random);
      const [y] = runOn('cpu', 'NeutypeAdaptiveMaxPool', { x }, attrsOf(pooling));
      const largest = windowsOf(pooling).map((window) =>
        Math.max(...window.map((place) => x.values[place]!)),
      );
      const at = largest.findIndex((value, output) => y!.values[output] !== value);
      return at < 0 ? undefined : `output ${at}: ${y!.values[at]} instead of ${largest[at]}`;
    });
    expect(found).toEqual([]);
  });

  it('gives the gradient of the largest to where it is first', () => {
    const found = findings(484, (pooling, random) => {
      const exact = input(pooling.image, random);
      // Few different values, so that windows hold their largest more than once.
      const x = { ...exact, values: Float32Array.from(exact.values, Math.round) };
      const dy = input(pooledShape(pooling), random);
      const gradient = new Float64Array(sizeOf(pooling.image));
      const magnitudes = new Float64Array(gradient.length);
      for (const [output, window] of windowsOf(pooling).entries()) {
        const most = Math.max(...window.map((place) => x.values[place]!));
        const first = window.find((place) => x.values[place] === most)!;
        gradient[first]! += dy.values[output]!;
        magnitudes[first]! += Math.abs(dy.values[output]!);
      }
      const [dx] = runOn('cpu', 'NeutypeAdaptiveMaxPoolGrad', { dy, x });
      return firstOutside(dx!.values, { values: gradient, magnitudes }, sizeOf(pooling.size));
    });
    expect(found).toEqual([]);
  });

  it('gives NaN where a window holds one', () => {
    const x = { values: [1, 2, Number.NaN, 4, 5], shape: [1, 5, 1, 1] };
    for (const kernel of ['NeutypeAdaptiveAvgPool', 'NeutypeAdaptiveMaxPool']) {
      const [y] = runOn('cpu', kernel, { x }, { outHeight: 3, outWidth: 1 });
      expect(Array.from(y!.values, Number.isNaN)).toEqual([false, true, false]);
    }
  });
});
