import type { CurvedLandscape } from '../../src/fullBatch/dampedNewton.js';
import type { Landscape, Point } from '../../src/fullBatch/landscape.js';
import type { ResidualLandscape } from '../../src/fullBatch/marquardt.js';
import type { Minimizer } from '../../src/fullBatch/minimizer.js';

/** A function, and its derivatives. */
export interface TestFunction {
  readonly start: readonly number[];
  value(w: readonly number[]): number;
  gradient(w: readonly number[]): number[];
}

const CONDITION = Array.from({ length: 20 }, (_, i) => 10 ** ((4 * i) / 19));

/** The same as in tools/golden/full_batch.py. */
export const FUNCTIONS = {
  rosenbrock: rosenbrock([-1.2, 1]),
  rosenbrockOf10: rosenbrock(Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? -1.2 : 1))),
  beale: {
    start: [1, 1],
    value: ([x = 0, y = 0]) => bealeMisses(x, y).reduce((sum, miss) => sum + miss ** 2, 0),
    gradient: ([x = 0, y = 0]) => {
      const [a = 0, b = 0, c = 0] = bealeMisses(x, y);
      return [
        2 * a * (y - 1) + 2 * b * (y ** 2 - 1) + 2 * c * (y ** 3 - 1),
        2 * a * x + 4 * b * x * y + 6 * c * x * y ** 2,
      ];
    },
  },
  powell: {
    start: [3, -1, 0, 1],
    value: ([a = 0, b = 0, c = 0, d = 0]) =>
      (a + 10 * b) ** 2 + 5 * (c - d) ** 2 + (b - 2 * c) ** 4 + 10 * (a - d) ** 4,
    gradient: ([a = 0, b = 0, c = 0, d = 0]) => {
      const [p, q, r, s] = [2 * (a + 10 * b), 10 * (c - d), 4 * (b - 2 * c) ** 3, 40 * (a - d) ** 3];
      return [p + s, 10 * p + r, q - 2 * r, -q - s];
    },
  },
  quadratic: {
    start: CONDITION.map(() => 1),
    value: (w) => w.reduce((sum, weight, i) => sum + (CONDITION[i]! * weight ** 2) / 2, 0),
    gradient: (w) => w.map((weight, i) => CONDITION[i]! * weight),
  },
} satisfies Record<string, TestFunction>;

/** w², from 1. */
export const SQUARE: TestFunction = {
  start: [1],
  value: ([w = 0]) => w ** 2,
  gradient: ([w = 0]) => [2 * w],
};

/** w², whose gradient claims that it falls the other way: nothing that a method tries is better. */
export const WRONG_GRADIENT: TestFunction = { ...SQUARE, gradient: ([w = 0]) => [-2 * w] };

function rosenbrock(start: readonly number[]): TestFunction {
  const pairs = (w: readonly number[]) => w.slice(1).map((next, i) => [w[i]!, next] as const);
  return {
    start,
    value: (w) => pairs(w).reduce((sum, [x, y]) => sum + 100 * (y - x ** 2) ** 2 + (1 - x) ** 2, 0),
    gradient: (w) => {
      const gradient = w.map(() => 0);
      for (const [i, [x, y]] of pairs(w).entries()) {
        gradient[i]! += -400 * x * (y - x ** 2) - 2 * (1 - x);
        gradient[i + 1]! += 200 * (y - x ** 2);
      }
      return gradient;
    },
  };
}

function bealeMisses(x: number, y: number): number[] {
  return [1.5 - x + x * y, 2.25 - x + x * y ** 2, 2.625 - x + x * y ** 3];
}

/** A landscape that counts how often it is asked. */
export interface CountedLandscape extends CurvedLandscape {
  evaluations: number;
}

export function landscapeOf({ value, gradient }: TestFunction, rounding = 0): CountedLandscape {
  const landscape: CountedLandscape = {
    rounding,
    evaluations: 0,
    at: async (weights) => {
      landscape.evaluations++;
      const w = [...weights];
      return { weights, value: value(w), gradient: Float64Array.from(gradient(w)) };
    },
    hessian: async ({ weights }) => centralDifferences(gradient, [...weights]),
  };
  return landscape;
}

function centralDifferences(gradient: (w: readonly number[]) => number[], w: number[]): Float64Array {
  const width = 1e-6;
  return Float64Array.from(
    w.flatMap((_, i) => {
      const [above, below] = [width, -width].map((by) => gradient(w.map((v, j) => (i === j ? v + by : v))));
      return above!.map((value, j) => (value - below![j]!) / (2 * width));
    }),
  );
}

/** Residuals, whose derivatives are taken by central differences. */
export function residualLandscape(
  residuals: (w: readonly number[]) => number[],
  start: readonly number[],
): ResidualLandscape {
  const count = residuals(start).length;
  const rowsAt = (w: number[]): number[][] => {
    const columns = w.map((_, i) => {
      const [above, below] = [1e-6, -1e-6].map((by) => residuals(w.map((v, j) => (i === j ? v + by : v))));
      return above!.map((value, j) => (value - below![j]!) / 2e-6);
    });
    return Array.from({ length: count }, (_, row) => columns.map((column) => column[row]!));
  };
  return {
    rounding: 0,
    residuals: count,
    at: async (weights) => {
      const e = residuals([...weights]);
      const gradient = new Float64Array(weights.length);
      for (const [i, row] of rowsAt([...weights]).entries()) {
        for (const [j, slope] of row.entries()) gradient[j]! += (2 / count) * e[i]! * slope;
      }
      return { weights, value: e.reduce((sum, miss) => sum + miss ** 2, 0) / count, gradient };
    },
    jacobian: async ({ weights }, sink) => {
      const e = residuals([...weights]);
      for (const [i, row] of rowsAt([...weights]).entries()) sink.add(row, e[i]!);
    },
  };
}

/** A whole minimization, until it ends by itself. */
export async function minimize<Where extends Landscape>(
  minimizer: Minimizer<Where>,
  landscape: Where,
  start: readonly number[],
  most = 2000,
): Promise<{ readonly point: Point; readonly updates: number; readonly ended: string | undefined }> {
  let point = await landscape.at(Float64Array.from(start));
  for (let updates = 0; updates < most; updates++) {
    const outcome = await minimizer.update(landscape, point, 0);
    if (outcome.ended !== undefined) return { point: outcome.point, updates, ended: outcome.ended };
    point = outcome.point;
  }
  return { point, updates: most, ended: undefined };
}
