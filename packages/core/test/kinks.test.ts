import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  grad,
  grads,
  max,
  maximum,
  min,
  minimum,
  pow,
  type Tensor,
  tensor,
  tensor1d,
} from '@tensorflow/tfjs-core';
import { useBackend } from '../src/index.js';

beforeAll(() => useBackend('cpu'));

/** Where central differences do not reach: the values of PyTorch's amax, amin, maximum, minimum and pow. */
describe('gradients where a function has a kink', () => {
  it.each([
    ['max', (x: Tensor) => max(x, 1), [0.5, 0.5, 0, 0, 0, 3], [1, 3]],
    ['min', (x: Tensor) => min(x, 1), [0, 0, 1, 1.5, 1.5, 0], [1, 3]],
  ] as const)('%s shares its gradient among equal values', (_, f, expected, dy) => {
    const x = tensor([2, 2, 1, 5, 5, 7], [2, 3]);
    expect([...grad(f)(x, tensor1d([...dy])).dataSync()]).toEqual(expected);
  });

  it.each([
    ['maximum', maximum],
    ['minimum', minimum],
  ] as const)('%s gives each of two equal numbers a half', (_, f) => {
    const [a, b] = grads(((x: Tensor, y: Tensor) => f(x, y)) as (...inputs: Tensor[]) => Tensor)([
      tensor1d([3, -1]),
      tensor1d([3, -1]),
    ]);
    expect([...a!.dataSync()]).toEqual([0.5, 0.5]);
    expect([...b!.dataSync()]).toEqual([0.5, 0.5]);
  });

  it('pow has a finite gradient at base zero', () => {
    const [base, exponent] = grads(((a: Tensor, b: Tensor) => pow(a, b)) as (...inputs: Tensor[]) => Tensor)([
      tensor1d([0, 2]),
      tensor1d([2, 3]),
    ]);
    expect([...base!.dataSync()]).toEqual([0, 12]);
    expect(exponent!.dataSync()[0]).toBe(0);
    expect(exponent!.dataSync()[1]).toBeCloseTo(8 * Math.LN2, 5);
  });
});
