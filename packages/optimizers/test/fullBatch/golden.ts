import { readFileSync } from 'node:fs';
import type { ConjugacyName } from '../../src/fullBatch/conjugacy.js';
import type { InverseUpdateName } from '../../src/fullBatch/inverseHessian.js';

export interface Packed {
  readonly shape: number[];
  readonly data: number[];
}

interface Run {
  readonly historySize: number;
  readonly losses: number[];
  readonly weights: number[][];
}

interface Counts {
  readonly iterations: number;
  readonly evaluations: number;
  readonly value: number;
}

interface Golden {
  readonly followed: { x: number[][]; y: number[]; start: number[]; weights: Record<string, number[][]> };
  readonly lbfgs: Record<string, Run[]>;
  readonly scipy: Record<string, Record<'CG' | 'BFGS' | 'L-BFGS-B', Counts>>;
  readonly networks: Record<string, Run & { x: Packed; y: Packed; initial: Record<string, Packed> }>;
  readonly inverseUpdates: {
    readonly inverse: number[];
    readonly weights: number[];
    readonly gradient: number[];
    readonly updated: Record<InverseUpdateName, number[]>;
  }[];
  readonly conjugacies: {
    readonly gradient: number[];
    readonly before: number[];
    readonly direction: number[];
    readonly beta: Record<ConjugacyName, number>;
  }[];
  readonly dampedLeastSquares: { rows: number[][]; residuals: number[]; mu: number; step: number[] }[];
  readonly leastSquares: Record<string, { weights: number[]; squares: number }>;
  readonly measured: number[];
}

export const golden = JSON.parse(
  readFileSync(new URL('../golden/fullBatch.json', import.meta.url), 'utf8'),
) as Golden;

/** The largest difference, of the largest value. */
export function relativeError(actual: ArrayLike<number>, expected: readonly number[]): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  const largest = Math.max(...expected.map(Math.abs), Number.MIN_VALUE);
  return Math.max(...expected.map((value, i) => Math.abs(actual[i]! - value))) / largest;
}
