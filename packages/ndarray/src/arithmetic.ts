import { dtypeOf, isIntegerType, type TypedArray } from './dtype.js';
import { formatShape } from './shape.js';

/** The operations that are done in place. */
export type Operation = 'add' | 'subtract' | 'multiply' | 'divide';

/** What the operations need to know of an array. */
export interface Operand {
  readonly data: TypedArray;
  readonly shape: readonly number[];
}

/** `target[i] = target[i] operation value[i]`, with `value` a number or an array repeated over the target's rows. */
export function applyInPlace(target: Operand, operation: Operation, value: number | Operand): void {
  checkResultFits(target, operation, value);
  if (typeof value === 'number') {
    applyNumber(target.data, operation, value);
  } else {
    checkBroadcast(target, operation, value);
    const operand = isOverlapping(target.data, value.data) ? value.data.slice() : value.data;
    applyArray(target.data, operation, operand);
  }
}

/** Integers stay integers in place, so whatever would leave fractions behind is refused rather than cut off. */
function checkResultFits(target: Operand, operation: Operation, value: number | Operand): void {
  const dtype = dtypeOf(target.data)!;
  if (!isIntegerType(dtype)) return;
  const isWhole = typeof value === 'number' ? Number.isInteger(value) : isIntegerType(dtypeOf(value.data)!);
  if (operation === 'divide' || !isWhole) {
    throw new TypeError(
      `NdArray.${operation}: the result would not fit an array of ${dtype} in place. ` +
        'Make a float32 array first: x.toFloat32().',
    );
  }
}

function checkBroadcast(target: Operand, operation: Operation, value: Operand): void {
  const firstAxis = value.shape.findIndex((dimension) => dimension !== 1);
  const trailing = firstAxis === -1 ? [] : value.shape.slice(firstAxis);
  const offset = target.shape.length - trailing.length;
  const fits = offset >= 0 && trailing.every((dimension, axis) => dimension === target.shape[offset + axis]);
  if (!fits) {
    throw new RangeError(
      `NdArray.${operation}: an array of shape ${formatShape(value.shape)} does not go with one of shape ` +
        `${formatShape(target.shape)}: expected a number, the same shape, or the last dimensions of it ` +
        '(repeated over the rows).',
    );
  }
}

/** Whether writing to `target` changes elements of `operand` that are still to be read. */
function isOverlapping(target: TypedArray, operand: TypedArray): boolean {
  if (target.buffer !== operand.buffer) return false;
  if (target.byteOffset === operand.byteOffset && target.byteLength === operand.byteLength) return false;
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
