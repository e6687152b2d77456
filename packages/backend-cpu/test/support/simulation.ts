import type { MapOperation } from '../../src/map/operations.js';
import type { MapOperand, MapProgram, TensorDestination, TensorOperand } from '../../src/map/program.js';

/** Shorter than the tensors of the tests, and no divisor of their sizes. */
const STRIP = 5;

/** Numbers and conditions (0 or 1), element by element, rounded as the engine rounds them. */
const OPERATIONS: Partial<Record<MapOperation, (a: number, b: number, c: number) => number>> = {
  copy: (a) => a,
  neg: (a) => -a,
  square: (a) => a * a,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  greater: (a, b) => Number(a > b),
  logicalAnd: (a, b) => a * b,
  select: (condition, a, b) => (condition === 0 ? b : a),
  conditionToFloat: (a) => a,
};

/** Memory in which programs run as the kernel `map` runs them: strip by strip, what is prepared read before the rest. */
export class Simulation {
  readonly memory: ArrayBuffer;

  constructor(memory: ArrayBuffer) {
    this.memory = memory;
  }

  run(program: MapProgram): void {
    const constants = new Map<MapOperand, number>();
    for (const operand of operandsOf(program)) {
      if (operand.kind === 'number') constants.set(operand, operand.value);
      if (operand.kind === 'scalar' && program.size > 1) constants.set(operand, this.#element(operand, 0));
    }
    for (let at = 0; at < program.size; at += STRIP) {
      this.#runStrip(program, constants, at, Math.min(STRIP, program.size - at));
    }
  }

  #runStrip(
    { instructions, ...rest }: MapProgram,
    constants: Map<MapOperand, number>,
    at: number,
    count: number,
  ): void {
    const prepared = new Map<MapOperand, number[]>();
    const elements = (operand: TensorOperand) =>
      Array.from({ length: count }, (_, index) => this.#element(operand, placeOf(operand, at + index)));
    for (const operand of operandsOf({ instructions, ...rest })) {
      if (operand.kind !== 'tensor') continue;
      if (operand.dtype === 'bool' || operand.dimensions !== undefined)
        prepared.set(operand, elements(operand));
    }
    const registers: number[][] = [];
    function valuesOf(operand: MapOperand): number[] {
      if (operand.kind === 'register') return registers[operand.register]!;
      const constant = constants.get(operand);
      if (constant !== undefined) return new Array<number>(count).fill(constant);
      return prepared.get(operand) ?? elements(operand as TensorOperand);
    }
    for (const { operation, operands, to } of instructions) {
      const [a = [], b = [], c = []] = operands.map(valuesOf);
      const compute = OPERATIONS[operation]!;
      const results = Array.from({ length: count }, (_, i) => Math.fround(compute(a[i]!, b[i]!, c[i]!)));
      if (to.kind === 'register') registers[to.register] = results;
      else for (const [index, result] of results.entries()) this.#write(to, at + index, result);
    }
  }

  #element({ address, dtype }: { address: number; dtype: string }, index: number): number {
    if (dtype === 'bool') return new Uint8Array(this.memory)[address + index]!;
    return new Float32Array(this.memory)[address / 4 + index]!;
  }

  #write({ address, dtype }: TensorDestination, index: number, value: number): void {
    if (dtype === 'bool') new Uint8Array(this.memory)[address + index] = value;
    else new Float32Array(this.memory)[address / 4 + index] = value;
  }
}

function operandsOf({ instructions }: MapProgram): MapOperand[] {
  return instructions.flatMap(({ operands }) => operands);
}

function placeOf({ dimensions }: TensorOperand, index: number): number {
  if (dimensions === undefined) return index;
  let left = index;
  let place = 0;
  for (const { length, stride } of dimensions) {
    place += (left % length) * stride;
    left = Math.floor(left / length);
  }
  return place;
}
