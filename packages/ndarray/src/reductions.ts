import type { TypedArray } from './dtype.js';

/**
 * An array as a reduction over one axis sees it: `outer` blocks of `count` rows of `inner` neighbors, of which the
 * rows are reduced to one.
 */
export interface Lanes {
  readonly data: TypedArray;
  readonly outer: number;
  readonly count: number;
  readonly inner: number;
}

/** Sums in double precision, whatever the array's type: no worse than NumPy's, which adds float32 in float32. */
export function sums({ data, outer, count, inner }: Lanes): Float64Array {
  const result = new Float64Array(outer * inner);
  let index = 0;
  for (let block = 0; block < outer; block++) {
    const base = block * inner;
    for (let row = 0; row < count; row++) {
      for (let lane = 0; lane < inner; lane++) result[base + lane] = result[base + lane]! + data[index++]!;
    }
  }
  return result;
}

export function means(lanes: Lanes): Float64Array {
  const result = sums(lanes);
  for (let i = 0; i < result.length; i++) result[i] = result[i]! / lanes.count;
  return result;
}

/** Population standard deviations, by two passes: the squares are of the distances from the mean. */
export function deviations(lanes: Lanes): Float64Array {
  const { data, outer, count, inner } = lanes;
  const centers = means(lanes);
  const result = new Float64Array(outer * inner);
  let index = 0;
  for (let block = 0; block < outer; block++) {
    const base = block * inner;
    for (let row = 0; row < count; row++) {
      for (let lane = base; lane < base + inner; lane++) {
        const distance = data[index++]! - centers[lane]!;
        result[lane] = result[lane]! + distance * distance;
      }
    }
  }
  for (let i = 0; i < result.length; i++) result[i] = Math.sqrt(result[i]! / count);
  return result;
}

/**
 * For each lane the row of its largest (`sign` 1) or smallest (`sign` -1) element: the first of equals, and the first
 * NaN if there is one, as in NumPy.
 */
export function extremeRows({ data, outer, count, inner }: Lanes, sign: 1 | -1): Int32Array {
  const result = new Int32Array(outer * inner);
  for (let block = 0; block < outer; block++) {
    for (let lane = 0; lane < inner; lane++) {
      const first = block * count * inner + lane;
      result[block * inner + lane] = extremeRow(data, first, count, inner, sign);
    }
  }
  return result;
}

function extremeRow(data: TypedArray, first: number, count: number, stride: number, sign: 1 | -1): number {
  let bestRow = 0;
  let best = sign * data[first]!;
  for (let row = 1; row < count && !Number.isNaN(best); row++) {
    const value = sign * data[first + row * stride]!;
    if (value > best || Number.isNaN(value)) {
      best = value;
      bestRow = row;
    }
  }
  return bestRow;
}

/** The largest (`sign` 1) or smallest (`sign` -1) element of each lane. */
export function extremes(lanes: Lanes, sign: 1 | -1): Float64Array {
  const { data, outer, count, inner } = lanes;
  const rows = extremeRows(lanes, sign);
  const result = new Float64Array(outer * inner);
  for (let i = 0; i < result.length; i++) {
    const block = Math.floor(i / inner);
    result[i] = data[(block * count + rows[i]!) * inner + (i % inner)]!;
  }
  return result;
}
