import { describe, expect, it } from '@jest/globals';
import { disagreement, type Input, leavesToStock, runOn } from '../support/compare.js';
import { randomInteger, randomSource } from '../support/random.js';
import { randomShape, sizeOf, values } from '../support/shapes.js';

const CASES = 150;
const exactly = { relative: 0 };

leavesToStock('Transpose', ({ x }) => x!.dtype === 'bool');
leavesToStock('PadV2', ({ x }) => x!.dtype === 'bool');
leavesToStock('GatherV2', ({ x, indices }, { axis }) => {
  const empty = sizeOf(indices!.shape) === 0 || sizeOf(x!.shape.slice(1)) === 0;
  return axis !== 0 || empty;
});

function input(shape: number[], random: () => number): Input {
  const kind = random();
  const numbers = values(sizeOf(shape), random);
  if (kind < 0.6) return { values: numbers, shape };
  if (kind < 0.8) return { values: Int32Array.from(numbers, (value) => value * 100), shape, dtype: 'int32' };
  return { values: Uint8Array.from(numbers, (value) => Number(value > 0)), shape, dtype: 'bool' };
}

function findings(
  seed: number,
  findOne: (random: () => number) => string | undefined,
): (string | undefined)[] {
  const random = randomSource(seed);
  return Array.from({ length: CASES }, () => findOne(random)).filter(Boolean);
}

describe('layout kernels agree exactly with stock tfjs', () => {
  it('Transpose', () => {
    const found = findings(31, (random) => {
      const shape = randomShape(random, 5);
      const perm = shape.map((_, axis) => axis).sort(() => random() - 0.5);
      return disagreement(
        { kernel: 'Transpose', inputs: { x: input(shape, random) }, attrs: { perm } },
        exactly,
      );
    });
    expect(found).toEqual([]);
  });

  it.each([
    { shape: [300, 500], perm: [1, 0] },
    { shape: [1039, 37], perm: [1, 0] },
    { shape: [3, 2063, 18], perm: [2, 0, 1] },
    { shape: [70, 21, 33], perm: [0, 2, 1] },
    { shape: [6, 50, 70], perm: [0, 2, 1] },
    { shape: [9, 31, 8, 7], perm: [3, 0, 2, 1] },
    { shape: [40, 1, 61, 5], perm: [2, 1, 0, 3] },
  ])('Transpose of $shape to $perm', ({ shape, perm }) => {
    const x = { values: values(sizeOf(shape), randomSource(32)), shape };
    expect(disagreement({ kernel: 'Transpose', inputs: { x }, attrs: { perm } }, exactly)).toBe(undefined);
  });

  it('Slice', () => {
    const found = findings(33, (random) => {
      // Of a scalar, stock makes an array without elements.
      const shape = randomShape(random, 5);
      if (shape.length === 0) shape.push(2);
      const begin = shape.map((length) => randomInteger(0, length, random));
      const size = shape.map((length, axis) => randomInteger(0, length - begin[axis]!, random));
      return disagreement(
        { kernel: 'Slice', inputs: { x: input(shape, random) }, attrs: { begin, size } },
        exactly,
      );
    });
    expect(found).toEqual([]);
  });

  it('Concat', () => {
    const found = findings(34, (random) => {
      const shape = randomShape(random, 4, 500);
      if (shape.length === 0) shape.push(2);
      const axis = randomInteger(0, shape.length - 1, random);
      const first = input(shape, random);
      const inputs = Array.from({ length: randomInteger(1, 4, random) }, (): Input => {
        const own = shape.map((length, at) => (at === axis ? randomInteger(0, 9, random) : length));
        const numbers = values(sizeOf(own), random).map((value) => (first.dtype ? Number(value > 0) : value));
        return { ...first, values: numbers, shape: own };
      });
      return disagreement({ kernel: 'Concat', inputs, attrs: { axis } }, exactly);
    });
    expect(found).toEqual([]);
  });

  it('PadV2', () => {
    const found = findings(35, (random) => {
      const shape = randomShape(random, 4, 500);
      const paddings = shape.map(() => [randomInteger(0, 3, random), randomInteger(0, 3, random)]);
      const attrs = { paddings, constantValue: random() < 0.5 ? 0 : 1 };
      return disagreement({ kernel: 'PadV2', inputs: { x: input(shape, random) }, attrs }, exactly);
    });
    expect(found).toEqual([]);
  });

  it('GatherV2', () => {
    const found = findings(36, (random) => {
      const shape = randomShape(random, 4).map((length) => Math.max(1, length));
      if (shape.length === 0) shape.push(3);
      const axis = random() < 0.7 ? 0 : randomInteger(0, shape.length - 1, random);
      const indexShape = randomShape(random, 2, 50);
      const rows = Array.from({ length: sizeOf(indexShape) }, () =>
        randomInteger(0, shape[axis]! - 1, random),
      );
      const indices: Input = { values: rows, shape: indexShape, dtype: 'int32' };
      const attrs = { axis, batchDims: 0 };
      return disagreement(
        { kernel: 'GatherV2', inputs: { x: input(shape, random), indices }, attrs },
        exactly,
      );
    });
    expect(found).toEqual([]);
  });

  it('OneHot', () => {
    const found = findings(37, (random) => {
      const depth = randomInteger(1, 12, random);
      const shape = randomShape(random, 2, 200);
      const labels = Array.from({ length: sizeOf(shape) }, () => randomInteger(-1, depth, random));
      const indices: Input = { values: labels, shape, dtype: 'int32' };
      const dtype = random() < 0.5 ? 'float32' : 'int32';
      const attrs = { dtype, depth, onValue: 3, offValue: -1 };
      return disagreement({ kernel: 'OneHot', inputs: { indices }, attrs }, exactly);
    });
    expect(found).toEqual([]);
  });
});

describe('GatherV2', () => {
  it('refuses an index that is out of range, and says where it is', () => {
    const x: Input = { values: values(12, randomSource(38)), shape: [4, 3] };
    const indices: Input = { values: [0, 3, 4], shape: [3], dtype: 'int32' };
    expect(() => runOn('cpu', 'GatherV2', { x, indices }, { axis: 0, batchDims: 0 })).toThrow(
      'expected index values from 0 to 3, the rows of x [4,3], got 4 at position 2',
    );
  });
});
