import { readFileSync } from 'node:fs';
import { type DType, type NdArray, type TypedArray, zeros } from '../src/index.js';

/** An array of a golden file: its elements, or the rule that makes them. */
export interface GoldenArray {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data?: readonly (number | string)[];
  readonly rule?: { readonly divisor: number; readonly factor: number; readonly modulus: number };
}

export function readGolden<T>(name: string): T[] {
  return JSON.parse(readFileSync(new URL(`golden/${name}.json`, import.meta.url), 'utf8')) as T[];
}

export function numbers(data: readonly (number | string)[]): number[] {
  return data.map((value) => Number(value === 'inf' ? 'Infinity' : value === '-inf' ? '-Infinity' : value));
}

export function arrayOf({ dtype, shape, data, rule }: GoldenArray): NdArray<TypedArray> {
  const array = zeros(shape, dtype) as NdArray<TypedArray>;
  if (data !== undefined) array.data.set(numbers(data));
  if (rule !== undefined) {
    for (let i = 0; i < array.size; i++) array.data[i] = ((i * rule.factor) % rule.modulus) / rule.divisor;
  }
  return array;
}
