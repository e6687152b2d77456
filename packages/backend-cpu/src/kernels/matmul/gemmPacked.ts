import type { CpuEngine } from '../../engine/cpuEngine.js';
import * as launch from '../../generated/launch.js';
import { MOST_PACKED_ROWS } from '../../generated/layout.js';
import { NANOSECONDS_PER_MULTIPLY_ADD } from './gemm.js';

/** Packing a transposed A pays where so many columns use it … */
const FEWEST_COLUMNS = 64;
/** … and B is packed whole while that takes no more memory than this. */
const MOST_BYTES_OF_B = 8 * 2 ** 20;
const ITEMS_PER_THREAD = 20;
/** Each item reads all of B: where that comes from beyond the second-level cache, it had better serve many rows … */
const BYTES_NEAR_BY = 512 * 2 ** 10;
const TILES_FOR_A_FAR_B = 4;
/** … if that leaves as many items as this. */
const FEWEST_ITEMS_PER_THREAD = 3;
const NANOSECONDS_PER_PACKED_ELEMENT = 0.2;

/** Whether a product Aᵀ·B, without batches, bias and activation, is done sooner by packing both of its factors. */
export function packingPays(n: number, k: number): boolean {
  return n >= FEWEST_COLUMNS && n * k * 4 <= MOST_BYTES_OF_B;
}

/** C = Aᵀ·B, where `packingPays`. All addresses but that of the packed B must be taken before. */
export function launchPacked(
  engine: CpuEngine,
  { a, b, c, m, n, k, lda, ldb, ldc, transposeB }: launch.Product,
): void {
  const { MR, NR, NC } = engine.runtime!.blocking;
  const packed = engine.temporary(Math.ceil(n / NR) * NR * k * 4);
  launch
    .packColumns(engine, { b, packed: packed.address, k, n, ldb, transposeB, columnsPerItem: NC })
    .run(Math.ceil(n / NC), n * k * NANOSECONDS_PER_PACKED_ELEMENT);
  const rowsPerItem = rowsOfItem(m, n * k * 4, MR, engine.runtime!.pool.threads);
  launch
    .gemmPacked(engine, { a, packedB: packed.address, c, m, n, k, lda, ldc, rowsPerItem })
    .run(Math.ceil(m / rowsPerItem), m * n * k * NANOSECONDS_PER_MULTIPLY_ADD);
  engine.free(packed);
}

function rowsOfItem(m: number, bytesOfB: number, MR: number, threads: number): number {
  const rowsFor = (itemsPerThread: number): number => Math.floor(m / (itemsPerThread * threads) / MR) * MR;
  const isFar = bytesOfB > BYTES_NEAR_BY;
  const fewest = isFar ? Math.min(TILES_FOR_A_FAR_B * MR, rowsFor(FEWEST_ITEMS_PER_THREAD)) : MR;
  return Math.max(MR, fewest, Math.min(MOST_PACKED_ROWS, rowsFor(ITEMS_PER_THREAD)));
}
