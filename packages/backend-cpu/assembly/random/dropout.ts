import { loadPart, storePart } from '../math/lanes';
import { Command, Input, shareStart } from '../runtime/command';

/** Constants of Threefry-2x32 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC'11, table 2 and 3.3). */
const PARITY: i32 = 0x1bd11bda;

// @ts-ignore: decorator
@inline
function rotate(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits));
}

/** The second word after a round; the first is their sum. */
// @ts-ignore: decorator
@inline
function mixed(word1: v128, bits: i32, word0: v128): v128 {
  return v128.xor(rotate(word1, bits), word0);
}

// @ts-ignore: decorator
@inline
function plus(word: v128, key: i32): v128 {
  return i32x4.add(word, i32x4.splat(key));
}

// @ts-ignore: decorator
@unmanaged @final
export class Dropout extends Command {
  x: Input;
  counter: usize;
  y: usize;
  scale: usize;
  count: i32;
  key0: i32;
  key1: i32;
  /** Of 24 bits. */
  threshold: i32;
  /** The scale of what is kept. */
  kept: f32;
}

/**
 * y = x scale, scale 0 or `kept` by Threefry bits: see `NeutypeDropout` in `@neutype/core`. Items begin at multiples of
 * 8 elements.
 */
export function dropout(command: Dropout): void {
  const x = command.x;
  const counter = load<i32>(command.counter);
  const y = command.y;
  const scale = command.scale;
  const count = command.count;
  const key0 = command.key0;
  const key1 = command.key1;
  const key2 = key0 ^ key1 ^ PARITY;
  const threshold = i32x4.splat(command.threshold);
  const kept = f32x4.splat(command.kept);
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, count, 16);
    for (let at = shareStart(item, items, count, 16); at < end; at += 8) {
      // Threefry-2x32 with 20 rounds, of the counters (counter, at / 2) and the three after: in locals, not in a function
      // of its own, for it has two results.
      let a = i32x4.splat(counter + key0);
      let b = plus(i32x4.add(i32x4.splat(at >> 1), i32x4(0, 1, 2, 3)), key1);
      a = i32x4.add(a, b), b = mixed(b, 13, a), a = i32x4.add(a, b), b = mixed(b, 15, a);
      a = i32x4.add(a, b), b = mixed(b, 26, a), a = i32x4.add(a, b), b = mixed(b, 6, a);
      a = plus(a, key1), b = plus(b, key2 + 1);
      a = i32x4.add(a, b), b = mixed(b, 17, a), a = i32x4.add(a, b), b = mixed(b, 29, a);
      a = i32x4.add(a, b), b = mixed(b, 16, a), a = i32x4.add(a, b), b = mixed(b, 24, a);
      a = plus(a, key2), b = plus(b, key0 + 2);
      a = i32x4.add(a, b), b = mixed(b, 13, a), a = i32x4.add(a, b), b = mixed(b, 15, a);
      a = i32x4.add(a, b), b = mixed(b, 26, a), a = i32x4.add(a, b), b = mixed(b, 6, a);
      a = plus(a, key0), b = plus(b, key1 + 3);
      a = i32x4.add(a, b), b = mixed(b, 17, a), a = i32x4.add(a, b), b = mixed(b, 29, a);
      a = i32x4.add(a, b), b = mixed(b, 16, a), a = i32x4.add(a, b), b = mixed(b, 24, a);
      a = plus(a, key1), b = plus(b, key2 + 4);
      a = i32x4.add(a, b), b = mixed(b, 13, a), a = i32x4.add(a, b), b = mixed(b, 15, a);
      a = i32x4.add(a, b), b = mixed(b, 26, a), a = i32x4.add(a, b), b = mixed(b, 6, a);
      a = plus(a, key2), b = plus(b, key0 + 5);
      const keep0 = v128.and(kept, i32x4.ge_s(i32x4.shr_u(a, 8), threshold));
      const keep1 = v128.and(kept, i32x4.ge_s(i32x4.shr_u(b, 8), threshold));
      const offset = <usize>at << 2;
      apply(x + offset, y + offset, scale + offset, v128.shuffle<f32>(keep0, keep1, 0, 4, 1, 5), end - at);
      apply(x + offset + 16, y + offset + 16, scale + offset + 16, v128.shuffle<f32>(keep0, keep1, 2, 6, 3, 7), end - at - 4);
    }
  }
}

function apply(x: usize, y: usize, scale: usize, factors: v128, left: i32): void {
  if (left >= 4) {
    v128.store(scale, factors);
    v128.store(y, f32x4.mul(v128.load(x), factors));
  } else if (left > 0) {
    storePart(scale, factors, left);
    storePart(y, f32x4.mul(loadPart(x, left), factors), left);
  }
}
