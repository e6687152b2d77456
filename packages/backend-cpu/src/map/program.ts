import type { ResidentDtype } from '../engine/cpuEngine.js';
import type { MapOperation } from './operations.js';

/** A number that all elements share. */
export interface NumberOperand {
  readonly kind: 'number';
  readonly value: number;
  readonly dtype: 'float32' | 'int32';
}

/** One element of engine memory that all elements share. */
export interface ScalarOperand {
  readonly kind: 'scalar';
  readonly address: number;
  readonly dtype: ResidentDtype;
}

/** A tensor in engine memory: as many elements as the program has, or fewer that are broadcast. */
export interface TensorOperand {
  readonly kind: 'tensor';
  readonly address: number;
  readonly dtype: ResidentDtype;
  /** How the elements lie where they are broadcast, innermost dimension first; undefined where they lie one by one. */
  readonly dimensions?: readonly MapDimension[] | undefined;
}

export interface MapDimension {
  readonly length: number;
  /** Elements from one index to the next: 0 where the tensor repeats. */
  readonly stride: number;
}

/** What an earlier instruction left there for the same elements: numbers, or conditions. */
export interface RegisterOperand {
  readonly kind: 'register';
  readonly register: number;
}

export type MapOperand = NumberOperand | ScalarOperand | TensorOperand | RegisterOperand;

/** Where an instruction writes: a register, or a tensor of as many elements as the program has. */
export type MapDestination = RegisterOperand | TensorDestination;

export interface TensorDestination {
  readonly kind: 'tensor';
  readonly address: number;
  /** `bool` takes conditions, the others what the operation makes. */
  readonly dtype: ResidentDtype;
}

export interface MapInstruction {
  readonly operation: MapOperation;
  readonly operands: readonly MapOperand[];
  readonly to: MapDestination;
}

/**
 * Instructions that are run one after the other on each strip of `size` elements. What is broadcast, a scalar, or of type
 * bool is read before the first of them: a program reads from a register what it has made of that kind itself. It may
 * write where it reads the same elements.
 */
export interface MapProgram {
  readonly size: number;
  readonly instructions: readonly MapInstruction[];
}
