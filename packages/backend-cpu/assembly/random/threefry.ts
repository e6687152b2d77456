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

/** What `draw` has drawn last: a function has one result. Every thread has its own. */
export let firstWords: v128 = i32x4(0, 0, 0, 0);
export let secondWords: v128 = i32x4(0, 0, 0, 0);

/** Draws the words of four blocks, those of the counters (counter, block) to (counter, block + 3): Threefry with 20 rounds. */
// @ts-ignore: decorator
@inline
export function draw(counter: i32, block: i32, key0: i32, key1: i32): void {
  const key2 = key0 ^ key1 ^ PARITY;
  let a = i32x4.splat(counter + key0);
  let b = plus(i32x4.add(i32x4.splat(block), i32x4(0, 1, 2, 3)), key1);
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
  firstWords = plus(a, key2), secondWords = plus(b, key0 + 5);
}
