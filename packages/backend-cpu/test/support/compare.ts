import { fallbacks } from './stock.js';
import '../../src/index.js';
import { afterAll } from '@jest/globals';
import {
  type DataType,
  engine,
  getBackend,
  type NamedAttrMap,
  type NamedTensorMap,
  setBackend,
  type Tensor,
  tensor,
} from '@tensorflow/tfjs-core';

/** An input as it is made on each backend. */
export interface Input {
  readonly values: ArrayLike<number>;
  readonly shape: readonly number[];
  readonly dtype?: DataType;
}

/** By name, or in order for a kernel that takes any number. */
export type Inputs = Readonly<Record<string, Input>> | readonly Input[];

export interface Output {
  readonly values: ArrayLike<number>;
  readonly shape: number[];
  readonly dtype: DataType;
}

const runs = new Map<string, number>();

/** A comparison of tfjs with itself would always agree. */
afterAll(() => {
  for (const [kernel, count] of runs) {
    const left = fallbacks.get(kernel) ?? 0;
    if (left > count / 2) throw new Error(`The engine left ${left} of ${count} runs of ${kernel} to tfjs.`);
  }
});

/** Runs one kernel on one backend and reads its outputs; fails if it leaves anything behind. */
export function runOn(backend: 'cpu' | 'stock', name: string, inputs: Inputs, attrs: object = {}): Output[] {
  if (getBackend() !== backend) void setBackend(backend);
  if (backend === 'cpu') runs.set(name, (runs.get(name) ?? 0) + 1);
  const tensorsBefore = engine().memory().numTensors;
  const given = (Array.isArray(inputs) ? [] : {}) as NamedTensorMap;
  for (const [key, { values, shape, dtype = 'float32' }] of Object.entries(inputs)) {
    given[key] = tensor(values as Float32Array, [...shape], dtype);
  }
  const made = engine().runKernel(name, given, attrs as NamedAttrMap) as Tensor | Tensor[];
  const outputs = (Array.isArray(made) ? made : [made]).map((output) => ({
    values: output.dataSync(),
    shape: output.shape,
    dtype: output.dtype,
  }));
  for (const output of Array.isArray(made) ? made : [made]) output.dispose();
  for (const input of Object.values(given)) input.dispose();
  const left = engine().memory().numTensors - tensorsBefore;
  if (left !== 0) throw new Error(`${name} on ${backend} leaves ${left} tensors behind.`);
  return outputs;
}

/** How far an output may lie from stock's. */
export interface Bound {
  /** Relative to the magnitude given, or else to the expected value itself. */
  readonly relative: number;
  readonly absolute?: number;
  /** Per output element: the sum of the magnitudes that were added up. */
  readonly magnitudes?: ArrayLike<number>;
}

/** The first difference between two outputs beyond its bound, in words; undefined when there is none. */
export function difference(
  actual: Output,
  expected: Output,
  { relative, absolute = 0, magnitudes }: Bound,
): string | undefined {
  if (actual.dtype !== expected.dtype) return `dtype ${actual.dtype} instead of ${expected.dtype}`;
  if (String(actual.shape) !== String(expected.shape))
    return `shape [${actual.shape}] instead of [${expected.shape}]`;
  if (actual.values.length !== expected.values.length) {
    return `${actual.values.length} values instead of ${expected.values.length}`;
  }
  for (let index = 0; index < actual.values.length; index++) {
    const got = actual.values[index]!;
    const wanted = expected.values[index]!;
    if (Number.isNaN(got) && Number.isNaN(wanted)) continue;
    if (got === wanted) continue;
    const bound = relative * Math.abs(magnitudes?.[index] ?? wanted) + absolute;
    if (!(Math.abs(got - wanted) <= bound)) return `value ${index}: ${got} instead of ${wanted} ± ${bound}`;
  }
  return undefined;
}

/** Changing backends takes tfjs longer than a small kernel: the current one goes first. */
function runOnBoth(kernel: string, inputs: Inputs, attrs: object): { stock: Output[]; cpu: Output[] } {
  if (getBackend() === 'cpu') {
    const cpu = runOn('cpu', kernel, inputs, attrs);
    return { cpu, stock: runOn('stock', kernel, inputs, attrs) };
  }
  const stock = runOn('stock', kernel, inputs, attrs);
  return { stock, cpu: runOn('cpu', kernel, inputs, attrs) };
}

export interface Case {
  readonly kernel: string;
  readonly inputs: Inputs;
  readonly attrs?: object;
}

/** Runs a case on the engine and on stock tfjs; the first difference, in words with the case. */
export function disagreement(testCase: Case, bound: Bound | ((index: number) => Bound)): string | undefined {
  const { kernel, inputs, attrs = {} } = testCase;
  const { stock: expected, cpu: actual } = runOnBoth(kernel, inputs, attrs);
  for (const [index, output] of expected.entries()) {
    const problem = difference(actual[index]!, output, typeof bound === 'function' ? bound(index) : bound);
    if (problem !== undefined) {
      const shapes = Object.entries(inputs).map(([name, input]) => `${name} [${input.shape}]`);
      return `${kernel} ${shapes.join(' ')} ${JSON.stringify(attrs)}: ${problem}`;
    }
  }
  return undefined;
}
