import { describe, expect, it } from '@jest/globals';
import { CodeGenerator } from '../../src/codegen/codeGenerator.js';
import { CODE } from '../../src/generated/layout.js';
import { layOut } from '../../src/map/layout.js';
import type { MapOperand, MapProgram } from '../../src/map/program.js';

const PAGES = 4;

function generator(link: (number: number) => number) {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES, shared: true });
  const code = new CodeGenerator({ memory, shared: true }, link);
  return { memory, functionOf: (program: MapProgram) => code.functionOf(program, layOut(program, 'code')) };
}

/** A sum of products of `length` tensors, the first of which lies at `address`. */
function sumOfProducts(length: number, address: number, size: number, factor = 2): MapProgram {
  const sum = { kind: 'register', register: 0 } as const;
  const tensors = Array.from({ length }, (_, number): MapOperand => {
    return { kind: 'tensor', address: address + 4 * size * number, dtype: 'float32' };
  });
  const first = {
    operation: 'mul',
    operands: [tensors[0]!, { kind: 'number', value: factor, dtype: 'float32' }],
    to: sum,
  } as const;
  const rest = tensors.map(
    (tensor) => ({ operation: 'productPlus', operands: [tensor, tensor, sum], to: sum }) as const,
  );
  return { size, instructions: [first, ...rest] };
}

describe('The code generator', () => {
  it('compiles one function for all programs of a structure, whatever their addresses, numbers and sizes', () => {
    const linked: number[] = [];
    const { memory, functionOf } = generator((number) => linked.push(number));
    for (let count = 1; count <= 10_000; count++) {
      expect(functionOf(sumOfProducts(3, 64 * count, 10_000 + count, count))).toBe(1);
    }
    expect(functionOf(sumOfProducts(4, 64, 10_000))).toBe(2);
    expect(linked).toEqual([1, 2]);
    const words = new Int32Array(memory.buffer, CODE);
    const binary = new Uint8Array(memory.buffer, CODE + 4, words[0]).slice();
    expect(WebAssembly.validate(binary)).toBe(true);
  });

  it('leaves small programs to the interpreter, unless there is a function for their structure', () => {
    const { functionOf } = generator(() => 1);
    expect(functionOf(sumOfProducts(3, 64, 10))).toBe(0);
    expect(functionOf(sumOfProducts(3, 64, 100_000))).toBe(1);
    expect(functionOf(sumOfProducts(3, 64, 10))).toBe(1);
  });

  it('leaves everything to the interpreter where the platform compiles nothing', () => {
    let attempts = 0;
    const { functionOf } = generator(() => {
      attempts++;
      return 0;
    });
    for (let length = 1; length < 5; length++) expect(functionOf(sumOfProducts(length, 64, 100_000))).toBe(0);
    expect(attempts).toBe(1);
  });

  it('leaves new structures to the interpreter when its memory is full, and keeps those it has', () => {
    const { functionOf } = generator(() => 1);
    const numbers = Array.from({ length: 60 }, (_, index) =>
      functionOf(sumOfProducts(index + 1, 64, 100_000)),
    );
    expect(numbers[0]).toBe(1);
    expect(numbers.at(-1)).toBe(0);
    expect(functionOf(sumOfProducts(1, 128, 100_000))).toBe(1);
  });
});
