import { describe, expect, it } from '@jest/globals';
import { disagreement, type Input, runOn } from '../support/compare.js';
import { randomInteger, randomSource } from '../support/random.js';
import { sizeOf, values } from '../support/shapes.js';

const CASES = 150;
const ULP = 2 ** -23;

interface Pooling {
  readonly image: number[];
  readonly attrs: { filterSize: [number, number]; strides: [number, number]; pad: 'valid' | 'same' };
}

function randomPooling(random: () => number): Pooling {
  const filterSize: [number, number] = [randomInteger(1, 4, random), randomInteger(1, 4, random)];
  const height = filterSize[0] + randomInteger(0, 9, random);
  const width = filterSize[1] + randomInteger(0, 9, random);
  return {
    // With sixteen images and more, channels are not shared out among threads.
    image: [random() < 0.1 ? 17 : randomInteger(1, 3, random), height, width, randomInteger(1, 19, random)],
    attrs: {
      filterSize,
      strides: [randomInteger(1, 4, random), randomInteger(1, 4, random)],
      pad: random() < 0.5 ? 'valid' : 'same',
    },
  };
}

const input = (shape: number[], random: () => number, special = false): Input => ({
  values: values(sizeOf(shape), random, special),
  shape,
});

/** Few different values, so that windows hold their largest more than once. */
const withTies = ({ values: numbers, shape }: Input): Input => ({
  values: Float32Array.from(numbers, (value) => Math.round(value)),
  shape,
});

describe('pooling agrees with stock tfjs', () => {
  it.each([false, true])('MaxPool and MaxPoolGrad, special values: %s', (special) => {
    const random = randomSource(71);
    const found = Array.from({ length: CASES }, () => {
      const { image, attrs } = randomPooling(random);
      const x = special ? input(image, random, true) : withTies(input(image, random));
      const [y] = runOn('stock', 'MaxPool', { x }, attrs);
      const dy = input(y!.shape, random);
      // A pixel may be the largest of many windows, whose gradients are then added up in another order.
      const absolute = 16 * ULP * 3 * 16;
      return [
        disagreement({ kernel: 'MaxPool', inputs: { x }, attrs }, { relative: 0 }),
        disagreement(
          {
            kernel: 'MaxPoolGrad',
            inputs: { dy, input: x, output: { values: y!.values, shape: y!.shape } },
            attrs,
          },
          { relative: 0, absolute },
        ),
      ];
    });
    expect(found.flat().filter(Boolean)).toEqual([]);
  });

  it('AvgPool, and AvgPoolGrad without padding', () => {
    const random = randomSource(72);
    const found = Array.from({ length: CASES }, () => {
      const { image, attrs } = randomPooling(random);
      const x = input(image, random);
      const valid = { ...attrs, pad: 'valid' };
      const [y] = runOn('stock', 'AvgPool', { x }, valid);
      const dy = input(y!.shape, random);
      const absolute = 20 * ULP * 3 * 16;
      return [
        disagreement({ kernel: 'AvgPool', inputs: { x }, attrs }, { relative: 0, absolute }),
        disagreement(
          { kernel: 'AvgPoolGrad', inputs: { dy, input: x }, attrs: valid },
          { relative: 0, absolute },
        ),
      ];
    });
    expect(found.flat().filter(Boolean)).toEqual([]);
  });
});

describe('AvgPoolGrad with padding', () => {
  it('agrees with central differences of AvgPool, which stock tfjs does not', () => {
    const random = randomSource(73);
    for (let index = 0; index < 10; index++) {
      const { image, attrs: given } = randomPooling(random);
      const attrs = { ...given, pad: 'same' };
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
