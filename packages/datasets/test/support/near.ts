import { expect } from '@jest/globals';

/**
 * Expects what was drawn at random within five standard errors of what it is on average: a right generator fails for one
 * seed in two million.
 */
export function expectNear(value: number, average: number, standardError: number): void {
  expect(Math.abs(value - average) / standardError).toBeLessThan(5);
}

/** The standard error of the deviation of `count` normal numbers. */
export function errorOfDeviation(deviation: number, count: number): number {
  return deviation / Math.sqrt(2 * count);
}
