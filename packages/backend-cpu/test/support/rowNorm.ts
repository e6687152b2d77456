import type { Bounded } from './batchNorm.js';
import type { Input } from './compare.js';
import { gamma as off, UNIT } from './reference.js';

/**
 * Normalization of rows in float64, and how far float32 may lie from it: one rounding after the other, sums in whatever
 * order (Higham, Accuracy and Stability of Numerical Algorithms, chapter 3). Products of errors are left to this.
 */
const SECOND_ORDER = 1.01;

export interface RowNorm {
  readonly y: Bounded;
  readonly mean: Bounded;
  readonly invStd: Bounded;
}

/** Layer normalization, or without `beta` that by the root mean square. */
export function rowNorm(x: Input, gamma: Input, beta: Input | undefined, epsilon: number): RowNorm {
  const columns = gamma.values.length;
  const rows = x.values.length / columns;
  const [y, mean, invStd] = [bounded(rows * columns), bounded(rows), bounded(rows)];
  for (let row = 0; row < rows; row++) {
    const values = Array.from({ length: columns }, (_, column) => x.values[row * columns + column]!);
    const magnitude = total(values.map(Math.abs));
    const center = beta === undefined ? 0 : total(values) / columns;
    const offCenter = beta === undefined ? 0 : (off(columns + 1) * magnitude) / columns;
    const variance = total(values.map((value) => (value - center) ** 2)) / columns;
    // Around another center squares add up to more, by its distance squared; each is rounded three times.
    const offVariance = offCenter ** 2 + off(columns + 4) * (variance + offCenter ** 2);
    const inverse = 1 / Math.sqrt(variance + epsilon);
    // Epsilon is rounded, then the sum, its root and the quotient.
    const relative = (offVariance + UNIT * epsilon) / (2 * (variance + epsilon)) + 3 * UNIT;
    set(mean, row, center, offCenter);
    set(invStd, row, inverse, relative * inverse);
    for (const [column, value] of values.entries()) {
      const factor = gamma.values[column]! * inverse;
      const result = (value - center) * factor + (beta?.values[column] ?? 0);
      // Deviation and two products are rounded, and the sum.
      const offProduct = Math.abs(factor) * (offCenter + Math.abs(value - center) * (relative + 3 * UNIT));
      set(y, row * columns + column, result, offProduct + UNIT * Math.abs(result));
    }
  }
  return { y, mean, invStd };
}

export interface RowNormGradients {
  readonly dx: Bounded;
  readonly dgamma: Bounded;
  readonly dbeta: Bounded;
}

/** From mean and invStd as they are given: invStd (g - mean(g) - x̂ mean(g x̂)); without a mean, mean(g) is left out. */
export function rowNormGradients(
  dy: Input,
  x: Input,
  gamma: Input,
  mean: Input | undefined,
  invStd: Input,
): RowNormGradients {
  const columns = gamma.values.length;
  const rows = x.values.length / columns;
  const [dx, dgamma, dbeta] = [bounded(rows * columns), bounded(columns), bounded(columns)];
  for (let row = 0; row < rows; row++) {
    const at = row * columns;
    const scale = invStd.values[row]!;
    const normalized = Array.from(
      { length: columns },
      (_, column) => (x.values[at + column]! - (mean?.values[row] ?? 0)) * scale,
    );
    const gradient = normalized.map((_, column) => dy.values[at + column]! * gamma.values[column]!);
    const products = gradient.map((value, column) => value * normalized[column]!);
    const along = total(products) / columns;
    // A product of four factors that are rounded thrice, and 1 / columns and the product with it.
    const offAlong = (off(columns + 6) * total(products.map(Math.abs))) / columns;
    const even = mean === undefined ? 0 : total(gradient) / columns;
    const offEven = mean === undefined ? 0 : (off(columns + 3) * total(gradient.map(Math.abs))) / columns;
    for (let column = 0; column < columns; column++) {
      const [g, place] = [gradient[column]!, normalized[column]!];
      // Its own two roundings, that of the product, two differences and the product with invStd.
      const rest = 6 * UNIT * (Math.abs(g) + Math.abs(even) + Math.abs(place * along));
      const offRest = offEven + Math.abs(place) * offAlong + rest;
      set(dx, at + column, scale * (g - even - place * along), Math.abs(scale) * offRest);
      const weighted = dy.values[at + column]! * place;
      dgamma.values[column]! += weighted;
      dgamma.bounds[column]! += off(rows + 3) * Math.abs(weighted) * SECOND_ORDER;
      dbeta.values[column]! += dy.values[at + column]!;
      dbeta.bounds[column]! += off(rows) * Math.abs(dy.values[at + column]!) * SECOND_ORDER;
    }
  }
  return { dx, dgamma, dbeta };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function bounded(length: number): Bounded {
  return { values: new Float64Array(length), bounds: new Float64Array(length) };
}

function set({ values, bounds }: Bounded, at: number, value: number, bound: number): void {
  values[at] = value;
  bounds[at] = bound * SECOND_ORDER;
}
