import type { Bytes } from './binaryFormat.js';
import * as wasm from './instructions.js';
import type { Place, Structure } from './structure.js';
import { templateOf, type Word } from './template.js';
import type { Variables } from './variables.js';

const VARIABLE_ACCESS = { get: wasm.get, set: wasm.set, tee: wasm.tee };

/** A variable for each vector of a pass. */
type Value = readonly number[];

/** Elements that a pass takes: a pair of vectors, one vector, or the first lane of one. */
export type PassLength = 8 | 4 | 1;

/** The code of all instructions on a few elements. */
export class Pass {
  readonly code: number[] = [];
  /** The first variable that no pass uses. */
  end: number;
  readonly #isLane: boolean;
  readonly #vectors: number;
  readonly #structure: Structure;
  readonly #variables: Variables;
  /** What is at each place by now, as far as it was read or written. */
  readonly #contents: Readonly<Record<Place['kind'], Map<number, Value>>> = {
    constant: new Map(),
    input: new Map(),
    tensor: new Map(),
    register: new Map(),
  };
  #next: number;

  /** `sums` is the first of the variables that what is summed is added to. */
  constructor(length: PassLength, structure: Structure, variables: Variables, sums: number = variables.sums) {
    this.#isLane = length === 1;
    this.#vectors = Math.ceil(length / 4);
    this.#structure = structure;
    this.#variables = variables;
    this.#next = variables.free;
    this.end = variables.free;
    for (const instruction of structure.instructions) this.#add(instruction);
    if (structure.summed !== undefined) this.#sum(this.#read(structure.summed), sums);
  }

  #add({ operation, operands, to }: Structure['instructions'][number]): void {
    const given = operands.map((operand) => this.#read(operand));
    const made = this.#newValue();
    for (const [vector, variable] of made.entries()) {
      for (const word of templateOf(operation)) this.#emit(this.#instruction(word, given, vector));
      this.#emit(wasm.set(variable));
    }
    this.#contents[to.kind].set(to.number, made);
    if (to.kind === 'tensor') this.#store(to.number, made);
  }

  /** The variables of an operation itself are free again after it. */
  #instruction(word: Word, given: readonly Value[], vector: number): Bytes {
    if (word.kind === 'bytes') return word.bytes;
    if (word.kind === 'operand') return wasm.get(given[word.operand]![vector]!);
    const variable = this.#next + word.variable;
    this.end = Math.max(this.end, variable + 1);
    return VARIABLE_ACCESS[word.kind](variable);
  }

  #read({ kind, number }: Place): Value {
    const known = this.#contents[kind].get(number);
    if (known !== undefined) return known;
    const value = kind === 'constant' ? this.#constant(number) : this.#loaded(kind, number);
    this.#contents[kind].set(number, value);
    return value;
  }

  #constant(number: number): Value {
    return new Array<number>(this.#vectors).fill(this.#variables.constant(number));
  }

  #loaded(kind: Place['kind'], number: number): Value {
    const value = this.#newValue();
    const pointer = kind === 'input' ? this.#variables.input(number) : this.#variables.tensor(number);
    if (kind === 'tensor' && this.#structure.tensors[number]) {
      this.#loadConditions(pointer, value);
      return value;
    }
    for (const [vector, variable] of value.entries()) {
      const load = this.#isLane ? wasm.loadLane : wasm.loadVector(16 * vector);
      this.#emit(wasm.get(pointer), load, wasm.set(variable));
    }
    return value;
  }

  #loadConditions(pointer: number, [first, second]: Value): void {
    if (second === undefined) {
      this.#emit(wasm.get(pointer), wasm.loadOneByte, wasm.isNonzero, wasm.set(first!));
      return;
    }
    this.#emit(wasm.get(pointer), wasm.loadEightBytes, wasm.tee(second));
    this.#emit(wasm.lowHalf, wasm.isNonzero, wasm.set(first!));
    this.#emit(wasm.get(second), wasm.highHalf, wasm.isNonzero, wasm.set(second));
  }

  #store(tensor: number, value: Value): void {
    const pointer = this.#variables.tensor(tensor);
    if (this.#structure.tensors[tensor]) {
      this.#storeConditions(pointer, value);
      return;
    }
    for (const [vector, variable] of value.entries()) {
      const store = this.#isLane ? wasm.storeLane : wasm.storeVector(16 * vector);
      this.#emit(wasm.get(pointer), wasm.get(variable), store);
    }
  }

  #storeConditions(pointer: number, [first, second]: Value): void {
    this.#emit(wasm.get(pointer), wasm.get(first!), wasm.get(second ?? first!), wasm.narrowToShorts);
    this.#emit(wasm.zeros, wasm.narrowToBytes, wasm.byteOnes, wasm.and);
    this.#emit(second === undefined ? wasm.storeOneByte : wasm.storeEightBytes);
  }

  /** Of a single element the other lanes are none. */
  #sum(value: Value, sums: number): void {
    for (const [vector, variable] of value.entries()) {
      const added = this.#isLane
        ? [...wasm.zeros, ...wasm.get(variable), ...wasm.laneOf(0), ...wasm.replaceFirstLane]
        : wasm.get(variable);
      this.#emit(wasm.get(sums + vector), added, wasm.addVectors, wasm.set(sums + vector));
    }
  }

  #newValue(): Value {
    const value = Array.from({ length: this.#vectors }, (_, vector) => this.#next + vector);
    this.#next += this.#vectors;
    this.end = Math.max(this.end, this.#next);
    return value;
  }

  #emit(...instructions: readonly Bytes[]): void {
    for (const bytes of instructions) this.code.push(...bytes);
  }
}
