import { describe, expect, it } from '@jest/globals';
import {
  difference,
  disagreement,
  type Input,
  leavesToStock,
  type Output,
  runOn,
} from '../support/compare.js';
import { sigmoidCrossEntropy, softmaxCrossEntropy } from '../support/double.js';
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

  it('agrees on many rows, on one long row, and on one of every number of vectors', () => {
    for (const shape of [
      [5000, 10],
      [1, 30_000],
      [3, 64 + 16 + 4 + 3],
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

/** What lies outside of its bound: the loss, or an element of the gradient. */
function crossEntropyProblem(kernel: string, shape: [number, number], random: () => number, scale: number) {
  const labels = scaled(sizeOf(shape), random, 0.3).map(Math.abs);
  const logits = scaled(sizeOf(shape), random, scale);
  const expected =
    kernel === 'NeutypeSigmoidCrossEntropy'
      ? sigmoidCrossEntropy(labels, logits)
      : softmaxCrossEntropy(labels, logits, ...shape);
  const inputs = { labels: { values: labels, shape }, logits: { values: logits, shape } };
  const [loss, gradient] = runOn('cpu', kernel, inputs);
  const wanted = (values: ArrayLike<number>, size: number[]): Output => ({
    values,
    shape: size,
    dtype: 'float32',
  });
  const problems = [
    difference(loss!, wanted([expected.loss], []), { relative: 0, absolute: expected.lossBound }),
    difference(gradient!, wanted(expected.gradient, shape), {
      relative: 1,
      magnitudes: expected.gradientBounds,
    }),
  ];
  return problems.flatMap((problem) => problem ?? []).map((problem) => `[${shape}] × ${scale}: ${problem}`);
}

describe.each([
  { kernel: 'NeutypeSoftmaxCrossEntropy', seed: 43, farthest: 30 },
  { kernel: 'NeutypeSigmoidCrossEntropy', seed: 44, farthest: 60 },
])('$kernel', ({ kernel, seed, farthest }) => {
  it('agrees with its definition in float64', () => {
    const random = randomSource(seed);
    const found = Array.from({ length: CASES }, (_, index) => {
      const shape: [number, number] = [randomInteger(1, 150, random), randomInteger(1, 40, random)];
      return crossEntropyProblem(kernel, shape, random, [0.1, 3, farthest][index % 3]!);
    });
    expect(found.flat()).toEqual([]);
  });

  it.each<[number, number]>([
    [3000, 40],
    [7, 20_000],
    [30_001, 3],
  ])('agrees where threads take part, [%i, %i]', (rows, columns) => {
    const random = randomSource(seed + 2);
    expect([0.1, 3].flatMap((scale) => crossEntropyProblem(kernel, [rows, columns], random, scale))).toEqual(
      [],
    );
  });
});

describe('NeutypeSoftmaxCrossEntropy', () => {
  it('stays finite where logits are far apart', () => {
    const [loss, gradient] = runOn('cpu', 'NeutypeSoftmaxCrossEntropy', {
      labels: { values: [0, 1, 0], shape: [1, 3] },
      logits: { values: [1000, -1000, 0], shape: [1, 3] },
    });
    expect(loss!.values[0]).toBe(2000);
    expect([...Array.from(gradient!.values)]).toEqual([1, -1, 0]);
  });

  it('gives no slopes so small that products of them would slow a processor down', () => {
    const distances = [0, -60, -75, -85, -100, 0, -60, -75];
    const [, gradient] = runOn('cpu', 'NeutypeSoftmaxCrossEntropy', {
      labels: { values: [1, 0, 0, 0, 0, 0, 0, 0], shape: [1, 8] },
      logits: { values: distances, shape: [1, 8] },
    });
    const slopes = Array.from(gradient!.values);
    expect(slopes.slice(1).map((slope) => slope > 0)).toEqual([true, false, false, false, true, true, false]);
    expect(slopes[1]! / (Math.exp(-60) / 2)).toBeCloseTo(1, 5);
  });

  it('tells of a NaN', () => {
    const [loss] = runOn('cpu', 'NeutypeSoftmaxCrossEntropy', {
      labels: { values: [0, 1, 0, 0, 1], shape: [1, 5] },
      logits: { values: [1, 2, 3, 4, Number.NaN], shape: [1, 5] },
    });
    expect(loss!.values[0]).toBe(Number.NaN);
  });
});
