import { NeutypeError } from '@neutype/errors';
import { mul, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { ensureGradients } from '../gradients/registerGradients.js';
import { isStaged } from '../operations/checkInputs.js';
import { computeOperation } from '../operations/computeOperation.js';
import type { Operation, OperationInputs } from '../operations/operation.js';
import { differentiableInputs } from '../operations/operationGradient.js';
import { disposeInputs, exampleInputs } from './exampleInputs.js';
import { scattered } from './scattered.js';
import { tapeGradients } from './tapeGradients.js';

/** One operation with one set of attributes, with or without what may be left out. */
export interface OperationCase {
  readonly name: string;
  readonly operation: Operation;
  readonly attrs: object;
  readonly all: boolean;
}

type Values = Readonly<Record<string, Float32Array>>;
type Compute = (inputs: OperationInputs) => Readonly<Record<string, Tensor>>;

const UNIT_ROUNDOFF = 2 ** -24;
/** Of three elementary functions: GPUs may be wrong by twenty units each. */
const ROUNDINGS = 64;

/**
 * Holds an operation on the current backend, by kernel or composed, to what it declares: the values that its composition
 * gives, and the gradients that tfjs finds for the composition.
 *
 * Both are computed in single precision. They may differ by what a sum of n scattered terms loses: n roundings, of partial
 * sums that grow with the square root of n, whose errors add up with the square root of n.
 *
 * @throws NeutypeError naming the value
 */
export async function checkOperation({ operation, attrs, all }: OperationCase): Promise<void> {
  ensureGradients();
  const compute: Compute = (inputs) => computeOperation(operation, inputs, attrs);
  const compose: Compute = (inputs) => operation.compose(inputs, attrs);
  const inputs = exampleInputs(operation, all);
  try {
    const given = Object.values(await readAll(inputs));
    const expected = await valuesOf(compose, inputs);
    const composedGradients = await gradientsOf(compose, operation, inputs);
    const gradients = await gradientsOf(compute, operation, inputs);
    expectClose(operation, gradients, composedGradients, given);
    // Last, for it may change the inputs.
    const outputs = await valuesOf(compute, inputs);
    expectClose(operation, { ...(await readAll(inputs)), ...outputs }, expected, given);
  } finally {
    disposeInputs(inputs);
  }
}

async function valuesOf(compute: Compute, inputs: OperationInputs): Promise<Values> {
  const outputs = tidy(() => ({ ...compute(inputs) }));
  const values = await readAll(outputs);
  disposeInputs(outputs);
  return values;
}

async function readAll(tensors: OperationInputs): Promise<Values> {
  const values: Record<string, Float32Array> = {};
  for (const [name, read] of Object.entries(tensors)) {
    if (read !== undefined && !isStaged(read)) values[name] = Float32Array.from(await read.data());
  }
  return values;
}

/** Of the first output, weighted unequally, for each input; none for an operation that has no output. */
async function gradientsOf(compute: Compute, operation: Operation, inputs: OperationInputs): Promise<Values> {
  const [first] = Object.keys(operation.outputs);
  if (first === undefined) return {};
  const names = differentiableInputs(operation).filter((name) => inputs[name] !== undefined);
  const weighted = (...tensors: Tensor[]) => {
    const replaced = Object.fromEntries(names.map((name, index) => [name, tensors[index]!]));
    const output = compute({ ...inputs, ...replaced })[first]!;
    return mul(output, tensor(scattered(output.size, 0.5, 1.5), output.shape));
  };
  const gradients = await tapeGradients(
    weighted,
    names.map((name) => inputs[name] as Tensor),
  );
  return Object.fromEntries(names.map((name, index) => [`gradient of ${name}`, gradients[index]!]));
}

function expectClose(operation: Operation, actual: Values, expected: Values, given: Float32Array[]): void {
  const terms = given.reduce((count, { length }) => count + length, 0);
  const largest = largestOf([...given, ...Object.values(expected)]);
  const bound = (terms + ROUNDINGS) * UNIT_ROUNDOFF * largest;
  for (const [name, values] of Object.entries(expected)) {
    for (const [index, value] of values.entries()) {
      const difference = Math.abs((actual[name]?.[index] ?? Number.NaN) - value);
      if (difference <= bound && actual[name]!.length === values.length) continue;
      throw new NeutypeError({
        where: `${operation.name}, ${name} at ${index}`,
        expected: `${value}, which its composition gives, within ${bound}`,
        received: `${actual[name]?.[index]}`,
      });
    }
  }
}

function largestOf(arrays: readonly Float32Array[]): number {
  return arrays.reduce((most, values) => values.reduce((m, value) => Math.max(m, Math.abs(value)), most), 1);
}
