import { describe, expect, it } from '@jest/globals';
import { cholesky, solveCholesky } from '../../src/fullBatch/cholesky.js';
import { DampedNewton } from '../../src/fullBatch/dampedNewton.js';
import { DiagonalNewton } from '../../src/fullBatch/diagonalNewton.js';
import { Marquardt } from '../../src/fullBatch/marquardt.js';
import { normalEquations } from '../../src/fullBatch/normalEquations.js';
import {
  FUNCTIONS,
  landscapeOf,
  minimize,
  residualLandscape,
  SQUARE,
  type TestFunction,
  WRONG_GRADIENT,
} from './functions.js';
import { golden, relativeError } from './golden.js';

const LEVENBERG = { mu: 0.01, factor: 1.2, minMu: 1e-7, maxMu: 1e10, tolerance: 1e-9 };

describe('Cholesky', () => {
  it('solves symmetric positive definite systems', async () => {
    for (const { inverse, weights } of golden.inverseUpdates) {
      const size = weights.length;
      const x = solveCholesky((await cholesky(Float64Array.from(inverse)))!, Float64Array.from(weights));
      const product = weights.map((_, i) =>
        weights.reduce((sum, _b, j) => sum + inverse[i * size + j]! * x[j]!, 0),
      );
      expect(relativeError(product, weights)).toBeLessThan(1e-12);
    }
  });

  it('refuses what is not positive definite, unless it is damped enough', async () => {
    const indefinite = Float64Array.of(1, 2, 2, 1);
    expect(await cholesky(indefinite)).toBeUndefined();
    expect(await cholesky(indefinite, 0.99)).toBeUndefined();
    expect(await cholesky(indefinite, 1.01)).toBeDefined();
    expect(await cholesky(Float64Array.of(1, 1, 1, 1))).toBeUndefined();
  });
});

describe("Newton's method", () => {
  it('finds the minimum of a quadratic in one update without damping', async () => {
    const { start } = FUNCTIONS.quadratic;
    const { updates, point } = await minimize(
      new DampedNewton({ damping: 0, tolerance: 1e-4 }),
      landscapeOf(FUNCTIONS.quadratic),
      start,
    );
    expect(updates).toBe(1);
    expect(point.value).toBeLessThan(1e-10);
  });

  it('takes the steps of NeuPy with a damping of 1', async () => {
    const minimizer = new DampedNewton({ damping: 1, tolerance: 0 });
    const landscape = landscapeOf(SQUARE);
    let point = await landscape.at(Float64Array.of(1));
    for (const expected of [1 / 3, 1 / 9, 1 / 27]) {
      ({ point } = await minimizer.update(landscape, point));
      expect(point.weights[0]).toBeCloseTo(expected, 6);
    }
  });

  it.each(['rosenbrock', 'rosenbrockOf10', 'beale', 'powell'] as const)(
    'finds the minimum of %s',
    async (name) => {
      const f: TestFunction = FUNCTIONS[name];
      for (const damping of [0, 1e-3]) {
        const minimizer = new DampedNewton({ damping, tolerance: 1e-6 });
        const { point, updates, ended } = await minimize(minimizer, landscapeOf(f), f.start);
        expect(ended).toMatch(/^a minimum was reached/);
        expect(updates).toBeLessThan(60);
        if (name !== 'rosenbrockOf10') expect(point.value).toBeLessThan(1e-8); // which has a second minimum, near 4
      }
    },
  );

  it('goes down where the Hessian has negative eigenvalues', async () => {
    const hill: TestFunction = {
      start: [0.1, 0.2],
      value: ([x = 0, y = 0]) => x ** 4 / 4 - x ** 2 / 2 + y ** 2,
      gradient: ([x = 0, y = 0]) => [x ** 3 - x, 2 * y],
    };
    const { point } = await minimize(
      new DampedNewton({ damping: 0, tolerance: 1e-8 }),
      landscapeOf(hill),
      hill.start,
    );
    expect(point.weights[0]).toBeCloseTo(1, 6);
  });

  it('ends where no damping makes the loss fall', async () => {
    const { point, ended } = await minimize(
      new DampedNewton({ damping: 1, tolerance: 0 }),
      landscapeOf(WRONG_GRADIENT),
      [1],
    );
    expect(point.weights[0]).toBe(1);
    expect(ended).toMatch(/^a minimum was reached, as far as rounding shows/);
  });
});

describe('the diagonal method', () => {
  it('divides each slope by its curvature, without its sign and at least minEigval', async () => {
    const landscape = {
      rounding: 0,
      at: async (weights: Float64Array) => ({ weights, value: 0, gradient: Float64Array.of(4, 4, 4) }),
      hessianDiagonal: async () => Float64Array.of(2, -2, 1e-3),
    };
    const from = await landscape.at(Float64Array.of(0, 0, 0));
    const minimizer = new DiagonalNewton({ minEigval: 0.01, tolerance: 0 });
    const { point } = await minimizer.update(landscape, from, 0.1);
    expect(relativeError(point.weights, [-0.2, -0.2, -40])).toBeLessThan(1e-12);
  });
});

describe('Levenberg and Marquardt', () => {
  it('solves damped least squares like NumPy, with more weights than residuals or fewer', async () => {
    for (const { rows, residuals, mu, step } of golden.dampedLeastSquares) {
      const equations = normalEquations(step.length, residuals.length);
      for (const [i, row] of rows.entries()) equations.add(row, residuals[i]!);
      expect(relativeError((await equations.solve(mu))!, step)).toBeLessThan(1e-12);
    }
  });

  const times = golden.measured.map((_, i) => i / 4);
  type Residuals = (w: readonly number[]) => number[];
  const problems: Record<'rosenbrock' | 'powell' | 'decay', [Residuals, number[]]> = {
    rosenbrock: [([x = 0, y = 0]) => [10 * (y - x ** 2), 1 - x], [-1.2, 1]],
    powell: [
      ([a = 0, b = 0, c = 0, d = 0]) => [
        a + 10 * b,
        Math.sqrt(5) * (c - d),
        (b - 2 * c) ** 2,
        Math.sqrt(10) * (a - d) ** 2,
      ],
      [3, -1, 0, 1],
    ],
    decay: [
      ([a = 0, b = 0, c = 0]) => times.map((t, i) => a * Math.exp(-b * t) + c - golden.measured[i]!),
      [1, 1, 0],
    ],
  };

  it.each(Object.entries(problems))(
    'finds the least squares of %s where SciPy does',
    async (name, [residuals, start]) => {
      const landscape = residualLandscape(residuals, start);
      const { point, updates } = await minimize(new Marquardt(LEVENBERG), landscape, start, 100);
      const { weights, squares } = golden.leastSquares[name]!;
      expect(updates).toBeLessThan(60);
      expect(point.value * landscape.residuals).toBeLessThanOrEqual(squares + 1e-9);
      for (const [i, weight] of weights.entries()) {
        expect(point.weights[i]).toBeCloseTo(weight, name === 'powell' ? 1 : 5); // which is singular at its minimum
      }
    },
  );

  it('never makes the sum of squares larger, and damps more where it would', async () => {
    const [residuals, start] = problems.rosenbrock;
    const landscape = residualLandscape(residuals, start);
    const minimizer = new Marquardt({ ...LEVENBERG, mu: 1e-7 });
    let point = await landscape.at(Float64Array.from(start));
    let most = 0;
    for (let i = 0; i < 20; i++) {
      const { point: next } = await minimizer.update(landscape, point);
      expect(next.value).toBeLessThanOrEqual(point.value);
      most = Math.max(most, minimizer.state()['mu'] as number);
      point = next;
    }
    expect(most).toBeGreaterThan(1e-7);
  });

  it('keeps the damping within its bounds, and ends at the upper one', async () => {
    const square = residualLandscape(([w = 0]) => [w], [1]);
    const minimizer = new Marquardt({ ...LEVENBERG, minMu: 0.005 });
    let point = await square.at(Float64Array.of(1));
    for (let i = 0; i < 10; i++) ({ point } = await minimizer.update(square, point));
    expect(minimizer.state()['mu']).toBe(0.005);

    const uphill = {
      ...square,
      at: async (weights: Float64Array) => ({
        ...(await square.at(weights)),
        value: Math.abs(weights[0]! - 1),
      }),
    };
    const { ended, point: last } = await minimize(new Marquardt(LEVENBERG), uphill, [1]);
    expect(last.weights[0]).toBe(1);
    expect(ended).toMatch(/no lower loss was found/);
  });
});
