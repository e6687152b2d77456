import { describe, expect, it } from '@jest/globals';
import { ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import fc from 'fast-check';
import { orthogonalProcrustes, principalComponents } from '../src/index.js';
import { readGolden } from './golden.js';

interface Components {
  readonly name: string;
  readonly x: number[][];
  readonly components: number[][];
  readonly points: number[][];
  readonly mean: number[];
  readonly explainedVariance: number[];
  readonly explainedVarianceRatio: number[];
}

interface Alignment {
  readonly name: string;
  readonly points: number[][];
  readonly onto: number[][];
  readonly rotation: number[][];
  readonly scale: number;
}

/** The largest difference between two tables. */
function distance(actual: readonly number[][], expected: readonly number[][]): number {
  return Math.max(...actual.flatMap((row, i) => row.map((value, j) => Math.abs(value - expected[i]![j]!))));
}

function table(rows: number, columns: number, seed: number): number[][] {
  const stream = random(seed);
  return Array.from({ length: rows }, () => [...stream.fillNormal(new Float32Array(columns), 0, 1)]);
}

function product(a: readonly number[][], b: readonly number[][]): number[][] {
  return a.map((row) =>
    b[0]!.map((_, column) => row.reduce((sum, value, k) => sum + value * b[k]![column]!, 0)),
  );
}

function transposed(a: readonly number[][]): number[][] {
  return a[0]!.map((_, column) => a.map((row) => row[column]!));
}

function identity(size: number): number[][] {
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (__, column) => +(row === column)),
  );
}

function rows(array: { toArray(): unknown }): number[][] {
  return array.toArray() as number[][];
}

function turn(points: readonly number[][], angle: number, mirror: boolean): number[][] {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return points.map(([x = 0, y = 0]) => [cosine * x - sine * y, (mirror ? -1 : 1) * (sine * x + cosine * y)]);
}

describe('principalComponents', () => {
  it.each(readGolden<Components>('components'))('are those of scikit-learn for $name', (golden) => {
    const found = principalComponents(golden.x, { components: golden.components.length });
    expect(distance(rows(found.components), golden.components)).toBeLessThan(1e-7);
    expect(distance(rows(found.points), golden.points)).toBeLessThan(2e-6);
    expect(distance([[...found.mean.data]], [golden.mean])).toBeLessThan(1e-9);
    expect(distance([[...found.explainedVarianceRatio]], [golden.explainedVarianceRatio])).toBeLessThan(
      1e-10,
    );
    found.explainedVariance.forEach((variance, index) => {
      expect(variance / golden.explainedVariance[index]!).toBeCloseTo(1, 9);
    });
  });

  it('does not depend on where the samples lie, nor on how space is turned', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.double({ min: -100, max: 100, noNaN: true }), (seed, shift) => {
        const stretched = table(20, 4, seed).map(([a = 0, b = 0, c = 0, d = 0]) => [6 * a, 3 * b, c, d]);
        const turned = rows(orthogonalProcrustes(stretched, table(20, 4, seed + 1)).aligned).map((row) =>
          row.map((value) => value + shift),
        );
        const [before, after] = [principalComponents(stretched), principalComponents(turned)];
        before.explainedVariance.forEach((variance, index) => {
          expect(after.explainedVariance[index]! / variance).toBeCloseTo(1, 8);
        });
        const { aligned } = orthogonalProcrustes(after.points, before.points);
        expect(distance(rows(aligned), rows(before.points))).toBeLessThan(1e-6);
      }),
    );
  });

  it('finds two directions that samples differ along equally', () => {
    const square = [
      [1, 0, 0],
      [-1, 0, 0],
      [0, 1, 0],
      [0, -1, 0],
    ];
    const { explainedVariance, components } = principalComponents(square);
    expect(explainedVariance[0]).toBeCloseTo(2 / 3, 12);
    expect(explainedVariance[1]).toBeCloseTo(2 / 3, 12);
    expect(distance(product(rows(components), transposed(rows(components))), identity(2))).toBeLessThan(
      1e-12,
    );
  });

  it('leaves samples that are all the same where they are', () => {
    const found = principalComponents([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect([...found.points.data].every((value) => value === 0)).toBe(true);
    expect(found.explainedVarianceRatio).toEqual([0, 0]);
    expect(
      distance(product(rows(found.components), transposed(rows(found.components))), identity(2)),
    ).toBeLessThan(1e-12);
  });

  it('has a second direction of no variance where samples lie on a line', () => {
    const found = principalComponents([
      [0, 0],
      [3, 4],
      [6, 8],
    ]);
    expect(found.explainedVariance[0]).toBeCloseTo(25, 10);
    expect(found.explainedVariance[1]).toBeCloseTo(0, 10);
  });

  it('is as near as it is asked to be', () => {
    const x = table(60, 40, 3);
    const exact = principalComponents(x);
    const rough = principalComponents(x, { tolerance: 1e-3 });
    const ratio = rough.explainedVariance[0]! / exact.explainedVariance[0]!;
    // What a direction is off by, its variance is off by the square of.
    expect(ratio).toBeLessThanOrEqual(1 + 1e-12);
    expect(ratio).toBeGreaterThan(1 - 1e-3);
    expect(ratio).not.toBe(1);
  });

  it('leaves its input as it is', () => {
    const x = ndarray(Float64Array.of(1, 2, 3, 5, 8, 13), [3, 2]);
    principalComponents(x);
    expect([...x.data]).toEqual([1, 2, 3, 5, 8, 13]);
  });

  it.each([
    ['a single sample', [[1, 2]], {}, 'expected at least 2 samples of at least 2 features, got 1 of 2'],
    [
      'more components than features',
      [[1], [2]],
      {},
      'expected at least 2 samples of at least 2 features, got 2 of 1',
    ],
    ['a list', [1, 2, 3], {}, 'expected a table [samples, features]'],
    ['no component', [[1], [2]], { components: 0 }, 'principalComponents, components'],
    [
      'NaN',
      [
        [1, 2],
        [Number.NaN, 2],
      ],
      {},
      'principalComponents, x',
    ],
  ])('refuses %s', (_, x, options, message) => {
    expect(() => principalComponents(x, options)).toThrow(message);
  });
});

describe('orthogonalProcrustes', () => {
  it.each(readGolden<Alignment>('alignments'))('is that of SciPy in $name', (golden) => {
    const { rotation, scale, aligned } = orthogonalProcrustes(golden.points, golden.onto);
    expect(distance(rows(rotation), golden.rotation)).toBeLessThan(1e-12);
    expect(scale / golden.scale).toBeCloseTo(1, 12);
    expect(distance(rows(aligned), product(golden.points, golden.rotation))).toBeLessThan(1e-11);
  });

  it('brings points back from wherever they were turned or mirrored to', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.double({ min: -4, max: 4, noNaN: true }),
        fc.boolean(),
        (seed, angle, mirror) => {
          const points = table(10, 2, seed);
          const { aligned, rotation } = orthogonalProcrustes(turn(points, angle, mirror), points);
          expect(distance(rows(aligned), points)).toBeLessThan(1e-12);
          expect(distance(product(rows(rotation), transposed(rows(rotation))), identity(2))).toBeLessThan(
            1e-12,
          );
        },
      ),
    );
  });

  it('is nearer than any other rotation', () => {
    const [points, onto] = [table(12, 2, 1), table(12, 2, 2)];
    const squares = (candidate: readonly number[][]) =>
      candidate.reduce(
        (sum, row, i) => sum + row.reduce((all, value, j) => all + (value - onto[i]![j]!) ** 2, 0),
        0,
      );
    const best = squares(rows(orthogonalProcrustes(points, onto).aligned));
    for (let degree = 0; degree < 360; degree++) {
      for (const mirror of [false, true]) {
        expect(squares(turn(points, (degree * Math.PI) / 180, mirror))).toBeGreaterThanOrEqual(best);
      }
    }
  });

  it('leaves points as they are that say nothing on how to turn them', () => {
    const zeros = [
      [0, 0],
      [0, 0],
    ];
    expect(rows(orthogonalProcrustes(zeros, table(2, 2, 0)).rotation)).toEqual(identity(2));
    expect(rows(orthogonalProcrustes(table(2, 2, 0), zeros).rotation)).toEqual(identity(2));
  });

  it('refuses tables of two shapes', () => {
    expect(() => orthogonalProcrustes([[1, 2]], [[1, 2, 3]])).toThrow(
      'orthogonalProcrustes, onto: expected an array of the shape of points, [1, 2], got [1, 3]',
    );
  });
});
