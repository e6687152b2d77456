/**
 * How k is cut: evenly, into as few blocks as keep a packed panel in the L1 cache. The same for every product, so that
 * each sum is formed in the same order whatever the path and the threads.
 */

/** At most this many k in one packed panel: 16 KB of 8 columns. `src/kernels/matmul/gemm.ts` sizes the scratch. */
const MOST_K: i32 = 512;

export function kBlocksOf(k: i32): i32 {
  return (k + MOST_K - 1) / MOST_K;
}

/** Where block `index` begins; that of the block behind the last one is k. */
export function kBlockStart(k: i32, index: i32): i32 {
  return <i32>((<i64>k * index) / kBlocksOf(k));
}
