import type { CpuEngine } from '../../engine/cpu-engine.js';
import { opcode } from '../../generated/opcodes.js';
import { tiles } from '../../generated/tiles.js';

/** Of one thread: edge tile and packed rows of `gemmPacked`, or the less that `gemm` needs for its table and panels. */
const SCRATCH_BYTES = 151_552;
/** Rows of A that share one packing of B: as many as leave the threads twice the items they need. */
const MOST_ROWS = [512, 192];
/** Columns of B that are packed together, as long as that leaves enough items for the threads to share evenly. */
const GROUP_COLUMNS = [32, 16];
const ITEMS_PER_THREAD = 12;
export const NANOSECONDS_PER_MULTIPLY_ADD = 0.05;

export interface Gemm {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** Address of n elements that each row begins with, or 0. */
  readonly bias: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly lda: number;
  readonly ldb: number;
  readonly ldc: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly activation: number;
  readonly alpha: number;
  readonly batches: number;
  readonly aStep: number;
  readonly bStep: number;
  readonly cStep: number;
}

/** Reserves what `launchGemm` needs; call it before taking addresses of scratch. */
export function reserveGemm(engine: CpuEngine): void {
  engine.reserveScratch(SCRATCH_BYTES);
}

/** C = activation(A·B + bias); m, n, k and batches at least 1. All addresses must be taken before. */
export function launchGemm(engine: CpuEngine, gemm: Gemm): void {
  const { m, n, k, batches } = gemm;
  const tile = tiles[engine.runtime!.variant];
  const panels = Math.ceil(n / tile.columns);
  const wanted = ITEMS_PER_THREAD * engine.runtime!.pool.threads;
  const groups = GROUP_COLUMNS.map((columns) => columns / tile.columns);
  const itemsOf = (rows: number): number => batches * Math.ceil(m / rows) * Math.ceil(panels / groups[0]!);
  const mostRows = MOST_ROWS.find((rows) => itemsOf(rows) >= 2 * wanted) ?? MOST_ROWS.at(-1)!;
  const rowsPerBlock = Math.ceil(m / Math.ceil(m / mostRows) / tile.rows) * tile.rows;
  const rowBlocks = Math.ceil(m / rowsPerBlock);
  const fitting = groups.find((group) => batches * rowBlocks * Math.ceil(panels / group) >= wanted);
  const panelsPerGroup = fitting ?? 1;
  engine
    .command(opcode.gemm)
    .pointer(gemm.a)
    .pointer(gemm.b)
    .pointer(gemm.c)
    .pointer(gemm.bias)
    .int(m)
    .int(n)
    .int(k)
    .int(gemm.lda)
    .int(gemm.ldb)
    .int(gemm.ldc)
    .int(gemm.transposeA ? 1 : 0)
    .int(gemm.transposeB ? 1 : 0)
    .int(gemm.activation)
    .float(gemm.alpha)
    .int(batches)
    .int(gemm.aStep)
    .int(gemm.bStep)
    .int(gemm.cStep)
    .int(rowsPerBlock)
    .int(panelsPerGroup)
    .run(
      batches * rowBlocks * Math.ceil(panels / panelsPerGroup),
      batches * m * n * k * NANOSECONDS_PER_MULTIPLY_ADD,
    );
}
