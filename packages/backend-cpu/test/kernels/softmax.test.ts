import { describe, expect, it } from '@jest/globals';
import { disagreement, type Input, leavesToStock, runOn } from '../support/compare.js';
import { sigmoidCrossEntropy, softmaxCrossEntropy, worst } from '../support/double.js';
import { randomInteger, randomSource } from '../support/random.js';
import { gamma } from '../support/reference.js';
import { randomShape, sizeOf, values } from '../support/shapes.js';

const CASES = 150;
const ULP = 2 ** -23;

function scaled(length: number, random: () => number, scale: number): Float32Array {
  return values(length, random).map((value) => value * scale);
}

describe('Softmax', () => {
  leavesToStock('Softmax', ({ logits }) => sizeOf(logits!.shape) === 0);

  it.each([false, true])('agrees with stock tfjs, special values: %s', (special) => {
    const random = randomSource(41);
    const found = Array.from({ length: CASES }, () => {
      const shape = randomShape(random, 3);
      if (shape.length === 0) shape.push(4);
      const logits: Input = { values: values(sizeOf(shape), random, special), shape };
      // Three units for e^x, a sum over the row, a division; stock rounds its own steps likewise.
      const relative = 8 * ULP + gamma(shape.at(-1)! + 2);
      return disagreement(
        { kernel: 'Softmax', inputs: { logits }, attrs: { dim: -1 } },
        { relative, absolute: 2 ** -126 },
      );
    });
    expect(found.filter(Boolean)).toEqual([]);
  });

  it('agrees on many rows and on one long row', () => {
    for (const shape of [
      [5000, 10],
      [1, 30_000],
    ]) {
      const logits: Input = { values: scaled(sizeOf(shape), randomSource(42), 10), shape };
      const relative = 8 * ULP + gamma(shape.at(-1)! + 2);
      expect(
        disagreement(
          { kernel: 'Softmax', inputs: { logits }, attrs: { dim: 1 } },
          { relative, absolute: 2 ** -126 },
        ),
      ).toBe(undefined);
    }
  });
});

describe('NeutypeSoftmaxCrossEntropy', () => {
  it('agrees with its definition in float64', () => {
    const random = randomSource(43);
    for (let index = 0; index < CASES; index++) {
      const rows = randomInteger(1, 150, random);
      const columns = randomInteger(1, 40, random);
      const labels = scaled(rows * columns, random, 0.3).map(Math.abs);
      const logits = scaled(rows * columns, random, [0.1, 3, 30][index % 3]!);
      const expected = softmaxCrossEntropy(labels, logits, rows, columns);
      const shape = [rows, columns];
      const [loss, gradient] = runOn('cpu', 'NeutypeSoftmaxCrossEntropy', {
        labels: { values: labels, shape },
        logits: { values: logits, shape },
      });
      expect(Math.abs(loss!.values[0]! - expected.loss)).toBeLessThanOrEqual(
        1e-6 * Math.max(1, expected.loss),
      );
      expect(loss!.shape).toEqual([]);
      expect(gradient!.shape).toEqual(shape);
      const total = Math.max(...labels) * columns;
      expect(worst(gradient!.values, expected.gradient)).toBeLessThanOrEqual((16 * ULP * (total + 1)) / rows);
    }
  });

  it('stays finite where logits are far apart', () => {
    const [loss, gradient] = runOn('cpu', 'NeutypeSoftmaxCrossEntropy', {
      labels: { values: [0, 1, 0], shape: [1, 3] },
      logits: { values: [1000, -1000, 0], shape: [1, 3] },
    });
    expect(loss!.values[0]).toBe(2000);
    expect([...Array.from(gradient!.values)]).toEqual([1, -1, 0]);
  });

  it('tells of a NaN', () => {
    const [loss] = runOn('cpu', 'NeutypeSoftmaxCrossEntropy', {
      labels: { values: [0, 1, 0, 0, 1], shape: [1, 5] },
      logits: { values: [1, 2, 3, 4, Number.NaN], shape: [1, 5] },
    });
    expect(loss!.values[0]).toBe(Number.NaN);
  });
});

describe('NeutypeSigmoidCrossEntropy', () => {
  it('agrees with its definition in float64', () => {
    const random = randomSource(44);
    for (let index = 0; index < CASES; index++) {
      const shape = [randomInteger(1, 300, random), randomInteger(1, 40, random)];
      const labels = scaled(sizeOf(shape), random, 0.3).map(Math.abs);
      const logits = scaled(sizeOf(shape), random, [0.1, 3, 60][index % 3]!);
      const expected = sigmoidCrossEntropy(labels, logits);
      const [loss, gradient] = runOn('cpu', 'NeutypeSigmoidCrossEntropy', {
        labels: { values: labels, shape },
        logits: { values: logits, shape },
      });
      expect(Math.abs(loss!.values[0]! - expected.loss)).toBeLessThanOrEqual(
        1e-6 * Math.max(1, expected.loss),
      );
      expect(worst(gradient!.values, expected.gradient)).toBeLessThanOrEqual((8 * ULP) / sizeOf(shape));
    }
  });
});
