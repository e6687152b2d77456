import { loadPart, storePart } from '../math/lanes';
import { floatArgument, intArgument, itemsOf, pointerArgument, shareStart, take } from '../runtime/command';

/** Constants of Threefry-2x32 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC'11, table 2 and 3.3). */
const PARITY: i32 = 0x1bd11bda;

/** The two words of the last four blocks. */
let words0: v128 = i32x4.splat(0);
let words1: v128 = i32x4.splat(0);

// @ts-ignore: decorator
@inline
function rotate(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits));
}

// @ts-ignore: decorator
@inline
function mix(bits: i32): void {
  words0 = i32x4.add(words0, words1);
  words1 = v128.xor(rotate(words1, bits), words0);
}

// @ts-ignore: decorator
@inline
function inject(first: i32, second: i32): void {
  words0 = i32x4.add(words0, i32x4.splat(first));
  words1 = i32x4.add(words1, i32x4.splat(second));
}

/** Threefry-2x32 with 20 rounds, of counters (counter, block) … (counter, block + 3). */
function threefry(key0: i32, key1: i32, counter: i32, block: i32): void {
  const key2 = key0 ^ key1 ^ PARITY;
  words0 = i32x4.splat(counter + key0);
  words1 = i32x4.add(i32x4.add(i32x4.splat(block), i32x4(0, 1, 2, 3)), i32x4.splat(key1));
  mix(13), mix(15), mix(26), mix(6);
  inject(key1, key2 + 1);
  mix(17), mix(29), mix(16), mix(24);
  inject(key2, key0 + 2);
  mix(13), mix(15), mix(26), mix(6);
  inject(key0, key1 + 3);
  mix(17), mix(29), mix(16), mix(24);
  inject(key1, key2 + 4);
  mix(13), mix(15), mix(26), mix(6);
  inject(key2, key0 + 5);
}

/**
 * y = x scale, scale 0 or `kept` by Threefry bits: see `NeutypeDropout` in `@neutype/core`. Arguments: x, address of
 * the counter, y, scale, count, key0, key1, threshold (of 24 bits), kept. Items begin at multiples of 8 elements.
 */
export function dropout(command: usize): void {
  const x = pointerArgument(command, 0);
  const counter = load<i32>(pointerArgument(command, 1));
  const y = pointerArgument(command, 2);
  const scale = pointerArgument(command, 3);
  const count = intArgument(command, 4);
  const key0 = intArgument(command, 5);
  const key1 = intArgument(command, 6);
  const threshold = i32x4.splat(intArgument(command, 7));
  const kept = f32x4.splat(floatArgument(command, 8));
  const items = itemsOf(command);
  for (let item = take(command); item >= 0; item = take(command)) {
    const end = shareStart(item + 1, items, count, 16);
    for (let at = shareStart(item, items, count, 16); at < end; at += 8) {
      threefry(key0, key1, counter, at >> 1);
      const keep0 = v128.and(kept, i32x4.ge_s(i32x4.shr_u(words0, 8), threshold));
      const keep1 = v128.and(kept, i32x4.ge_s(i32x4.shr_u(words1, 8), threshold));
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
