import type { Shape } from '@neutype/core';
import { DataError } from '@neutype/errors';
import type { Targets } from '../loss.js';
import { checkValues } from './checkValues.js';
import { isClassNumbers } from './classTargets.js';

/** How a loss takes classes. */
export interface ClassesOfLoss {
  /** What rows of a value for each class may hold: any that sum to 1, or a single 1. */
  readonly rows: 'distributions' | 'one-hot';
  /** The layer that a network should end in. */
  readonly end: 'softmax' | 'linear';
}

/**
 * Refuses class numbers that no class has, and rows that are not what a loss takes.
 *
 * @throws DataError
 */
export function checkClasses(
  loss: string,
  targets: Targets,
  outputShape: Shape,
  { rows, end }: ClassesOfLoss = { rows: 'distributions', end: 'softmax' },
): void {
  const classes = outputShape.at(-1) ?? 1;
  if (classes === 1) {
    throw new DataError({
      where: loss,
      expected: 'a network with one output for each class',
      received: 'a network with a single output, for which this loss is always 0',
      remedy:
        end === 'softmax'
          ? 'Take softmax(2), or sigmoid(1) with binaryCrossentropy.'
          : 'Take linear(2), or linear(1) with binaryHinge.',
    });
  }
  if (isClassNumbers(targets.shape, [targets.shape[0] ?? 0, ...outputShape])) {
    checkNumbers(loss, targets, classes);
  } else if (targets.shape.at(-1) === classes) {
    checkRows(loss, targets, classes, rows);
  }
}

function checkNumbers(loss: string, targets: Targets, classes: number): void {
  const fits = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < classes;
  checkValues(loss, targets, fits, {
    expected: `class numbers from 0 to ${classes - 1}, or one-hot rows of ${classes} classes`,
    remedy: (value) => remedyFor(value, classes),
  });
}

function remedyFor(value: number, classes: number): string {
  if (!Number.isInteger(value)) return 'For values of any size take the loss mse.';
  if (value === classes)
    return `Class numbers begin at 0; for ${classes + 1} classes end the network in ${classes + 1} outputs.`;
  return value < 0
    ? 'Class numbers begin at 0.'
    : `End the network in ${value + 1} outputs, or number the classes from 0 without gaps.`;
}

function checkRows(loss: string, { data }: Targets, classes: number, rows: ClassesOfLoss['rows']): void {
  for (let start = 0; start < data.length; start += classes) {
    if (fitsRow(data, start, start + classes, rows)) continue;
    throw new DataError({
      where: `targets for ${loss}`,
      expected:
        rows === 'one-hot'
          ? 'class numbers, or rows with a single 1 and 0 otherwise'
          : 'class numbers, or rows of values from 0 that sum to 1, with a single 1 where labels are one-hot',
      received: `row ${start / classes}: ${beginning(Array.prototype.slice.call(data, start, start + classes))}`,
      remedy: 'If a sample may have several labels, take sigmoid outputs and binaryCrossentropy.',
    });
  }
}

function fitsRow(data: ArrayLike<number>, start: number, end: number, rows: ClassesOfLoss['rows']): boolean {
  let sum = 0;
  for (let index = start; index < end; index++) {
    const value = data[index] as number;
    if (!(value >= 0) || (rows === 'one-hot' && value !== 0 && value !== 1)) return false;
    sum += value;
  }
  return Math.abs(sum - 1) <= ROUNDING;
}

/** What float32 may add to the sum of a row. */
const ROUNDING = 1e-3;

function beginning(values: readonly number[]): string {
  const shown = values.slice(0, 10).join(', ');
  return values.length > 10 ? `[${shown}, …]` : `[${shown}]`;
}
