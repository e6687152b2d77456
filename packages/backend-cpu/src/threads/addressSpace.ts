import type { ReadText } from './cgroupQuota.js';

/** What V8 reserves for a worker and its heap, 600 MB, and some to spare. */
const BYTES_PER_WORKER = 750e6;
/** What is left to the program itself. */
const BYTES_TO_SPARE = 300e6;
const BYTES_PER_PAGE = 4096;

/**
 * How many workers fit into the address space that this process may still reserve; infinite where there is no limit, or
 * none is known. V8 ends the whole process where a worker does not fit.
 */
export function workersThatFit(read: ReadText): number {
  const limit = Number(/^Max address space +(\d+)/m.exec(read('/proc/self/limits') ?? '')?.[1]);
  const pages = Number(/^\d+/.exec(read('/proc/self/statm') ?? '')?.[0]);
  if (Number.isNaN(limit) || Number.isNaN(pages)) return Number.POSITIVE_INFINITY;
  const left = limit - pages * BYTES_PER_PAGE - BYTES_TO_SPARE;
  return Math.max(0, Math.floor(left / BYTES_PER_WORKER));
}
