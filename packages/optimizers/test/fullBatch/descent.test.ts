import { describe, expect, it } from '@jest/globals';
import { CONJUGACIES, type ConjugacyName } from '../../src/fullBatch/conjugacy.js';
import { ConjugateDirections } from '../../src/fullBatch/conjugateDirections.js';
import { Descent } from '../../src/fullBatch/descent.js';
import type { Directions } from '../../src/fullBatch/directions.js';
import { INVERSE_UPDATES, type InverseUpdateName } from '../../src/fullBatch/inverseHessian.js';
import { LimitedMemory } from '../../src/fullBatch/limitedMemory.js';
import { QuasiNewtonDirections } from '../../src/fullBatch/quasiNewtonDirections.js';
import { FUNCTIONS, landscapeOf, minimize, SQUARE, type TestFunction, WRONG_GRADIENT } from './functions.js';
import { golden, relativeError } from './golden.js';

const CONJUGACY_NAMES = Object.keys(CONJUGACIES) as ConjugacyName[];
const UPDATE_NAMES = Object.keys(INVERSE_UPDATES) as InverseUpdateName[];

/** SciPy's L-BFGS-B and CG end at the same tolerance. */
const TOLERANCE = 1e-5;

function descent(directions: Directions, c2: number, tolerance = TOLERANCE): Descent {
  return new Descent(directions, { wolfe: { c1: 1e-4, c2, maxIterations: 20 }, tolerance });
}

describe('the formulas agree with NumPy', () => {
  it.each(CONJUGACY_NAMES)('%s', (name) => {
    for (const { gradient, before, direction, beta } of golden.conjugacies) {
      const [g, g0, d] = [gradient, before, direction].map((values) => Float64Array.from(values));
      expect(CONJUGACIES[name](g!, g0!, d!) / beta[name]).toBeCloseTo(1, 12);
    }
  });

  it.each(UPDATE_NAMES)('%s', async (name) => {
    for (const { inverse, weights, gradient, updated } of golden.inverseUpdates) {
      const matrix = Float64Array.from(inverse);
      await INVERSE_UPDATES[name](matrix, {
        weights: Float64Array.from(weights),
        gradient: Float64Array.from(gradient),
      });
      expect(relativeError(matrix, updated[name])).toBeLessThan(1e-12);
    }
  });

  it('every update takes the change of the gradient to that of the weights', async () => {
    for (const { inverse, weights, gradient } of golden.inverseUpdates) {
      for (const name of UPDATE_NAMES) {
        const matrix = Float64Array.from(inverse);
        await INVERSE_UPDATES[name](matrix, {
          weights: Float64Array.from(weights),
          gradient: Float64Array.from(gradient),
        });
        const product = weights.map((_, i) =>
          gradient.reduce((sum, y, j) => sum + matrix[i * weights.length + j]! * y, 0),
        );
        expect(relativeError(product, weights)).toBeLessThan(1e-9);
      }
    }
  });

  it('BFGS and DFP leave out a move along which the gradient falls, and SR1 one that it can say nothing of', async () => {
    const falling = { weights: Float64Array.of(1, 0), gradient: Float64Array.of(-1, 0) };
    const orthogonal = { weights: Float64Array.of(1, 1), gradient: Float64Array.of(1, 0) };
    for (const [name, change] of [
      ['bfgs', falling],
      ['dfp', falling],
      ['sr1', orthogonal],
    ] as const) {
      const matrix = Float64Array.of(1, 0, 0, 1);
      await INVERSE_UPDATES[name](matrix, change);
      expect([...matrix]).toEqual([1, 0, 0, 1]);
    }
  });
});

describe('L-BFGS takes the same 25 updates as PyTorch', () => {
  it.each(Object.entries(golden.lbfgs))('%s', async (name, runs) => {
    for (const { historySize, losses, weights } of runs) {
      const landscape = landscapeOf(FUNCTIONS[name as keyof typeof FUNCTIONS]);
      const minimizer = descent(new LimitedMemory(historySize), 0.9, 0);
      let point = await landscape.at(Float64Array.from(FUNCTIONS[name as keyof typeof FUNCTIONS].start));
      for (const [i, expected] of weights.entries()) {
        expect(Math.abs(point.value - losses[i]!)).toBeLessThanOrEqual(1e-7 * losses[0]!);
        ({ point } = await minimizer.update(landscape, point));
        expect(relativeError(point.weights, expected)).toBeLessThan(1e-5);
      }
    }
  });
});

describe('minima are found, with hardly more evaluations than SciPy needs', () => {
  const functions = Object.entries(FUNCTIONS);

  it.each(functions)('%s, by L-BFGS', async (name, { start, ...rest }) => {
    const landscape = landscapeOf({ start, ...rest });
    const { point, ended } = await minimize(descent(new LimitedMemory(10), 0.9), landscape, start);
    expect(ended).toMatch(/^a minimum was reached/);
    expect(point.value).toBeLessThan(1e-7);
    expect(landscape.evaluations).toBeLessThanOrEqual(1.3 * golden.scipy[name]!['L-BFGS-B'].evaluations);
  });

  it.each(functions)('%s, by each formula of conjugate gradients', async (name, { start, ...rest }) => {
    for (const formula of CONJUGACY_NAMES) {
      const landscape = landscapeOf({ start, ...rest });
      const minimizer = descent(new ConjugateDirections(CONJUGACIES[formula]), 0.1);
      const { point } = await minimize(minimizer, landscape, start);
      expect(point.value).toBeLessThan(1e-7);
      expect(landscape.evaluations).toBeLessThanOrEqual(1.5 * golden.scipy[name]!.CG.evaluations);
    }
  });

  it.each(functions)('%s, by each quasi-Newton update', async (name, { start, ...rest }) => {
    for (const update of UPDATE_NAMES) {
      const landscape = landscapeOf({ start, ...rest });
      const minimizer = descent(quasiNewton(update), update === 'dfp' ? 0.1 : 0.9);
      const { point, ended } = await minimize(minimizer, landscape, start);
      expect(ended).toMatch(/^a minimum was reached/);
      if (name !== 'rosenbrockOf10') expect(point.value).toBeLessThan(1e-7); // which has a second minimum, near 4
      if (update === 'bfgs') {
        expect(landscape.evaluations).toBeLessThanOrEqual(1.8 * golden.scipy[name]!.BFGS.evaluations);
      }
    }
  });
});

describe('a descent', () => {
  it('reaches the minimum of one square in one update, like NeuPy', async () => {
    for (const directions of [new ConjugateDirections(CONJUGACIES.fletcherReeves), quasiNewton('bfgs')]) {
      const landscape = landscapeOf(SQUARE);
      const { point } = await descent(directions, 0.9).update(
        landscape,
        await landscape.at(Float64Array.of(1)),
      );
      expect(point.weights[0]).toBeCloseTo(0, 12);
    }
  });

  it('begins anew along the way down where a remembered direction leads up', async () => {
    const uphill: Directions = {
      from: ({ gradient }) => ({ direction: gradient, first: 1 }),
      learn: () => {},
      forget: () => void forgotten.push('forgotten'),
      state: () => ({}),
      restore: () => {},
    };
    const forgotten: string[] = [];
    const landscape = landscapeOf(SQUARE);
    const { point, ended } = await descent(uphill, 0.9).update(
      landscape,
      await landscape.at(Float64Array.of(1)),
    );
    expect(forgotten).toEqual(['forgotten']);
    expect(ended).toBeUndefined();
    expect(point.value).toBeLessThan(1);
  });

  it('says that no lower loss was found, and stays, where the gradient is wrong', async () => {
    const { point, updates, ended } = await minimize(
      descent(new LimitedMemory(5), 0.9),
      landscapeOf(WRONG_GRADIENT),
      [1],
    );
    expect([...point.weights, updates]).toEqual([1, 0]);
    expect(ended).toBe(
      'a minimum was reached, as far as rounding shows: no lower loss was found, and no element of the gradient is larger than 2.0',
    );
  });

  it('comes back from where the loss is infinite or not a number', async () => {
    for (const beyond of [Number.POSITIVE_INFINITY, Number.NaN]) {
      const cliff: TestFunction = {
        start: [1],
        value: ([w = 0]) => (w < -0.1 ? beyond : w ** 2),
        gradient: ([w = 0]) => [2000 * w],
      };
      const landscape = landscapeOf(cliff);
      const heading: Directions = {
        from: () => ({ direction: Float64Array.of(-1000), first: 1 }),
        learn: () => {},
        forget: () => {},
        state: () => ({}),
        restore: () => {},
      };
      const { point } = await descent(heading, 0.9).update(landscape, await landscape.at(Float64Array.of(1)));
      expect(point.value).toBeLessThan(1);
    }
  });

  it('goes on by the gradient where differences of the loss are lost in rounding', async () => {
    const { start, value, gradient } = FUNCTIONS.rosenbrock;
    const rounded = { start, value: (w: readonly number[]) => Math.fround(1000 + value(w)), gradient };
    const { point } = await minimize(
      descent(new LimitedMemory(10), 0.9),
      landscapeOf(rounded, 2 ** -23),
      start,
    );
    expect(relativeError(point.weights, [1, 1])).toBeLessThan(1e-4);
  });

  it('goes on after a restart from its state, as if nothing had happened', async () => {
    const { start } = FUNCTIONS.rosenbrockOf10;
    const makers = [
      () => new LimitedMemory(3),
      () => quasiNewton('bfgs'),
      () => new ConjugateDirections(CONJUGACIES.polakRibiere),
    ];
    for (const make of makers) {
      const landscape = landscapeOf(FUNCTIONS.rosenbrockOf10);
      const [first, second] = [descent(make(), 0.9), descent(make(), 0.9)];
      let point = await landscape.at(Float64Array.from(start));
      for (let i = 0; i < 7; i++) ({ point } = await first.update(landscape, point));
      second.restore(structuredClone(first.state()));
      for (let i = 0; i < 3; i++) {
        const [a, b] = [await first.update(landscape, point), await second.update(landscape, point)];
        expect([...b.point.weights]).toEqual([...a.point.weights]);
        ({ point } = a);
      }
    }
  });
});

function quasiNewton(name: InverseUpdateName): QuasiNewtonDirections {
  return new QuasiNewtonDirections(INVERSE_UPDATES[name], 1);
}
