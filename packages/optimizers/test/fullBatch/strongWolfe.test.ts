import { describe, expect, it } from '@jest/globals';
import { cubicMinimum } from '../../src/fullBatch/cubicMinimum.js';
import { strongWolfe } from '../../src/fullBatch/strongWolfe.js';
import { dot } from '../../src/fullBatch/vectors.js';
import { FUNCTIONS, landscapeOf, type TestFunction } from './functions.js';

describe('the minimum of a cubic', () => {
  it('is where its slope is 0, whatever two points it is known from', () => {
    // t³ − 3t has its minimum at 1.
    const at = (t: number) => ({ t, value: t ** 3 - 3 * t, slope: 3 * t ** 2 - 3 });
    for (const [a, b] of [
      [0, 2],
      [2, 0],
      [0.5, 3],
      [-0.5, 1.5],
    ] as const) {
      expect(cubicMinimum(at(a), at(b), [-10, 10])).toBeCloseTo(1, 12);
    }
  });

  it('is kept within bounds', () => {
    const at = (t: number) => ({ t, value: t ** 3 - 3 * t, slope: 3 * t ** 2 - 3 });
    expect(cubicMinimum(at(0), at(2), [1.5, 4])).toBe(1.5);
    expect(cubicMinimum(at(0), at(0.5))).toBe(0.5);
  });

  it('is the middle where there is none, or a value is infinite', () => {
    const rising = { t: 0, value: 0, slope: 1 };
    expect(cubicMinimum(rising, { t: 1, value: 2, slope: 4 })).toBeGreaterThanOrEqual(0);
    expect(cubicMinimum(rising, { t: 4, value: Number.POSITIVE_INFINITY, slope: Number.NaN })).toBe(2);
  });
});

describe('the line search', () => {
  const functions = Object.entries(FUNCTIONS).filter(([name]) => name !== 'quadratic');

  it.each(functions)(
    'finds a point that meets both Wolfe conditions from any first step: %s',
    async (_, f) => {
      for (const c2 of [0.9, 0.1]) {
        for (const first of [1e-6, 1e-3, 1, 30]) {
          const landscape = landscapeOf(f);
          const from = await landscape.at(Float64Array.from(f.start));
          const direction = from.gradient.map((slope) => -slope);
          const options = { c1: 1e-4, c2, maxIterations: 40 };
          const found = await strongWolfe(landscape, { from, direction, first }, options);
          const slope = dot(from.gradient, direction);
          expect(found!.point.value).toBeLessThanOrEqual(from.value + 1e-4 * found!.t * slope);
          expect(Math.abs(dot(found!.point.gradient, direction))).toBeLessThanOrEqual(-c2 * slope);
        }
      }
    },
  );

  it('tries no more points than it may, and gives the best of them', async () => {
    const landscape = landscapeOf(FUNCTIONS.rosenbrock);
    const from = await landscape.at(Float64Array.from(FUNCTIONS.rosenbrock.start));
    const direction = from.gradient.map((slope) => -slope);
    const options = { c1: 1e-4, c2: 1e-6, maxIterations: 5 };
    const found = await strongWolfe(landscape, { from, direction, first: 1e-3 }, options);
    expect(landscape.evaluations).toBeLessThanOrEqual(7);
    expect(found!.point.value).toBeLessThan(from.value);
  });

  it('finds nothing where the loss only rises', async () => {
    const rising: TestFunction = { start: [0], value: ([w = 0]) => w, gradient: () => [-1] };
    const landscape = landscapeOf(rising);
    const from = await landscape.at(Float64Array.of(0));
    const options = { c1: 1e-4, c2: 0.9, maxIterations: 20 };
    expect(
      await strongWolfe(landscape, { from, direction: Float64Array.of(1), first: 1 }, options),
    ).toBeUndefined();
  });
});
