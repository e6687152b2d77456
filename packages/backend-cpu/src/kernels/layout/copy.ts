import type { CpuEngine } from '../../engine/cpuEngine.js';
import * as launch from '../../generated/launch.js';
import { type CopyDimension, countOf, inBytes, joinDimensions, MOST_DIMENSIONS } from './dimensions.js';

const NANOSECONDS_PER_BYTE = 0.1;
const NANOSECONDS_PER_RUN = 4;
const NANOSECONDS_PER_ITEM = 10_000;
/** Kernels count runs and bytes in 32 bits. */
const MOST_BYTES = 2 ** 31 - 1;

/** A copy between two layouts, worked out before any memory is taken; `undefined` if the kernel cannot do it. */
export interface CopyPlan {
  readonly runBytes: number;
  readonly outer: readonly CopyDimension[];
  readonly elementBytes: number;
}

export function planCopy(dimensions: readonly CopyDimension[], elementBytes: number): CopyPlan | undefined {
  const joined = joinDimensions(dimensions);
  const last = joined.at(-1);
  const contiguous = last !== undefined && last.from === 1 && last.to === 1;
  const outer = contiguous ? joined.slice(0, -1) : joined;
  const runBytes = (contiguous ? last.length : 1) * elementBytes;
  const fits = outer.length <= MOST_DIMENSIONS && runBytes * countOf(outer) <= MOST_BYTES;
  return fits ? { runBytes, outer, elementBytes } : undefined;
}

/** Copies at least one element from address to address. */
export function launchCopy(
  engine: CpuEngine,
  { runBytes, outer, elementBytes }: CopyPlan,
  from: number,
  to: number,
): void {
  const runs = countOf(outer);
  const nanoseconds = runs * (NANOSECONDS_PER_RUN + runBytes * NANOSECONDS_PER_BYTE);
  launch
    .copyRuns(engine, { from, to, runBytes, runs, dimensions: inBytes(outer, elementBytes) })
    .run(Math.min(runs, Math.ceil(nanoseconds / NANOSECONDS_PER_ITEM)), nanoseconds);
}
