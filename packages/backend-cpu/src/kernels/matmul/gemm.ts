import type { CommandWriter } from '../../engine/command.js';
import type { CpuEngine } from '../../engine/cpu-engine.js';
import type { Blocking } from '../../engine/runtime.js';
import { MOST_ITEM_ROWS } from '../../generated/layout.js';
import { opcode } from '../../generated/opcodes.js';

/** Rows of A that share one packing of B: as many as leave enough items to share evenly. */
const MOST_ROWS = [MOST_ITEM_ROWS, 192];
const ITEMS_PER_THREAD = 24;
/** NC columns of B are packed together, but for this many panels at the end of a product, for each thread: smaller items let all finish together. */
const NARROW_PANELS_PER_THREAD = 5;
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
  engine.reserveScratch(engine.runtime!.blocking.gemmScratchBytes);
}

/** C = activation(A·B + bias); m, n, k and batches at least 1. All addresses must be taken before. */
export function launchGemm(engine: CpuEngine, gemm: Gemm): void {
  const { blocking, pool } = engine.runtime!;
  runGemm(engine.command(opcode.gemm), gemm, blocking, pool.threads);
}

/** Writes the arguments of a product to a command begun as `gemm`, and runs it. */
export function runGemm(command: CommandWriter, gemm: Gemm, { MR, NR, NC }: Blocking, threads: number): void {
  const { m, n, k, batches } = gemm;
  const panels = Math.ceil(n / NR);
  const wide = NC / NR;
  const itemsOf = (rows: number): number => batches * Math.ceil(m / rows) * Math.ceil(panels / wide);
  const mostRows = MOST_ROWS.find((rows) => itemsOf(rows) >= ITEMS_PER_THREAD * threads) ?? MOST_ROWS.at(-1)!;
  const rowsPerBlock = Math.ceil(m / Math.ceil(m / mostRows) / MR) * MR;
  const blocks = batches * Math.ceil(m / rowsPerBlock);
  const narrow = threads === 1 ? 0 : Math.ceil((NARROW_PANELS_PER_THREAD * threads) / blocks);
  const wideItems = Math.max(0, Math.floor((panels - narrow) / wide));
  const items = blocks * (wideItems + panels - wideItems * wide);
  command
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
    .int(wide)
    .int(wideItems)
    .run(items, batches * m * n * k * NANOSECONDS_PER_MULTIPLY_ADD);
}
