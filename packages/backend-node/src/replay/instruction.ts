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

/** How the second run of a step differs from the first, as a sentence; undefined where both ask for the same. */
export function differentInstruction(
  first: readonly Instruction[],
  second: readonly Instruction[],
): string | undefined {
  if (first.length !== second.length) {
    return `The step runs ${first.length} operations one time and ${second.length} the next.`;
  }
  const at = first.findIndex((instruction, index) => !sameInstruction(instruction, second[index]!));
  if (at < 0) return undefined;
  const [one, other] = [describe(first[at]!), describe(second[at]!)];
  return one === other
    ? `Operation ${at + 1} of the step, ${one}, works on other tensors or with other attributes each time.`
    : `Operation ${at + 1} of the step is ${one} one time and ${other} the next.`;
}

function describe(instruction: Instruction): string {
  if (instruction.kind === 'execute') return instruction.name;
  if (instruction.kind === 'create') return `the constant [${String(instruction.values)}]`;
  return instruction.kind === 'compute' ? instruction.computation.key : 'the end of a tensor';
}

/** Whether two instructions do the same with the same. */
function sameInstruction(a: Instruction, b: Instruction): boolean {
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

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}
