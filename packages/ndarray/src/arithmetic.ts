import { DataError, ShapeError, shown } from '@neutype/errors';
import { dtypeOf, integerRange, isIntegerType, type TypedArray } from './dtype.js';
import { formatPlace, placeOf } from './place.js';
import { formatShape } from './shape.js';
import { type ArrayInput, toNdArray } from './toNdArray.js';

/** The operations that are done in place. */
export type Operation = 'add' | 'subtract' | 'multiply' | 'divide';

/** What the operations need to know of an array. */
export interface Operand {
  readonly data: TypedArray;
  readonly shape: readonly number[];
}

/**
 * `target[i] = target[i] operation value[i]`, with `value` a number or an array repeated over the target's rows. Nothing
 * is written where anything is wrong.
 */
export function applyInPlace(target: Operand, operation: Operation, value: number | ArrayInput): void {
  if (typeof value === 'number') {
    if (isOfIntegers(target)) checkIntegers(target, operation, Float64Array.of(value));
    applyNumber(target.data, operation, value);
    return;
  }
  const where = `NdArray.${operation}`;
  const array = toNdArray(value, where, 'float64');
  checkBroadcast(target, where, array);
  if (isOfIntegers(target)) checkIntegers(target, operation, integersOf(target, where, value, array));
  const operand = isOverlapping(target.data, array.data) ? array.data.slice() : array.data;
  applyArray(target.data, operation, operand);
}

function isOfIntegers({ data }: Operand): boolean {
  return isIntegerType(dtypeOf(data)!);
}

/** Floats are no operands for integers, as in NumPy; of a plain array the values count, for it has no type. */
function integersOf(target: Operand, where: string, value: ArrayInput, { data }: Operand): TypedArray {
  if (Array.isArray(value) || isIntegerType(dtypeOf(data)!)) return data;
  throw unfit(where, wholeNumbersFor(target), `an array of ${dtypeOf(data)}`);
}

/** Integers stay integers in place: what would leave fractions behind or wrap around is refused. */
function checkIntegers(target: Operand, operation: Operation, operand: TypedArray): void {
  const where = `NdArray.${operation}`;
  const dtype = dtypeOf(target.data)!;
  if (operation === 'divide') throw unfit(where, 'an array of floats to divide in place', `one of ${dtype}`);
  const wrong = operand.findIndex((value) => !Number.isInteger(value));
  if (wrong !== -1) throw unfit(where, wholeNumbersFor(target), shown(operand[wrong]));
  const [low, high] = integerRange(dtype);
  const outside = indexOutside(target.data, OPERATIONS[operation], operand, low, high);
  if (outside === -1) return;
  const result = OPERATIONS[operation](target.data[outside]!, operand[outside % operand.length]!);
  const place = formatPlace(placeOf(outside, target.shape));
  throw unfit(where, `results from ${low} to ${high} for an array of ${dtype}`, `${result} at ${place}`);
}

function wholeNumbersFor({ data }: Operand): string {
  return `whole numbers for an array of ${dtypeOf(data)}`;
}

function unfit(where: string, expected: string, received: string): DataError {
  const remedy = 'Make a float32 array first: x.toFloat32().';
  return new DataError({ where, expected, received, remedy });
}

const OPERATIONS: Readonly<Record<Operation, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
};

/** Where the first result lies that the integers cannot hold; -1 where they hold all. */
function indexOutside(
  target: TypedArray,
  operation: (a: number, b: number) => number,
  operand: TypedArray,
  low: number,
  high: number,
): number {
  const period = operand.length;
  for (let start = 0; start < target.length; start += period) {
    for (let i = 0; i < period; i++) {
      const result = operation(target[start + i]!, operand[i]!);
      if (!(result >= low && result <= high)) return start + i;
    }
  }
  return -1;
}

function checkBroadcast(target: Operand, where: string, value: Operand): void {
  const firstAxis = value.shape.findIndex((dimension) => dimension !== 1);
  const trailing = firstAxis === -1 ? [] : value.shape.slice(firstAxis);
  const offset = target.shape.length - trailing.length;
  const fits = offset >= 0 && trailing.every((dimension, axis) => dimension === target.shape[offset + axis]);
  if (fits) return;
  throw new ShapeError({
    where,
    expected: `a number, or an array of shape ${formatShape(target.shape)} or of the last dimensions of it`,
    received: `an array of shape ${formatShape(value.shape)}`,
  });
}

/** Whether writing to `target` changes elements of `operand` that are still to be read. */
function isOverlapping(target: TypedArray, operand: TypedArray): boolean {
  if (target.buffer !== operand.buffer) return false;
  const isSame = target.byteOffset === operand.byteOffset && target.byteLength === operand.byteLength;
  if (isSame && target.length === operand.length) return false;
  return (
    target.byteOffset < operand.byteOffset + operand.byteLength &&
    operand.byteOffset < target.byteOffset + target.byteLength
  );
}

function applyNumber(target: TypedArray, operation: Operation, number: number): void {
  // As in NumPy, the number takes the array's type before anything is computed.
  const value = dtypeOf(target) === 'float32' ? Math.fround(number) : number;
  const size = target.length;
  switch (operation) {
    case 'add':
      for (let i = 0; i < size; i++) target[i] = target[i]! + value;
      break;
    case 'subtract':
      for (let i = 0; i < size; i++) target[i] = target[i]! - value;
      break;
    case 'multiply':
      for (let i = 0; i < size; i++) target[i] = target[i]! * value;
      break;
    case 'divide':
      for (let i = 0; i < size; i++) target[i] = target[i]! / value;
      break;
  }
}

function applyArray(target: TypedArray, operation: Operation, operand: TypedArray): void {
  const period = operand.length;
  for (let start = 0; start < target.length; start += period) {
    applyBlock(target, operation, operand, start);
  }
}

function applyBlock(target: TypedArray, operation: Operation, operand: TypedArray, start: number): void {
  const period = operand.length;
  switch (operation) {
    case 'add':
      for (let i = 0; i < period; i++) target[start + i] = target[start + i]! + operand[i]!;
      break;
    case 'subtract':
      for (let i = 0; i < period; i++) target[start + i] = target[start + i]! - operand[i]!;
      break;
    case 'multiply':
      for (let i = 0; i < period; i++) target[start + i] = target[start + i]! * operand[i]!;
      break;
    case 'divide':
      for (let i = 0; i < period; i++) target[start + i] = target[start + i]! / operand[i]!;
      break;
  }
}
