import { describe, expect, it } from '@jest/globals';
import { difference, type Input, inputTensor, leavesToStock, type Output, runOn } from './compare.js';

function output(...values: number[]): Output {
  return { values, shape: [values.length], dtype: 'float32' };
}
const x: Input = { values: [1, 2, 3], shape: [3] };

describe('difference', () => {
  it('is what lies outside of the bound', () => {
    expect(difference(output(1, 2), output(1, 2.1), { relative: 0.1 })).toBe(undefined);
    expect(difference(output(1, 2), output(1, 2.5), { relative: 0.1 })).toMatch('value 1: 2 instead of 2.5');
    expect(difference(output(0), output(1), { relative: 0, magnitudes: [9] })).toBe(
      'value 0: 0 instead of 1 ± 0',
    );
    expect(difference(output(0), output(1), { relative: 0.2, magnitudes: [9] })).toBe(undefined);
  });

  it.each([
    [1, Number.NaN],
    [Number.NaN, 1],
    [1, Infinity],
    [Infinity, 1],
    [-Infinity, Infinity],
  ])('is %f instead of %f, however large the bound', (got, wanted) => {
    for (const relative of [0, 1]) {
      const told = `value 0: ${got} instead of ${wanted}`;
      expect(difference(output(got), output(wanted), { relative, absolute: 9 })).toMatch(told);
      expect(difference(output(wanted), output(wanted), { relative })).toBe(undefined);
    }
  });
});

describe('runOn', () => {
  const attrs = { axis: 0, exclusive: false, reverse: false };

  it('refuses to compare tfjs with itself', () => {
    expect(() => runOn('cpu', 'Cumsum', { x }, attrs)).toThrow(
      'The engine leaves Cumsum to tfjs: Cumsum x [3]',
    );
  });

  it('lets a suite state what is not ours, and that exactly', () => {
    leavesToStock('Cumsum', ({ x: given }) => given!.shape.length === 1);
    expect(Array.from(runOn('cpu', 'Cumsum', { x }, attrs)[0]!.values)).toEqual([1, 3, 6]);
    leavesToStock('Relu', () => true);
    expect(() => runOn('cpu', 'Relu', { x })).toThrow('The engine does itself what it should leave to tfjs');
  });
});

describe('inputTensor', () => {
  it('makes tensors of whole arrays and of the middle of longer ones, with the same values', () => {
    const offsets = new Set<number>();
    for (let index = 0; index < 30; index++) {
      const dtype = (['float32', 'int32'] as const)[index % 2]!;
      const tensor = inputTensor({ ...x, dtype });
      const values = tensor.dataSync();
      expect(Array.from(values)).toEqual([1, 2, 3]);
      offsets.add(values.byteOffset);
      tensor.dispose();
    }
    expect(offsets.size).toBeGreaterThan(3);
  });
});
