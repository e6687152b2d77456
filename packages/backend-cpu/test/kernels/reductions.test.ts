import { describe, expect, it } from '@jest/globals';
import { disagreement, type Input, leavesToStock } from '../support/compare.js';
import { randomInteger, randomSource } from '../support/random.js';
import { gamma } from '../support/reference.js';
import { randomShape, sizeOf, values } from '../support/shapes.js';

const CASES = 150;

function input(shape: number[], random: () => number, special = false): Input {
  return {
    values: values(sizeOf(shape), random, special),
    shape,
  };
}

/** For each output the sum of the magnitudes that went into it. */
function magnitudes(x: Input, axes: readonly number[]): Float64Array {
  const kept = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  const sums = new Float64Array(sizeOf(kept));
  for (let flat = 0; flat < x.values.length; flat++) {
    let rest = flat;
    let at = 0;
    let stride = 1;
    for (let axis = x.shape.length - 1; axis >= 0; axis--) {
      const index = rest % x.shape[axis]!;
      rest = Math.floor(rest / x.shape[axis]!);
      if (!axes.includes(axis)) at += index * stride;
      stride *= kept[axis]!;
    }
    sums[at]! += Math.abs(x.values[flat]!);
  }
  return sums;
}

function randomAxes(rank: number, random: () => number): number[] {
  return Array.from({ length: rank }, (_, axis) => axis).filter(() => random() < 0.5);
}

function isEmpty({ x }: Readonly<Record<string, Input>>): boolean {
  return sizeOf(x!.shape) === 0;
}

describe.each(['Sum', 'Mean'])('%s', (kernel) => {
  leavesToStock(kernel, isEmpty);
  function agrees(x: Input, axis: number[], keepDims = false) {
    const reduced = axis.reduce((count, at) => count * x.shape[at]!, 1);
    // Every element takes part in fewer than `reduced` sums, one division, and stock rounds each of its quotients.
    const sums = magnitudes(x, axis).map((sum) => (kernel === 'Mean' ? sum / reduced : sum));
    return disagreement(
      { kernel, inputs: { x }, attrs: { axis, keepDims } },
      { relative: gamma(reduced + 2), magnitudes: sums, absolute: 2 ** -140 },
    );
  }

  it('agrees with stock tfjs over any axes', () => {
    const random = randomSource(21);
    const found = Array.from({ length: CASES }, () => {
      const shape = randomShape(random, 5);
      return agrees(input(shape, random), randomAxes(shape.length, random), random() < 0.5);
    });
    expect(found.filter(Boolean)).toEqual([]);
  });

  it.each([
    { shape: [200_000], axis: [0] },
    { shape: [5000, 33], axis: [0] },
    { shape: [3, 7000, 5], axis: [1] },
    { shape: [100, 40, 17], axis: [0, 1] },
    { shape: [2, 30_000], axis: [1] },
    { shape: [3, 20_001], axis: [0] },
    { shape: [7, 111], axis: [0] },
  ])('agrees with stock tfjs on $shape over $axis', ({ shape, axis }) => {
    expect(agrees(input(shape, randomSource(22)), axis)).toBe(undefined);
  });
});

describe.each(['Max', 'Min', 'ArgMax', 'ArgMin'])('%s', (kernel) => {
  it.each([false, true])('agrees exactly with stock tfjs, special values: %s', (special) => {
    const random = randomSource(23);
    const found = Array.from({ length: CASES }, () => {
      const shape = randomShape(random, 4).map((length) => Math.max(1, length));
      if (shape.length === 0) shape.push(3);
      const axes = kernel.startsWith('Arg')
        ? randomInteger(0, shape.length - 1, random)
        : randomAxes(shape.length, random);
      const attrs = { axis: axes, reductionIndices: axes, keepDims: random() < 0.5 };
      const x = input(shape, random, special);
      // Of NaN tfjs finds no place: notANumber.test.ts.
      const values = kernel.startsWith('Arg') ? Array.from(x.values, (value) => value || 0) : x.values;
      return disagreement({ kernel, inputs: { x: { ...x, values } }, attrs }, { relative: 0 });
    });
    expect(found.filter(Boolean)).toEqual([]);
  });

  it('agrees on long rows and columns', () => {
    const random = randomSource(24);
    for (const [shape, axis] of [
      [[3, 50_000], 1],
      [[50_000, 3], 0],
      [[100_000], 0],
    ] as const) {
      const x = input([...shape], random);
      const axes = kernel.startsWith('Arg') ? axis : [axis];
      const attrs = { axis: axes, reductionIndices: axes, keepDims: false };
      expect(disagreement({ kernel, inputs: { x }, attrs }, { relative: 0 })).toBe(undefined);
    }
  });
});
