import { DataError } from '@neutype/core';
import type { Targets } from './loss.js';

/** Refuses targets outside `[0, 1]`, which a sigmoid never reaches. */
export function checkProbabilities({ data, shape }: Targets, loss: string): void {
  const size = data.length / (shape[0] ?? 1);
  for (let index = 0; index < data.length; index++) {
    const value = data[index] as number;
    if (value >= 0 && value <= 1) continue;
    throw new DataError({
      where: `targets for ${loss}`,
      expected: 'values between 0 and 1',
      received: `${value} in sample ${Math.floor(index / size)}`,
      remedy:
        value === -1
          ? 'Labels of −1 and 1 become 0 and 1 by (label + 1) / 2.'
          : 'Class numbers must be one-hot encoded, other values scaled; for values of any size take the loss mse.',
    });
  }
}

/** Refuses class numbers, and rows that do not sum to 1. */
export function checkOneHot(targets: Targets, outputShape: readonly number[]): void {
  const where = 'targets for categoricalCrossentropy';
  const classes = outputShape.at(-1) ?? 1;
  const { data, shape } = targets;
  if (classes === 1) {
    throw new DataError({
      where: 'categoricalCrossentropy',
      expected: 'a network with one output for each class',
      received: 'a network with a single output, for which this loss is always 0',
      remedy: 'Take softmax(2) with one-hot labels, or sigmoid(1) with binaryCrossentropy.',
    });
  }
  if (isListOfLabels(targets)) {
    throw new DataError({
      where,
      expected: `one-hot rows of ${classes} classes, shape [${shape[0]}, ${classes}]`,
      received: `a list of labels, shape [${shape.join(', ')}], that begins ${beginning(data)}`,
      remedy: 'Encode the labels with oneHot(labels).',
    });
  }
  if (shape.at(-1) === classes) checkRowsAreDistributions(targets, classes, where);
}

function isListOfLabels({ shape }: Targets): boolean {
  return shape.length === 1 || (shape.length === 2 && shape[1] === 1);
}

function checkRowsAreDistributions({ data }: Targets, classes: number, where: string): void {
  for (let start = 0; start < data.length; start += classes) {
    let sum = 0;
    let smallest = 0;
    for (let index = start; index < start + classes; index++) {
      const value = data[index] as number;
      sum += value;
      if (value < smallest) smallest = value;
    }
    if (smallest >= 0 && Math.abs(sum - 1) <= 1e-3) continue;
    throw new DataError({
      where,
      expected: 'rows of values from 0 that sum to 1, with a single 1 where labels are one-hot',
      received: `row ${start / classes}: ${beginning(Array.prototype.slice.call(data, start, start + classes))}`,
      remedy:
        'Encode the labels with oneHot(labels). If a sample may have several labels, take sigmoid outputs and binaryCrossentropy.',
    });
  }
}

function beginning(data: ArrayLike<number>): string {
  const shown = Array.prototype.slice.call(data, 0, 10).join(', ');
  return data.length > 10 ? `[${shown}, …]` : `[${shown}]`;
}
