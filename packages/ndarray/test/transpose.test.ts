import { describe, expect, it } from '@jest/globals';
import { ShapeError } from '@neutype/errors';
import { lastAxisFirst, ndarray } from '../src/index.js';

/** Elements that tell where they are: 100 i + 10 j + k. */
const box = ndarray([0, 1].map((i) => [0, 1, 2].map((j) => [0, 1, 2, 3].map((k) => 100 * i + 10 * j + k))));

describe('transpose', () => {
  it('makes rows of the columns of a matrix', () => {
    const matrix = ndarray([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(matrix.transpose().toArray()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
  });

  it('puts the axes in the order that it is given, counted from either end', () => {
    const turned = box.transpose(2, 0, -2);
    expect(turned.shape).toEqual([4, 2, 3]);
    for (const [i, j, k] of [
      [0, 0, 0],
      [1, 2, 3],
      [1, 0, 2],
    ] as const) {
      expect(turned.row(k).row(i).data[j]).toBe(100 * i + 10 * j + k);
    }
  });

  it('is undone by the inverse order', () => {
    expect(box.transpose(2, 0, 1).transpose(1, 2, 0)).toEqual(box);
  });

  it.each([[[35, 33]], [[2, 34, 1, 37]], [[33, 1, 3, 2, 5]], [[1, 1, 1]]])(
    'puts each element of %j where every order of the axes has it',
    (shape) => {
      const x = ndarray(
        Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, at) => at),
        shape,
      );
      for (const order of ordersOf(shape.map((_, axis) => axis))) {
        const turned = x.transpose(...order);
        expect(turned.shape).toEqual(order.map((axis) => shape[axis]));
        const misplaced = turned.data.findIndex((element, at) => {
          const there = placesOf(at, turned.shape);
          const here = shape.map((_, axis) => there[order.indexOf(axis)] as number);
          return element !== here.reduce((sum, place, axis) => sum * (shape[axis] as number) + place, 0);
        });
        expect([order, misplaced]).toEqual([order, -1]);
      }
    },
  );

  it('copies and keeps the type of the elements', () => {
    const bytes = ndarray(new Uint8Array([1, 2, 3, 4]), [2, 2]);
    const turned = bytes.transpose();
    turned.data[0] = 9;
    expect(bytes.data[0]).toBe(1);
    expect(turned.dtype).toBe('uint8');
  });

  it('leaves arrays of one axis and of none, and empty ones, without complaint', () => {
    expect(ndarray([1, 2]).transpose().toArray()).toEqual([1, 2]);
    expect(ndarray(5).transpose().toArray()).toBe(5);
    expect(ndarray(new Float32Array(0), [0, 3]).transpose().shape).toEqual([3, 0]);
  });

  it.each<[string, number[], string]>([
    ['an axis twice', [0, 0, 1], 'NdArray.transpose: expected each axis of [2, 3, 4] once, got [0, 0, 1].'],
    ['too few axes', [1, 0], 'got [1, 0].'],
    ['an axis that there is not', [0, 1, 3], 'got [0, 1, 3].'],
    [
      'an array of axes',
      [[2, 1, 0]] as never,
      'got an array of 3. Write x.transpose(1, 0), not x.transpose([1, 0]).',
    ],
  ])('refuses %s', (_, axes, message) => {
    expect(() => box.transpose(...axes)).toThrow(ShapeError);
    expect(() => box.transpose(...axes)).toThrow(message);
  });
});

describe('lastAxisFirst', () => {
  it('tells how to transpose samples that have the last axis first', () => {
    expect(lastAxisFirst([3, 28, 30], [28, 30, 3])).toContain('.transpose(0, 2, 3, 1)');
    expect(lastAxisFirst([8, 20], [20, 8])).toContain('.transpose(0, 2, 1)');
  });

  it.each<[string, number[], number[]]>([
    ['of other sizes', [3, 28, 29], [28, 30, 3]],
    ['of more axes', [1, 3, 28], [28, 3]],
    ['that are rows', [4], [4]],
  ])('says nothing of samples %s', (_, given, wanted) => {
    expect(lastAxisFirst(given, wanted)).toBeUndefined();
  });
});

function ordersOf(axes: readonly number[]): number[][] {
  if (axes.length === 0) return [[]];
  return axes.flatMap((axis) =>
    ordersOf(axes.filter((other) => other !== axis)).map((others) => [axis, ...others]),
  );
}

/** Where in an array of this shape the element of this number is. */
function placesOf(at: number, shape: readonly number[]): number[] {
  let left = at;
  return shape
    .toReversed()
    .map((size) => {
      const place = left % size;
      left = (left - place) / size;
      return place;
    })
    .toReversed();
}
