import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { type ForwardContext, valueAndGradients } from '@neutype/core';
import { mul, type Scalar, sum, type Tensor, tensor, tidy, variable } from '@tensorflow/tfjs-core';
import type { Network } from '../src/index.js';

/** An array as the golden files hold it. */
export interface Packed {
  readonly shape: number[];
  readonly data: number[];
}

/** One layer's output and gradients as PyTorch computed them. */
export interface GoldenCase {
  readonly x: Packed;
  readonly parameters: Readonly<Record<string, Packed>>;
  readonly y: Packed;
  readonly dy: Packed;
  readonly dx: Packed;
  readonly gradients: Readonly<Record<string, Packed>>;
}

export function golden<Case extends GoldenCase = GoldenCase>(name: string): [string, Case][] {
  const file = new URL(`./golden/${name}.json`, import.meta.url);
  return Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Case>);
}

export const training: ForwardContext = { training: true };

/** The output for `x`, and the gradients of `sum(output · dy)` with respect to x and the trainable parameters. */
export function outputAndGradients(
  network: Network,
  x: Packed,
  dy: readonly number[],
  context: ForwardContext = training,
): { y: Packed; dx: Packed; gradients: Record<string, Packed> } {
  const input = variable(tensor(x.data, x.shape));
  const trained = network.parameters.filter(({ trainable }) => trainable);
  let y: Packed | undefined;
  const { value, gradients } = valueAndGradients(() => {
    const output = network.forward(input, context);
    y = pack(output);
    return sum(mul(output, tensor([...dy], output.shape))) as Scalar;
  }, [input, ...trained.map((parameter) => parameter.variable)]);
  const [dx, ...others] = gradients.map((gradient) => pack(gradient as Tensor));
  for (const made of [value, input, ...gradients]) made?.dispose();
  const names = trained.map(({ name }) => name.slice(name.lastIndexOf('.') + 1));
  return {
    y: y as Packed,
    dx: dx as Packed,
    gradients: Object.fromEntries(names.map((name, index) => [name, others[index] as Packed])),
  };
}

/** `sum(output · dy)` for `x`. */
export function weightedOutput(
  network: Network,
  x: Packed,
  dy: readonly number[],
  context: ForwardContext = training,
): number {
  return tidy(() => {
    const output = network.forward(tensor(x.data, x.shape), context);
    return output
      .dataSync<'float32'>()
      .reduce((total, value, index) => total + value * (dy[index] as number), 0);
  });
}

export function pack(value: Tensor): Packed {
  return { shape: [...value.shape], data: [...value.dataSync()] };
}

/** Equal up to `tolerance` times the largest value expected. */
export function expectClose(actual: Packed, expected: Packed, tolerance = 2e-6): void {
  expect(actual.shape).toEqual(expected.shape);
  const largest = Math.max(1e-3, ...expected.data.map(Math.abs));
  const worst = actual.data.reduce(
    (most, value, index) => Math.max(most, Math.abs(value - (expected.data[index] as number))),
    0,
  );
  expect(worst / largest).toBeLessThan(tolerance);
}

/** Nested arrays of a packed array, as options take them. */
export function nested({ shape, data }: Packed): NestedArray {
  if (shape.length <= 1) return [...data];
  const [count = 0, ...rest] = shape;
  const size = data.length / count;
  return Array.from({ length: count }, (_, index) =>
    nested({ shape: rest, data: data.slice(index * size, (index + 1) * size) }),
  );
}

export type NestedArray = number[] | NestedArray[];
