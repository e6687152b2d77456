import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../engine/cpuEngine.js';
import type { EngineKernel, KernelCall } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';
import { reduction as reductionCode } from '../../generated/layout.js';
import type { Block } from '../../memory/block.js';
import { itemsFor } from '../work.js';
import { chunksOf, planReductions, type Reduction } from './plan.js';

const NANOSECONDS_PER_ELEMENT = 0.06;
const COLUMNS_PER_STRIP = 2048;

/** x [outer, rows, columns] at an address to y [outer, columns] at another, each result divided by `divisor`. */
export function reduceAt(
  engine: CpuEngine,
  code: number,
  x: number,
  y: number,
  reduction: Reduction,
  divisor = 1,
): void {
  const { outer, columns } = reduction;
  const chunks = chunksOf(reduction);
  if (chunks === 1) {
    launchReduction(engine, code, x, y, reduction, 1, divisor);
    return;
  }
  const partial = engine.temporary(outer * chunks * columns * 4);
  launchReduction(engine, code, x, partial.address, reduction, chunks, 1);
  launchReduction(engine, code, partial.address, y, { outer, rows: chunks, columns }, 1, divisor);
  engine.free(partial);
}

function launchReduction(
  engine: CpuEngine,
  code: number,
  x: number,
  y: number,
  { outer, rows, columns }: Reduction,
  chunks: number,
  divisor: number,
): void {
  const elements = outer * rows * columns;
  const nanoseconds = elements * NANOSECONDS_PER_ELEMENT;
  const isSum = code === reductionCode.sum && columns === 1;
  const sum = isSum ? { x, y, rows: outer, length: rows, chunks, divisor } : undefined;
  if (columns === 1 && chunks === 1) {
    launch
      .reduceRows(engine, { reduction: code, x, y, length: rows, runs: outer, divisor })
      .sums(sum)
      .run(Math.min(outer, itemsFor(elements)), nanoseconds);
    return;
  }
  const strips = Math.ceil(columns / COLUMNS_PER_STRIP);
  launch
    .reduceColumns(engine, { reduction: code, x, y, rows, columns, chunks, strips, divisor })
    .sums(sum)
    .run(outer * chunks * strips, nanoseconds);
}

interface ReduceOptions {
  readonly code: number;
  readonly x: TensorInfo;
  readonly axis: number | number[] | undefined;
  readonly keepDims: boolean;
  readonly mean?: boolean;
}

function reduce(
  engine: CpuEngine,
  { code, x, axis, keepDims, mean = false }: ReduceOptions,
): TensorInfo | undefined {
  const size = util.sizeFromShape(x.shape);
  if (x.dtype !== 'float32' || size === 0) return undefined;
  const axes = util.parseAxisParam(axis as number | number[], x.shape);
  const [kept, reduced] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  const shape = keepDims ? backend_util.expandShapeToKeepDim(kept, axes) : kept;
  const divisor = mean ? util.sizeFromShape(reduced) : 1;
  const steps = planReductions(x.shape, axes).filter(({ rows }) => rows > 1);
  if (steps.length === 0) return engine.alias(x, shape);
  let from = engine.pointer(x);
  const y = engine.output(shape);
  const to = engine.pointer(y);
  let between: Block | undefined;
  for (const [index, step] of steps.entries()) {
    const last = index === steps.length - 1;
    const next = last ? undefined : engine.temporary(step.outer * step.columns * 4);
    reduceAt(engine, code, from, next?.address ?? to, step, last ? divisor : 1);
    if (between !== undefined) engine.free(between);
    between = next;
    from = next?.address ?? to;
  }
  return y;
}

function reduceKernel(
  name: string,
  code: number,
  options: (attrs: KernelCall['attrs']) => { axis: unknown; mean?: boolean },
): EngineKernel {
  return {
    name,
    run({ inputs, attrs, engine }) {
      const { axis, mean = false } = options(attrs);
      const keepDims = attrs['keepDims'] === true;
      return reduce(engine, { code, x: inputs['x']!, axis: axis as number[], keepDims, mean });
    },
  };
}

export const sum: EngineKernel = reduceKernel('Sum', reductionCode.sum, ({ axis }) => ({ axis }));
export const mean: EngineKernel = reduceKernel('Mean', reductionCode.sum, ({ axis }) => ({
  axis,
  mean: true,
}));
export const max: EngineKernel = reduceKernel('Max', reductionCode.max, ({ reductionIndices }) => ({
  axis: reductionIndices,
}));
export const min: EngineKernel = reduceKernel('Min', reductionCode.min, ({ axis }) => ({ axis }));
