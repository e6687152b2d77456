import type { CpuEngine } from '../../engine/cpuEngine.js';
import type { Blocking } from '../../engine/runtime.js';
import * as launch from '../../generated/launch.js';
import { MOST_ITEM_ROWS, MOST_THIN_ROWS } from '../../generated/layout.js';

/** Rows of A that share one packing of B: as many as leave enough items to share evenly. */
const MOST_ROWS = [MOST_ITEM_ROWS, 192];
const ITEMS_PER_THREAD = 24;
/** NC columns of B are packed together, but for this many panels at the end of a product, for each thread: smaller items let all finish together. */
const NARROW_PANELS_PER_THREAD = 5;
/** Products of few rows read long pieces of B's rows, two for each thread. */
const FEWEST_THIN_COLUMNS = 128;
const THIN_ITEMS_PER_THREAD = 2;
export const NANOSECONDS_PER_MULTIPLY_ADD = 0.05;

/** Reserves what `launchGemm` needs; call it before taking addresses of scratch. */
export function reserveGemm(engine: CpuEngine): void {
  engine.reserveScratch(engine.runtime!.blocking.gemmScratchBytes);
}

/**
 * Matrices that come in groups, as those of the heads of attention do in a sample: the strides of the product lead from
 * group to group, these from one matrix of a group to the next.
 */
export type Groups = Pick<launch.Gemm, 'groupSize' | 'aWithin' | 'bWithin' | 'cWithin'>;

const UNGROUPED: Groups = { groupSize: 1, aWithin: 0, bWithin: 0, cWithin: 0 };

/** C = activation(A·B + bias); m, n, k and batches at least 1. All addresses must be taken before. */
export function launchGemm(engine: CpuEngine, product: launch.Product, groups: Groups = UNGROUPED): void {
  const { blocking, pool } = engine.runtime!;
  runGemm(engine, product, blocking, pool.threads, groups);
}

/** The same wherever commands are begun. */
export function runGemm(
  to: launch.Launcher,
  product: launch.Product,
  blocking: Blocking,
  threads: number,
  groups: Groups = UNGROUPED,
): void {
  const { m, n, k, batches } = product;
  const { items, ...shares } = isThin(product)
    ? thinShares(product, threads)
    : sharesOf(product, blocking, threads);
  launch
    .gemm(to, product, { ...shares, ...groups })
    .run(items, batches * m * n * k * NANOSECONDS_PER_MULTIPLY_ADD);
}

/** How a product is divided among threads. */
interface Shares extends Pick<launch.Gemm, 'rowsPerBlock' | 'wideColumns' | 'wideItems'> {
  readonly items: number;
}

function isThin({ m, transposeA, transposeB }: launch.Product): boolean {
  return m <= MOST_THIN_ROWS && !transposeA && !transposeB;
}

function thinShares({ m, n, batches }: launch.Product, threads: number): Shares {
  const wideColumns = Math.max(
    FEWEST_THIN_COLUMNS,
    Math.ceil(n / (THIN_ITEMS_PER_THREAD * threads) / 16) * 16,
  );
  const wideItems = Math.ceil(n / wideColumns);
  return { items: batches * wideItems, rowsPerBlock: m, wideColumns, wideItems };
}

function sharesOf({ m, n, batches }: launch.Product, { MR, NR, NC }: Blocking, threads: number): Shares {
  const panels = Math.ceil(n / NR);
  const wide = NC / NR;
  const itemsOf = (rows: number): number => batches * Math.ceil(m / rows) * Math.ceil(panels / wide);
  const mostRows = MOST_ROWS.find((rows) => itemsOf(rows) >= ITEMS_PER_THREAD * threads) ?? MOST_ROWS.at(-1)!;
  const rowsPerBlock = Math.ceil(m / Math.ceil(m / mostRows) / MR) * MR;
  const blocks = batches * Math.ceil(m / rowsPerBlock);
  const narrow = threads === 1 ? 0 : Math.ceil((NARROW_PANELS_PER_THREAD * threads) / blocks);
  const wideItems = Math.max(0, Math.floor((panels - narrow) / wide));
  const items = blocks * (wideItems + panels - wideItems * wide);
  return { items, rowsPerBlock, wideColumns: NC, wideItems };
}
