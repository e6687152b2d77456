import { leftToStock } from './stock.js';
import '../../src/index.js';
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

type Given = Readonly<Record<string, Input>>;
type IsNotOurs = (inputs: Given, attrs: Readonly<Record<string, unknown>>) => boolean;

const notOurs = new Map<string, IsNotOurs>();

/**
 * States which cases of a kernel the engine leaves to tfjs: these and no others, and none of a kernel of which nothing is
 * stated. A comparison of tfjs with itself would always agree.
 */
export function leavesToStock(kernel: string, isNotOurs: IsNotOurs): void {
  notOurs.set(kernel, isNotOurs);
}

function checkWhoseItWas(kernel: string, inputs: Inputs, attrs: object): void {
  const stated = notOurs.get(kernel)?.(inputs as Given, attrs as Record<string, unknown>) ?? false;
  if (stated === leftToStock.length > 0) return;
  const did = stated
    ? 'does itself what it should leave to tfjs'
    : `leaves ${leftToStock.join(', ')} to tfjs`;
  throw new Error(`The engine ${did}: ${describeCase({ kernel, inputs, attrs })}`);
}

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;
/** What must never be read: NaN, and no index of anything. */
const OUTSIDE = { float32: Number.NaN, int32: -1, bool: 255 } as const;
let made = 0;

/** An input as a tensor; every third lies inside of a longer array, at an offset that no vector is aligned to. */
export function inputTensor({ values, shape, dtype = 'float32' }: Input): Tensor {
  const offset = made++ % 3 === 0 ? 1 + (made % 5) : 0;
  const kind = dtype as keyof typeof ARRAYS;
  const whole = new ARRAYS[kind](values.length + 2 * offset).fill(OUTSIDE[kind]);
  whole.set(values, offset);
  return tensor(whole.subarray(offset, offset + values.length), [...shape], dtype);
}

/** Runs one kernel on one backend and reads its outputs; fails if it leaves anything behind. */
export function runOn(backend: 'cpu' | 'stock', name: string, inputs: Inputs, attrs: object = {}): Output[] {
  if (getBackend() !== backend) void setBackend(backend);
  const tensorsBefore = engine().memory().numTensors;
  const given = (Array.isArray(inputs) ? [] : {}) as NamedTensorMap;
  for (const [key, input] of Object.entries(inputs)) given[key] = inputTensor(input);
  leftToStock.length = 0;
  const result = engine().runKernel(name, given, attrs as NamedAttrMap) as Tensor | Tensor[];
  const results = Array.isArray(result) ? result : [result];
  const outputs = results.map((output) => ({
    values: output.dataSync(),
    shape: output.shape,
    dtype: output.dtype,
  }));
  for (const output of results) output.dispose();
  for (const input of Object.values(given)) input.dispose();
  if (backend === 'cpu') checkWhoseItWas(name, inputs, attrs);
  const left = engine().memory().numTensors - tensorsBefore;
  if (left !== 0) throw new Error(`${name} on ${backend} leaves ${left} tensors behind.`);
  return outputs;
}

/** How far an output may lie from stock's. What is infinite or NaN there must be the same here. */
export interface Bound {
  /** Relative to the magnitude given, or else to the expected value itself. */
  readonly relative: number;
  readonly absolute?: number;
  /** Per output element: the sum of the magnitudes that were added up. */
  readonly magnitudes?: ArrayLike<number>;
}

/** The first difference between two outputs beyond its bound, in words; undefined where there is none. */
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
    if (!Number.isFinite(wanted) || !(Math.abs(got - wanted) <= bound))
      return `value ${index}: ${got} instead of ${wanted} ± ${bound}`;
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
      return `${describeCase(testCase)}: ${problem}`;
    }
  }
  return undefined;
}

/** In words, for messages. */
export function describeCase({ kernel, inputs, attrs = {} }: Case): string {
  const given = Object.entries(inputs).map(([name, { shape, dtype = '' }]) => `${name} ${dtype}[${shape}]`);
  return `${kernel} ${given.join(' ')} ${JSON.stringify(attrs)}`;
}
