import { KEY_PARITY } from './threefry.js';

/**
 * The blocks of Threefry-2x32 with 20 rounds whose counters begin at (counter0, counter1) and count up in the second
 * word, as `threefry2x32` gives them one by one; an even number of them. Two are computed side by side: the rounds of
 * one block wait for one another, and the processor fills the time with the other's.
 */
export function threefryBlocks(
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
  blocks: number,
  out: Uint32Array,
  offset: number,
): void {
  const end = offset + 2 * blocks;
  const keyA = key0 | 0;
  const keyB = key1 | 0;
  const high = counter0 | 0;
  let counter = counter1 | 0;
  for (let at = offset; at < end; at += 4) {
    let a = keyA;
    let b = keyB;
    let c = KEY_PARITY ^ keyA ^ keyB;
    let x = (high + a) | 0;
    let y = (counter + b) | 0;
    let u = x;
    let v = (y + 1) | 0;
    for (let injection = 1; injection <= 5; injection++) {
      if (injection % 2 === 1) {
        x = (x + y) | 0;
        u = (u + v) | 0;
        y = ((y << 13) | (y >>> 19)) ^ x;
        v = ((v << 13) | (v >>> 19)) ^ u;
        x = (x + y) | 0;
        u = (u + v) | 0;
        y = ((y << 15) | (y >>> 17)) ^ x;
        v = ((v << 15) | (v >>> 17)) ^ u;
        x = (x + y) | 0;
        u = (u + v) | 0;
        y = ((y << 26) | (y >>> 6)) ^ x;
        v = ((v << 26) | (v >>> 6)) ^ u;
        x = (x + y) | 0;
        u = (u + v) | 0;
        y = ((y << 6) | (y >>> 26)) ^ x;
        v = ((v << 6) | (v >>> 26)) ^ u;
      } else {
        x = (x + y) | 0;
        u = (u + v) | 0;
        y = ((y << 17) | (y >>> 15)) ^ x;
        v = ((v << 17) | (v >>> 15)) ^ u;
        x = (x + y) | 0;
        u = (u + v) | 0;
        y = ((y << 29) | (y >>> 3)) ^ x;
        v = ((v << 29) | (v >>> 3)) ^ u;
        x = (x + y) | 0;
        u = (u + v) | 0;
        y = ((y << 16) | (y >>> 16)) ^ x;
        v = ((v << 16) | (v >>> 16)) ^ u;
        x = (x + y) | 0;
        u = (u + v) | 0;
        y = ((y << 24) | (y >>> 8)) ^ x;
        v = ((v << 24) | (v >>> 8)) ^ u;
      }
      const first = a;
      a = b;
      b = c;
      c = first;
      x = (x + a) | 0;
      u = (u + a) | 0;
      y = (y + b + injection) | 0;
      v = (v + b + injection) | 0;
    }
    out[at] = x;
    out[at + 1] = y;
    out[at + 2] = u;
    out[at + 3] = v;
    counter = (counter + 2) | 0;
  }
}
