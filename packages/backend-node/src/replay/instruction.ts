import type { OperationAttribute } from '../runtime/binding.js';
import type { Computation } from './recordableBinding.js';

/**
 * What an instruction works on: the number of a register, for what the step itself made, or `-1 - id`, for a tensor
 * that was there before.
 */
export type Operand = number;

/** One thing that a step asks of TensorFlow. */
export type Instruction =
  | {
      readonly kind: 'execute';
      readonly name: string;
      readonly attributes: readonly OperationAttribute[];
      readonly inputs: readonly Operand[];
      /** The registers of the outputs are this one and those that follow. */
      readonly firstOutput: number;
      readonly outputs: number;
    }
  | {
      readonly kind: 'create';
      readonly shape: readonly number[];
      readonly dtype: number;
      readonly values: ArrayBufferView;
      readonly output: number;
    }
  | { readonly kind: 'compute'; readonly computation: Computation; readonly output: number }
  | { readonly kind: 'delete'; readonly register: number };

/** Whether two instructions do the same with the same. */
export function sameInstruction(a: Instruction, b: Instruction): boolean {
  if (a.kind === 'execute' && b.kind === 'execute') {
    return (
      a.name === b.name &&
      a.firstOutput === b.firstOutput &&
      a.outputs === b.outputs &&
      sameNumbers(a.inputs, b.inputs) &&
      sameAttributes(a.attributes, b.attributes)
    );
  }
  if (a.kind === 'create' && b.kind === 'create') {
    return (
      a.dtype === b.dtype &&
      a.output === b.output &&
      sameNumbers(a.shape, b.shape) &&
      Buffer.compare(bytesOf(a.values), bytesOf(b.values)) === 0
    );
  }
  if (a.kind === 'compute' && b.kind === 'compute') {
    return a.output === b.output && a.computation.key === b.computation.key;
  }
  return a.kind === 'delete' && b.kind === 'delete' && a.register === b.register;
}

function sameAttributes(a: readonly OperationAttribute[], b: readonly OperationAttribute[]): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
