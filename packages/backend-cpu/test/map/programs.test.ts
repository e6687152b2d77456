import '../support/stock.js';
import { afterAll, describe, expect, it } from '@jest/globals';
import { engine, setBackend } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../src/engine/cpuEngine.js';
import { configureEngine, engineInfo, type Variant } from '../../src/index.js';
import { encodeMap } from '../../src/map/encode.js';
import { tensorOperand } from '../../src/map/operand.js';
import type { MapOperation } from '../../src/map/operations.js';
import type { MapInstruction, MapOperand } from '../../src/map/program.js';
import type { Block } from '../../src/memory/block.js';
import { pick, randomInteger, randomSource } from '../support/random.js';
import { broadcastPartner, randomShape, sizeOf, values } from '../support/shapes.js';

const PROGRAMS = 80;
function cpu(): CpuEngine {
  return engine().findBackend('cpu') as unknown as CpuEngine;
}

/** What an operand is, element by element, beside the operand itself. */
interface Told {
  readonly operand: MapOperand;
  readonly elements: readonly number[];
}

/** Correctly rounded operations on numbers, each as JavaScript does it; conditions are 0 and 1. */
const numeric: Partial<Record<MapOperation, (a: number, b: number, c: number) => number>> = {
  copy: (a) => a,
  neg: (a) => -a,
  abs: Math.abs,
  square: (a) => a * a,
  sqrt: Math.sqrt,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  maximum: (a, b) => Math.max(a, b),
  minimum: (a, b) => Math.min(a, b),
  relu: (a) => atLeast(a, 0),
  clip: (a, low, high) => atMost(atLeast(a, low), high),
};
// NaN stays, for a comparison with it does not hold.
function atLeast(a: number, low: number): number {
  return [a, low][Number(a < low)]!;
}
function atMost(a: number, high: number): number {
  return [a, high][Number(high < a)]!;
}
const comparing: Partial<Record<MapOperation, (a: number, b: number) => boolean>> = {
  greater: (a, b) => a > b,
  greaterEqual: (a, b) => a >= b,
  less: (a, b) => a < b,
  lessEqual: (a, b) => a <= b,
  equal: (a, b) => a === b,
  notEqual: (a, b) => a !== b,
};
const logical: Partial<Record<MapOperation, (a: number, b: number) => boolean>> = {
  logicalAnd: (a, b) => a + b === 2,
  logicalOr: (a, b) => a + b > 0,
  logicalXor: (a, b) => a !== b,
  logicalNot: (a) => a === 0,
};
function operands(operation: MapOperation): number {
  if (['clip', 'select'].includes(operation)) return 3;
  return ['copy', 'neg', 'abs', 'square', 'sqrt', 'relu', 'logicalNot', 'conditionToFloat'].includes(
    operation,
  )
    ? 1
    : 2;
}

/** Makes random programs in engine memory, and computes beside each instruction what it should make. */
class ProgramMaker {
  readonly instructions: MapInstruction[] = [];
  /** Tensors that the program writes, and what should be in them. */
  readonly written = new Map<number, { readonly isBool: boolean; readonly elements: readonly number[] }>();
  readonly blocks: Block[] = [];
  readonly shape: number[];
  readonly #random: () => number;
  readonly #numbers: Told[] = [];
  readonly #conditions: Told[] = [];
  #registers = 0;

  constructor(shape: number[], random: () => number) {
    this.shape = shape;
    this.#random = random;
    for (let count = 0; count < 4; count++) {
      this.#numbers.push(this.#tensor('float32'));
      this.#conditions.push(this.#tensor('bool'));
    }
    const value = Math.fround(random() * 4 - 2);
    this.#numbers.push({ operand: { kind: 'number', value, dtype: 'float32' }, elements: this.#all(value) });
    for (let length = randomInteger(1, 9, random); length > 0; length--) this.#add(length === 1);
  }

  get #size(): number {
    return sizeOf(this.shape);
  }

  #all(value: number): number[] {
    return new Array<number>(this.#size).fill(value);
  }

  #block(bytes: number): number {
    const block = cpu().temporary(bytes);
    this.blocks.push(block);
    return block.address;
  }

  /** Of the program's shape, or of one that is broadcast to it. */
  #tensor(dtype: 'float32' | 'bool'): Told {
    const random = this.#random;
    const shape = random() < 0.5 ? this.shape : broadcastPartner(this.shape, random);
    const given =
      dtype === 'bool'
        ? Array.from({ length: sizeOf(shape) }, () => Number(random() < 0.5))
        : [...values(sizeOf(shape), random, true)];
    const address = this.#block(Math.max(1, given.length) * 4);
    const { buffer } = cpu().runtime!.memory.memory;
    if (dtype === 'bool') new Uint8Array(buffer, address, given.length).set(given);
    else new Float32Array(buffer, address, given.length).set(given);
    const places = broadcastIndices(shape, this.shape);
    return {
      operand: tensorOperand(address, dtype, shape, this.shape),
      elements: places.map((place) => given[place]!),
    };
  }

  #add(isLast: boolean): void {
    const random = this.#random;
    const kinds = [numeric, numeric, comparing, logical, { select: 0 }, { conditionToFloat: 0 }];
    const operation = pick(Object.keys(pick(kinds, random)), random) as MapOperation;
    const given = Array.from({ length: operands(operation) }, (_, index) => {
      const takesCondition = operation in logical || operation === 'conditionToFloat';
      const from =
        takesCondition || (operation === 'select' && index === 0) ? this.#conditions : this.#numbers;
      return pick(from, random);
    });
    const isBool = operation in comparing || operation in logical;
    const elements = Array.from({ length: this.#size }, (_, at) =>
      apply(operation, given.map((told) => told.elements[at]!) as [number, number, number]),
    );
    this.#write(operation, given, isBool, elements, isLast || random() < 0.3);
  }

  #write(
    operation: MapOperation,
    given: Told[],
    isBool: boolean,
    elements: number[],
    toMemory: boolean,
  ): void {
    const targets = isBool ? this.#conditions : this.#numbers;
    if (!toMemory) {
      const to = { kind: 'register', register: this.#registers++ } as const;
      this.instructions.push({ operation, operands: given.map(({ operand }) => operand), to });
      targets.push({ operand: to, elements });
      return;
    }
    const first = given[0]!.operand;
    const inPlace =
      !isBool && first.kind === 'tensor' && first.dtype === 'float32' && first.dimensions === undefined;
    const address = inPlace ? first.address : this.#block(this.#size * 4);
    const dtype = isBool ? ('bool' as const) : ('float32' as const);
    const to = { kind: 'tensor', address, dtype } as const;
    this.instructions.push({ operation, operands: given.map(({ operand }) => operand), to });
    this.written.set(address, { isBool, elements });
    // What was there before is gone; a tensor of bytes must not be read again.
    for (const list of [this.#numbers, this.#conditions]) {
      const kept = list.filter(({ operand }) => operand.kind !== 'tensor' || operand.address !== address);
      list.splice(0, list.length, ...kept);
    }
    if (!isBool || this.#numbers.length === 0) this.#numbers.push({ operand: to, elements });
  }

  /** The first element that is not what it should be, in words. */
  problem(): string | undefined {
    const { buffer } = cpu().runtime!.memory.memory;
    for (const [address, { isBool, elements }] of this.written) {
      const found = isBool
        ? new Uint8Array(buffer, address, this.#size)
        : new Float32Array(buffer, address, this.#size);
      const wrong = elements.findIndex((element, at) => !Object.is(found[at]! + 0, element + 0));
      if (wrong < 0) continue;
      const program = this.instructions.map(({ operation }) => operation).join(' ');
      return `[${this.shape}] ${program}: element ${wrong} is ${found[wrong]} instead of ${elements[wrong]}`;
    }
    return undefined;
  }
}

function apply(operation: MapOperation, [a, b, c]: [number, number, number]): number {
  if (operation === 'select') return a === 1 ? b : c;
  if (operation === 'conditionToFloat') return a;
  const condition = comparing[operation] ?? logical[operation];
  return condition === undefined ? Math.fround(numeric[operation]!(a, b, c)) : Number(condition(a, b));
}

/** For each element of `outShape` the element of `shape` that is broadcast there. */
function broadcastIndices(shape: readonly number[], outShape: readonly number[]): number[] {
  let indices = [0];
  let stride = sizeOf(shape);
  for (const [axis, length] of outShape.entries()) {
    const own = shape[axis - outShape.length + shape.length] ?? 1;
    stride /= own;
    indices = indices.flatMap((index) =>
      Array.from({ length }, (_, at) => index + (own === 1 ? 0 : at * stride)),
    );
  }
  return indices;
}

function problemsOf(shapes: readonly number[][], random: () => number): string[] {
  return shapes.flatMap((shape) => {
    const maker = new ProgramMaker(shape, random);
    cpu().map({ size: sizeOf(shape), instructions: maker.instructions });
    const problem = maker.problem();
    for (const block of maker.blocks) cpu().free(block);
    return problem ?? [];
  });
}

async function configure(variant: Variant | undefined, threads: number): Promise<void> {
  configureEngine({ variant, threads });
  await setBackend('cpu');
  await cpu().runtime!.pool.warmUp(100_000);
}

afterAll(() => configureEngine({}));

/** Rows around the length from which on they are strips of their own, and enough elements for several items. */
const LONG = [[100_003], [3, 16_001], [200, 255], [200, 257], [5000, 10], [20, 1100, 3], [5, 7, 1030]];

function isThere(variant: Variant): boolean {
  try {
    configureEngine({ variant, threads: 1 });
    return engineInfo().variant === variant;
  } catch {
    return false;
  }
}

describe.each((['simd', 'relaxed', 'wide'] as const).filter(isThere))(
  'element-wise programs, %s',
  (variant) => {
    it.each([1, 3])('make what JavaScript makes of the same instructions, on %d threads', async (threads) => {
      await configure(variant, threads);
      const random = randomSource(41);
      const shapes = Array.from({ length: PROGRAMS }, () => randomShape(random, 5));
      expect(
        problemsOf(
          shapes.filter((shape) => sizeOf(shape) > 0),
          random,
        ),
      ).toEqual([]);
      expect(problemsOf(LONG, random)).toEqual([]);
    });
  },
);

describe('products and sums of them', () => {
  it('are rounded one after the other, whichever are joined', async () => {
    await configure(undefined, 1);
    const random = randomSource(42);
    const size = 1003;
    const { buffer } = cpu().runtime!.memory.memory;
    const blocks = Array.from({ length: 8 }, () => cpu().temporary(size * 4));
    const arrays = blocks.map(({ address }) => new Float32Array(buffer, address, size));
    for (const array of arrays.slice(0, 3)) array.set(values(size, random));
    const at = blocks.map(({ address }) => ({ kind: 'tensor', address, dtype: 'float32' }) as const);
    const r = Array.from({ length: 2 }, (_, register) => ({ kind: 'register', register }) as const);
    const product = { operation: 'mul', operands: [at[0]!, at[1]!], to: r[0]! } as const;
    cpu().map({
      size,
      instructions: [
        product,
        { operation: 'add', operands: [at[2]!, r[0]!], to: at[3]! },
        product,
        { operation: 'sub', operands: [r[0]!, at[2]!], to: at[4]! },
        product,
        { operation: 'sub', operands: [at[2]!, r[0]!], to: at[5]! },
        product,
        { operation: 'sub', operands: [r[0]!, r[0]!], to: at[6]! },
        product,
        { operation: 'add', operands: [r[0]!, at[2]!], to: r[1]! },
        { operation: 'add', operands: [r[0]!, r[1]!], to: at[7]! },
      ],
    });
    const [a, b, c] = arrays as [Float32Array, Float32Array, Float32Array];
    const ab = a.map((value, index) => value * b[index]!);
    const expected = [
      ab.map((value, index) => value + c[index]!),
      ab.map((value, index) => value - c[index]!),
      ab.map((value, index) => c[index]! - value),
      ab.map((value) => value - value),
      ab.map((value, index) => value + Math.fround(value + c[index]!)),
    ];
    expect(arrays.slice(3).map((array) => Array.from(array, (value) => value + 0))).toEqual(
      expected.map((array) => Array.from(array, (value) => value + 0)),
    );
    for (const block of blocks) cpu().free(block);
  });
});

describe('an element-wise program', () => {
  it('marks which of its words are addresses, however many it has', async () => {
    await configure(undefined, 1);
    const tensors = Array.from({ length: 40 }, (_, index) => 0x30000 + 64 * index);
    const { words, pointers } = encodeMap({
      size: 5,
      instructions: tensors.map((address) => ({
        operation: 'add',
        operands: [
          { kind: 'tensor', address, dtype: 'float32' },
          { kind: 'scalar', address: address + 32, dtype: 'float32' },
        ],
        to: { kind: 'tensor', address, dtype: 'float32' },
      })),
    });
    const addresses = tensors.flatMap((address) => [address, address, address + 32]);
    expect(pointers.map((index) => words[index]!).sort()).toEqual(addresses.sort());
  });

  it('is refused where it needs more registers than there are', () => {
    const instructions = Array.from({ length: 33 }, (_, register) => ({
      operation: 'copy' as const,
      operands: [{ kind: 'number', value: 1, dtype: 'float32' } as const],
      to: { kind: 'register', register } as const,
    }));
    expect(() => encodeMap({ size: 5, instructions })).toThrow('at most 128 instructions, 32 registers');
  });
});
