import type { CpuEngine } from '../../engine/cpuEngine.js';
import { reduction as reductionCode } from '../../generated/layout.js';
import { reduceAt } from '../reduce/reduce.js';

const MOST_PARTIAL_BYTES = 32 * 1024 * 1024;

/** How many filters of `filterSize` numbers may be summed apart, for want of memory. */
export function mostChunks(filterSize: number): number {
  return Math.floor(MOST_PARTIAL_BYTES / (filterSize * 4));
}

/** Lets `launch` make a filter for each chunk, one behind the other, and adds them up at `to`; a single one goes there. */
export function sumOfChunks(
  engine: CpuEngine,
  chunks: number,
  filterSize: number,
  to: number,
  launch: (partials: number) => void,
): void {
  if (chunks === 1) {
    launch(to);
    return;
  }
  const partials = engine.temporary(chunks * filterSize * 4);
  launch(partials.address);
  reduceAt(engine, reductionCode.sum, partials.address, to, { outer: 1, rows: chunks, columns: filterSize });
  engine.free(partials);
}
