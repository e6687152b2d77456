import { ShapeError } from '@neutype/errors';
import { broadcast_util, util } from '@tensorflow/tfjs-core';

/** A batched product C[batch] = A[batch]·B[batch], in the terms of the gemm kernel. */
export interface ProductGeometry {
  readonly outputShape: number[];
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Row strides of A and B as they are stored, in elements. */
  readonly lda: number;
  readonly ldb: number;
  /** Which matrices of A and B each matrix of C takes: their numbers, in the order of C's batches. */
  readonly batches: readonly (readonly [number, number])[];
}

/** @throws where inner dimensions differ or the batch dimensions do not broadcast. */
export function productGeometry(
  aShape: readonly number[],
  bShape: readonly number[],
  transposeA: boolean,
  transposeB: boolean,
): ProductGeometry {
  const [aRows, aColumns] = lastTwo(aShape);
  const [bRows, bColumns] = lastTwo(bShape);
  const [m, k] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const [innerB, n] = transposeB ? [bColumns, bRows] : [bRows, bColumns];
  if (k !== innerB) {
    throw new ShapeError({
      where: 'matMul',
      expected: 'inner dimensions that agree',
      received:
        `A [${aShape}]${transposeA ? ' transposed' : ''} with ${k} and ` +
        `B [${bShape}]${transposeB ? ' transposed' : ''} with ${innerB}`,
    });
  }
  const aOuter = aShape.slice(0, -2);
  const bOuter = bShape.slice(0, -2);
  const outer = broadcast_util.assertAndGetBroadcastShape(aOuter, bOuter);
  const aBatches = broadcastIndices(aOuter, outer);
  const bBatches = broadcastIndices(bOuter, outer);
  return {
    outputShape: [...outer, m, n],
    m,
    n,
    k,
    lda: aColumns,
    ldb: bColumns,
    batches: aBatches.map((a, index) => [a, bBatches[index]!] as const),
  };
}

/** Runs of batches in which A's and B's matrices advance evenly: each is one launch. */
export interface BatchRun {
  readonly first: number;
  readonly count: number;
  readonly a: number;
  readonly b: number;
  readonly aStride: number;
  readonly bStride: number;
}

export function evenRuns(batches: ProductGeometry['batches']): BatchRun[] {
  const runs: BatchRun[] = [];
  for (let first = 0; first < batches.length; ) {
    const [a, b] = batches[first]!;
    const [nextA, nextB] = batches[first + 1] ?? [a, b];
    const [aStride, bStride] = [nextA - a, nextB - b];
    let count = 1;
    while (first + count < batches.length) {
      const [atA, atB] = batches[first + count]!;
      if (atA !== a + count * aStride || atB !== b + count * bStride) break;
      count++;
    }
    runs.push({ first, count, a, b, aStride, bStride });
    first += count;
  }
  return runs;
}

function lastTwo(shape: readonly number[]): [number, number] {
  if (shape.length < 2) {
    throw new ShapeError({
      where: 'matMul',
      expected: 'matrices of 2 dimensions or more',
      received: `[${shape}]`,
    });
  }
  return [shape.at(-2)!, shape.at(-1)!];
}

/** For each index of `to`, in row order, the index into `from` that it broadcasts from. */
function broadcastIndices(from: readonly number[], to: readonly number[]): number[] {
  const missing = to.length - from.length;
  const strides = util.computeStrides([...from, 1]);
  return Array.from({ length: util.sizeFromShape([...to]) }, (_, flat) => {
    let rest = flat;
    let index = 0;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      const at = rest % to[axis]!;
      rest = (rest - at) / to[axis]!;
      const own = axis - missing;
      if (own >= 0 && from[own] !== 1) index += at * strides[own]!;
    }
    return index;
  });
}
