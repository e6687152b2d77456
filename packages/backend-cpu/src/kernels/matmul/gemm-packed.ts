import type { CpuEngine } from '../../engine/cpu-engine.js';
import { opcode } from '../../generated/opcodes.js';
import { tiles } from '../../generated/tiles.js';
import { type Gemm, NANOSECONDS_PER_MULTIPLY_ADD } from './gemm.js';

/** Packing a transposed A pays where so many columns use it … */
const FEWEST_COLUMNS = 64;
/** … and B is packed whole while that takes no more memory than this. */
const MOST_BYTES_OF_B = 8 * 2 ** 20;
/** Rows of C that an item makes at the most: 72 of 512 k are 144 KB of packed A, which the L2 cache holds. */
const MOST_ROWS = 72;
const ITEMS_PER_THREAD = 20;
/** Columns of B that an item packs. */
const COLUMNS_PER_ITEM = 32;
const NANOSECONDS_PER_PACKED_ELEMENT = 0.2;

/** Whether a product Aᵀ·B, without batches, bias and activation, is done sooner by packing both of its factors. */
export function packingPays(n: number, k: number): boolean {
  return n >= FEWEST_COLUMNS && n * k * 4 <= MOST_BYTES_OF_B;
}

/** C = Aᵀ·B, where `packingPays`. All addresses but that of the packed B must be taken before. */
export function launchPacked(engine: CpuEngine, { a, b, c, m, n, k, lda, ldb, ldc, transposeB }: Gemm): void {
  const tile = tiles[engine.runtime!.variant];
  const packed = engine.temporary(Math.ceil(n / tile.columns) * tile.columns * k * 4);
  engine
    .command(opcode.packColumns)
    .pointer(b)
    .pointer(packed.address)
    .int(k)
    .int(n)
    .int(ldb)
    .int(transposeB ? 1 : 0)
    .int(COLUMNS_PER_ITEM)
    .run(Math.ceil(n / COLUMNS_PER_ITEM), n * k * NANOSECONDS_PER_PACKED_ELEMENT);
  const wanted = Math.floor(m / (ITEMS_PER_THREAD * engine.runtime!.pool.threads) / tile.rows) * tile.rows;
  const rowsPerItem = Math.max(tile.rows, Math.min(MOST_ROWS, wanted));
  engine
    .command(opcode.gemmPacked)
    .pointer(a)
    .pointer(packed.address)
    .pointer(c)
    .int(m)
    .int(n)
    .int(k)
    .int(lda)
    .int(ldc)
    .int(rowsPerItem)
    .run(Math.ceil(m / rowsPerItem), m * n * k * NANOSECONDS_PER_MULTIPLY_ADD);
  engine.free(packed);
}
