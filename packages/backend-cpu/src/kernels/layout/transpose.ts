import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { CpuEngine, ResidentDtype } from '../../engine/cpuEngine.js';
import type { EngineKernel } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';
import { TRANSPOSED_BLOCK } from '../../generated/layout.js';
import { launchCopy, planCopy } from './copy.js';
import { type CopyDimension, countOf, inBytes, joinDimensions, MOST_DIMENSIONS } from './dimensions.js';

const NANOSECONDS_PER_ELEMENT = 0.6;
/** Blocks of an item, one below the other. More gain nothing. */
const MOST_BLOCKS = 8;
/** Items that are enough for all threads to have their share. */
const ENOUGH_ITEMS = 32;

/** Any permutation of a float32 or int32 tensor: copies of runs where the last axis stays, else many small matrices. */
export const transpose: EngineKernel = {
  name: 'Transpose',
  run({ inputs, attrs, engine }) {
    const x = inputs['x']!;
    const perm = attrs['perm'] as number[];
    if (x.dtype !== 'float32' && x.dtype !== 'int32') return undefined;
    const shape = perm.map((axis) => x.shape[axis]!);
    if (util.sizeFromShape(shape) === 0) return engine.output(shape, x.dtype);
    const dimensions = joinDimensions(permutedDimensions(x.shape, perm, shape));
    const last = dimensions.at(-1);
    if (dimensions.every(({ from, to }) => from === to)) return engine.alias(x, shape);
    return last!.from === 1 ? copied(engine, x, shape, dimensions) : turned(engine, x, shape, dimensions);
  },
};

/** In the order of the output. */
function permutedDimensions(shape: number[], perm: number[], outShape: number[]): CopyDimension[] {
  const from = [...util.computeStrides(shape), 1];
  const to = [...util.computeStrides(outShape), 1];
  return perm.map((axis, index) => ({ length: outShape[index]!, from: from[axis]!, to: to[index]! }));
}

function copied(
  engine: CpuEngine,
  x: TensorInfo,
  shape: number[],
  dimensions: CopyDimension[],
): TensorInfo | undefined {
  const plan = planCopy(dimensions, 4);
  if (plan === undefined) return undefined;
  const from = engine.pointer(x);
  const y = engine.output(shape, x.dtype as ResidentDtype);
  launchCopy(engine, plan, from, engine.pointer(y));
  return y;
}

/** The last axis of the output is the rows of what is read, the axis that is last in the input its columns. */
function turned(
  engine: CpuEngine,
  x: TensorInfo,
  shape: number[],
  dimensions: CopyDimension[],
): TensorInfo | undefined {
  const rows = dimensions.at(-1)!;
  const columns = dimensions.find(({ from }) => from === 1)!;
  const outer = dimensions.filter((dimension) => dimension !== rows && dimension !== columns);
  if (outer.length > MOST_DIMENSIONS) return undefined;
  const from = engine.pointer(x);
  const y = engine.output(shape, x.dtype as ResidentDtype);
  const to = engine.pointer(y);
  const matrices = countOf(outer);
  const rowsPerItem = TRANSPOSED_BLOCK * blocksPerItem(matrices * Math.ceil(rows.length / TRANSPOSED_BLOCK));
  launch
    .transpose(engine, {
      from,
      to,
      height: rows.length,
      width: columns.length,
      rowsPerItem,
      strideFrom: rows.from * 4,
      strideTo: columns.to * 4,
      dimensions: inBytes(outer, 4),
    })
    .run(
      matrices * Math.ceil(rows.length / rowsPerItem),
      util.sizeFromShape(shape) * NANOSECONDS_PER_ELEMENT,
    );
  return y;
}

function blocksPerItem(blocks: number): number {
  return Math.min(MOST_BLOCKS, Math.max(1, Math.floor(blocks / ENOUGH_ITEMS)));
}
