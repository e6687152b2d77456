import type { Structure } from './structure.js';

/** What the function is given: where the addresses of its tensors are, this thread's scratch, the first element, how many. */
export const parameter = { words: 0, base: 1, at: 2, count: 3 } as const;
export const PARAMETERS = 4;
/** As many as `reduce` has, in `assembly/reduce/columns.ts`. */
export const RUNNING_SUMS = 4;

/** The numbers of the function's variables: parameters, then integers for the places in memory, then vectors. */
export class Variables {
  /** The first vector; the first of the four that running sums are in; and the first that is free. */
  readonly vectors: number;
  readonly sums: number;
  readonly free: number;
  readonly #tensors: number;

  constructor({ constants, inputs, tensors, summed }: Structure) {
    this.#tensors = tensors.length;
    this.vectors = PARAMETERS + tensors.length + 2 * inputs;
    this.sums = this.vectors + constants;
    this.free = this.sums + (summed === undefined ? 0 : RUNNING_SUMS);
  }

  constant(number: number): number {
    return this.vectors + number;
  }

  tensor(number: number): number {
    return PARAMETERS + number;
  }

  input(number: number): number {
    return PARAMETERS + this.#tensors + 2 * number;
  }

  /** Bytes by which an input moves on. */
  inputStride(number: number): number {
    return this.input(number) + 1;
  }
}
