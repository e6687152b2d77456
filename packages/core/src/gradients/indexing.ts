import {
  add,
  cast,
  gather,
  gatherND,
  greaterEqual,
  logicalAnd,
  maximum,
  mirrorPad,
  mul,
  ones,
  range,
  reshape,
  scalar,
  scatterND,
  stridedSlice,
  type Tensor,
  type Tensor1D,
  transpose,
  unsortedSegmentSum,
  util,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { backendName } from '../backends/active.js';
import { engineCapabilities } from '../backends/capabilities.js';
import { fromInput, type GradientFamily } from './gradient.js';

interface StridedSliceAttrs {
  readonly begin: number[];
  readonly end: number[];
  readonly strides: number[];
  readonly beginMask: number;
  readonly endMask: number;
  readonly ellipsisMask: number;
  readonly newAxisMask: number;
  readonly shrinkAxisMask: number;
}

/** Kernels that pick elements, some perhaps several times: their gradients add up where elements came from. */
export const indexingGradients: GradientFamily = {
  GatherV2: {
    inputsToSave: ['x', 'indices'],
    gradFunc: (dy, [x, indices], attrs) => ({
      x: () => scatterRows(dy as Tensor, x!, indices!, attrs as { axis: number; batchDims?: number }),
      indices: () => cast(zerosLike(indices!), 'float32'),
    }),
  },
  GatherNd: {
    inputsToSave: ['params', 'indices'],
    gradFunc: (dy, [params, indices]) => ({
      params: () => scatterND(indices!, dy as Tensor, params!.shape),
      indices: () => cast(zerosLike(indices!), 'float32'),
    }),
  },
  ScatterNd: {
    inputsToSave: ['indices'],
    gradFunc: (dy, [indices]) => ({
      indices: () => cast(zerosLike(indices!), 'float32'),
      updates: () => gatherND(dy as Tensor, indices!),
    }),
  },
  UnsortedSegmentSum: {
    inputsToSave: ['segmentIds'],
    gradFunc: (dy, [segmentIds]) => ({ x: () => gatherSegments(dy as Tensor, segmentIds as Tensor1D) }),
  },
  MirrorPad: fromInput<{ paddings: [number, number][]; mode: 'reflect' | 'symmetric' }>(
    (dy, x, { paddings, mode }) => scatterBack(dy, x, (positions) => mirrorPad(positions, paddings, mode)),
  ),
  StridedSlice: fromInput<StridedSliceAttrs>((dy, x, attrs) =>
    scatterBack(dy, x, (positions) =>
      stridedSlice(
        positions,
        attrs.begin,
        attrs.end,
        attrs.strides,
        attrs.beginMask,
        attrs.endMask,
        attrs.ellipsisMask,
        attrs.newAxisMask,
        attrs.shrinkAxisMask,
      ),
    ),
  ),
};

/** The gradient of any picking, by picking from the elements' positions. */
function scatterBack(dy: Tensor, x: Tensor, pick: (positions: Tensor) => Tensor): Tensor {
  // Positions as floats, for kernels that know no other; exact up to 2^24 elements.
  const positions = pick(reshape(range(0, x.size, 1, 'float32'), x.shape));
  const summed = sumSegments(reshape(dy, [-1]), cast(reshape(positions, [-1]), 'int32') as Tensor1D, x.size);
  return reshape(summed, x.shape);
}

/**
 * With `axis` the gathered one and B the product of the batch dimensions: each of dy's slices goes to the row its
 * index names. Batches are told apart by giving each its own range of rows.
 */
export function scatterRows(
  dy: Tensor,
  x: Tensor,
  indices: Tensor,
  { axis, batchDims = 0 }: { axis: number; batchDims?: number },
): Tensor {
  const at = util.parseAxisParam(axis, x.shape)[0]!;
  const batch = util.sizeFromShape(x.shape.slice(0, batchDims));
  const outer = util.sizeFromShape(x.shape.slice(batchDims, at));
  const rows = x.shape[at]!;
  const inner = util.sizeFromShape(x.shape.slice(at + 1));
  const picked = indices.size / batch;
  const byRow = exchanged(reshape(dy, [batch, outer, picked, inner]));
  const summed = sumSegments(
    reshape(byRow, [batch * picked, outer * inner]),
    cast(rowsOfBatches(indices, batch, rows), 'int32') as Tensor1D,
    batch * rows,
  );
  return reshape(exchanged(reshape(summed, [batch, rows, outer, inner])), x.shape);
}

/** The two dimensions in the middle exchanged. */
function exchanged(x: Tensor): Tensor {
  const [first, second, third, last] = x.shape as [number, number, number, number];
  const isInPlace = second === 1 || third === 1;
  return isInPlace ? reshape(x, [first, third, second, last]) : transpose(x, [0, 2, 1, 3]);
}

function rowsOfBatches(indices: Tensor, batch: number, rows: number): Tensor {
  if (batch === 1) return reshape(indices, [indices.size]);
  const offsets = reshape(mul(range(0, batch, 1, 'int32'), scalar(rows, 'int32')), [batch, 1]);
  return reshape(add(reshape(indices, [batch, indices.size / batch]), offsets), [indices.size]);
}

/** tfjs's own cpu backend takes a few kernels for each segment; its scatter takes one for all, and adds up as well. */
function sumSegments(x: Tensor, ids: Tensor1D, segments: number): Tensor {
  const isStock = backendName() === 'cpu' && engineCapabilities().runsOwnKernels !== true;
  if (!isStock) return unsortedSegmentSum(x, ids, segments);
  return scatterND(reshape(ids, [ids.size, 1]), x, [segments, ...x.shape.slice(1)]);
}

/** Negative segments were dropped, so nothing comes back from them. */
function gatherSegments(dy: Tensor, segmentIds: Tensor1D): Tensor {
  const gathered = gather(dy, maximum(segmentIds, scalar(0, 'int32')));
  const kept = reshape(greaterEqual(segmentIds, scalar(0, 'int32')), [
    segmentIds.size,
    ...gathered.shape.slice(1).map(() => 1),
  ]);
  return where(logicalAnd(kept, ones(gathered.shape, 'bool')), gathered, zerosLike(gathered));
}
