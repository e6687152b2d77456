import '../support/stock.js';
import { afterAll, describe, expect, it } from '@jest/globals';
import { engine, setBackend } from '@tensorflow/tfjs-core';
import { hasTemplate } from '../../src/codegen/template.js';
import type { LoggedCommand } from '../../src/engine/command.js';
import type { CpuEngine, ResidentDtype } from '../../src/engine/cpuEngine.js';
import { mapOperations } from '../../src/generated/mapOperations.js';
import { configureEngine } from '../../src/index.js';
import { encodeMap } from '../../src/map/encode.js';
import { layOut } from '../../src/map/layout.js';
import { tensorOperand } from '../../src/map/operand.js';
import type { MapOperation } from '../../src/map/operations.js';
import type { MapInstruction, MapOperand, MapProgram } from '../../src/map/program.js';
import type { Block } from '../../src/memory/block.js';
import { pick, randomInteger, randomSource } from '../support/random.js';
import { broadcastPartner, sizeOf, values } from '../support/shapes.js';

/** Lengths that no vector divides, rows that are strips of their own, and enough elements for several items. */
const SHAPES = [[2], [7], [9], [1003], [5, 7, 11], [40, 257], [300, 9], [40_009]];
const PROGRAMS_PER_SHAPE = 3;
function cpu(): CpuEngine {
  return engine().findBackend('cpu') as unknown as CpuEngine;
}

const operationNames = Object.keys(mapOperations) as MapOperation[];
const generated = operationNames.filter((operation) => hasTemplate({ operation }));
const toConditions = /^(greater|less|equal|notEqual|is|logical)/;
/** What an operation takes and makes: all operands are of one type but the condition of `select`. */
function typesOf(operation: MapOperation): readonly [from: ResidentDtype, to: ResidentDtype] {
  if (operation === 'intToFloat') return ['int32', 'float32'];
  if (operation === 'conditionToFloat') return ['bool', 'float32'];
  if (operation === 'conditionToInt') return ['bool', 'int32'];
  if (operation.startsWith('logical')) return ['bool', 'bool'];
  const from = operation.endsWith('Int') ? 'int32' : 'float32';
  return [from, toConditions.test(operation) ? 'bool' : from];
}

interface Tensor {
  readonly block: Block;
  readonly dtype: ResidentDtype;
  readonly length: number;
}

/** A random program of operations that have code, in which each of them may write where it or an earlier one reads. */
class RandomProgram implements MapProgram {
  readonly size: number;
  readonly instructions: MapInstruction[] = [];
  readonly tensors: Tensor[] = [];
  readonly #shape: number[];
  readonly #random: () => number;
  readonly #operands: Record<ResidentDtype, MapOperand[]> = { float32: [], int32: [], bool: [] };

  constructor(shape: number[], random: () => number) {
    this.size = sizeOf(shape);
    this.#shape = shape;
    this.#random = random;
    for (const dtype of ['float32', 'int32', 'bool'] as const) {
      for (let count = 0; count < 4; count++) this.#addOperand(dtype);
    }
    this.#operands.float32.push({ kind: 'number', value: Math.fround(random()), dtype: 'float32' });
    this.#operands.int32.push({ kind: 'number', value: randomInteger(-9, 9, random), dtype: 'int32' });
    for (let left = randomInteger(2, 14, random); left > 0; left--) this.#addInstruction(left === 1);
  }

  #addOperand(dtype: ResidentDtype): void {
    const isWhole = this.#random() < 0.6;
    const shape = isWhole ? this.#shape : broadcastPartner(this.#shape, this.#random);
    const address = this.#newTensor(dtype, sizeOf(shape));
    this.#operands[dtype].push(tensorOperand(address, dtype, shape, this.#shape));
  }

  #newTensor(dtype: ResidentDtype, length: number): number {
    const block = cpu().temporary(4 * length);
    this.tensors.push({ block, dtype, length });
    return block.address;
  }

  #addInstruction(isLast: boolean): void {
    const operation = pick(generated, this.#random);
    const [from, dtype] = typesOf(operation);
    const operands = Array.from({ length: mapOperations[operation].operands }, (_, index) =>
      pick(this.#operands[operation === 'select' && index === 0 ? 'bool' : from], this.#random),
    );
    if (!isLast && this.#random() < 0.6) {
      const to = { kind: 'register', register: randomInteger(0, 9, this.#random) } as const;
      this.instructions.push({ operation, operands, to });
      this.#forget((operand) => operand.kind === 'register' && operand.register === to.register);
      this.#operands[dtype].push(to);
      return;
    }
    const to = { kind: 'tensor', address: this.#target(dtype), dtype } as const;
    this.instructions.push({ operation, operands, to });
    this.#forget((operand) => 'address' in operand && operand.address === to.address);
    if (dtype !== 'bool') this.#operands[dtype].push(to);
  }

  /** Where all elements lie one by one, so that an element is written after it has been read; or new memory. */
  #target(dtype: ResidentDtype): number {
    const whole = this.#operands[dtype].flatMap((operand) =>
      operand.kind === 'tensor' && operand.dimensions === undefined && dtype !== 'bool'
        ? [operand.address]
        : [],
    );
    return whole.length > 0 && this.#random() < 0.7
      ? pick(whole, this.#random)
      : this.#newTensor(dtype, this.size);
  }

  #forget(isGone: (operand: MapOperand) => boolean): void {
    for (const list of Object.values(this.#operands)) {
      list.splice(0, list.length, ...list.filter((operand) => !isGone(operand)));
    }
  }

  fill(seed: number): void {
    const random = randomSource(seed);
    for (const { block, dtype, length } of this.tensors) {
      const { buffer } = cpu().runtime!.memory.memory;
      if (dtype === 'float32')
        new Float32Array(buffer, block.address, length).set(values(length, random, true));
      else if (dtype === 'int32') new Int32Array(buffer, block.address, length).set(integers(length, random));
      else
        new Uint8Array(buffer, block.address, length).set(integers(length, random).map((value) => value & 1));
    }
  }

  /** What is in memory; one NaN is as good as another. */
  results(): string[] {
    const { buffer } = cpu().runtime!.memory.memory;
    return this.tensors.map(({ block: { address }, dtype, length }) => {
      const bytes = Buffer.from(buffer, address, dtype === 'bool' ? length : 4 * length);
      const floats = new Float32Array(buffer, address, dtype === 'float32' ? length : 0);
      for (const [at, float] of floats.entries()) if (Number.isNaN(float)) floats[at] = Number.NaN;
      return bytes.toString('latin1');
    });
  }

  free(): void {
    for (const { block } of this.tensors) cpu().free(block);
  }
}

function integers(length: number, random: () => number): Int32Array {
  return Int32Array.from({ length }, () => 2 ** 32 * random());
}

function run(command: LoggedCommand): void {
  const runtime = cpu().runtime!;
  const block = runtime.writeProgram([command.words]);
  runtime.runProgram(block.address, 1, true);
  runtime.awaitDeparture();
  cpu().free(block);
}

/** The number of the first tensor that generated code writes otherwise than the interpreter, with the program; or undefined. */
function differenceOf(program: RandomProgram, seed: number): string | undefined {
  const { code } = cpu().runtime!;
  // What is large enough to be worth it is compiled, and then serves programs of any size.
  expect(code.functionOf({ ...program, size: 2 ** 24 }, layOut(program, 'code'))).toBeGreaterThan(0);
  program.fill(seed);
  run(encodeMap(program));
  const expected = program.results();
  program.fill(seed);
  run(encodeMap(program, code));
  const found = program.results();
  const wrong = found.findIndex((bits, index) => bits !== expected[index]);
  return wrong < 0 ? undefined : `tensor ${wrong} of ${JSON.stringify(program.instructions)}`;
}

afterAll(() => configureEngine({}));

describe.each([1, 2, 3])('Generated code, on %d threads', (threads) => {
  it.each(SHAPES.map((shape) => ({ shape })))(
    'gives the bits of the interpreter in random programs on $shape',
    async ({ shape }) => {
      configureEngine({ threads });
      await setBackend('cpu');
      cpu().reserveScratch(40_960);
      await cpu().runtime!.pool.warmUp(100_000);
      const random = randomSource(threads + sizeOf(shape));
      for (let count = 0; count < PROGRAMS_PER_SHAPE; count++) {
        const program = new RandomProgram(shape, random);
        expect(differenceOf(program, count)).toBeUndefined();
        program.free();
      }
    },
  );
});

it('There is code for the operations that rules, regularizers and normalizations are made of', () => {
  const operations = [
    'copy',
    'add',
    'sub',
    'mul',
    'div',
    'square',
    'sqrt',
    'rsqrt',
    'reciprocal',
    'abs',
    'sign',
    'neg',
  ];
  const choices = [
    'maximum',
    'minimum',
    'clip',
    'greater',
    'lessEqual',
    'logicalAnd',
    'select',
    'conditionToFloat',
  ];
  expect(generated).toEqual(expect.arrayContaining([...operations, ...choices]));
});
