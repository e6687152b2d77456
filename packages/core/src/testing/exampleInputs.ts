import { sizeOf } from '@neutype/ndarray';
import { type Tensor, tensor, variable } from '@tensorflow/tfjs-core';
import type { InputDeclaration, Operation, OperationInputs } from '../operations/operation.js';
import { type StagedScalar, stagedScalar } from '../staged/stagedScalar.js';
import { scattered } from './scattered.js';

const ANY_DIMENSIONS = [2, 3];
const LENGTH = 4;
const STAGED_VALUE = 7;

/**
 * Inputs to try an operation on, made from what it declares of them. They belong to the caller.
 *
 * @param all whether those are among them that may be left out
 */
export function exampleInputs(operation: Operation, all: boolean): Record<string, Tensor | StagedScalar> {
  const inputs = Object.entries(operation.inputs)
    .filter(([, { optional }]) => all || !optional)
    .map(([name, declared], index) => [name, exampleInput(operation, declared, index)] as const);
  return Object.fromEntries(inputs);
}

/** Frees them again. */
export function disposeInputs(inputs: OperationInputs): void {
  for (const input of Object.values(inputs)) input?.dispose();
}

function exampleInput(
  operation: Operation,
  declared: InputDeclaration,
  index: number,
): Tensor | StagedScalar {
  if (declared.staged) return stagedScalar(STAGED_VALUE, declared.dtype as 'int32');
  const shape = exampleShape(operation, declared);
  // Other numbers for each input of the same shape.
  const values = scattered(sizeOf(shape) + index, declared.from, declared.to).subarray(index);
  const made = tensor(declared.whole ? values.map(Math.floor) : values, shape);
  if (!declared.changes) return made;
  const held = variable(made);
  made.dispose();
  return held;
}

export function exampleShape({ lengths = {} }: Operation, { shape }: InputDeclaration): number[] {
  return shape.flatMap((dimension) => {
    if (dimension === '...') return ANY_DIMENSIONS;
    return typeof dimension === 'number' ? dimension : (lengths[dimension] ?? LENGTH);
  });
}
