import { KC } from '../generated/layout';

/**
 * How k is cut: evenly, into as few blocks of at most KC as keep a packed panel in the L1 cache. The same for every product, so that
 * each sum is formed in the same order whatever the path and the threads.
 */

export function kBlocksOf(k: i32): i32 {
  return (k + KC - 1) / KC;
}

/** Where block `index` begins; that of the block behind the last one is k. */
export function kBlockStart(k: i32, index: i32): i32 {
  return <i32>((<i64>k * index) / kBlocksOf(k));
}
