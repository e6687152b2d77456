/** The parity constant of the Threefish key schedule, for 32-bit words. */
export const KEY_PARITY = 0x1bd11bda;

/**
 * One block of Threefry-2x32 with 20 rounds: two words that look random to every test of TestU01, as a pure function
 * of a key and a counter.
 *
 * Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. It agrees with the
 * known-answer vectors of the authors' Random123 library, and so with JAX's default generator.
 *
 * @param key0 first word of the key
 * @param key1 second word of the key
 * @param counter0 first word of the counter
 * @param counter1 second word of the counter
 * @param out where the two words of the block go
 * @param offset at which index of `out`; 0 by default
 *
 * @example
 * ```ts
 * const block = new Uint32Array(2);
 * threefry2x32(0, 0, 0, 0, block);
 * console.log(block[0]?.toString(16), block[1]?.toString(16)); // 6b200159 99ba4efe
 * ```
 */
export function threefry2x32(
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
  out: Uint32Array,
  offset = 0,
): void {
  let a = key0 | 0;
  let b = key1 | 0;
  let c = KEY_PARITY ^ key0 ^ key1;
  let x = (counter0 + a) | 0;
  let y = (counter1 + b) | 0;
  for (let injection = 1; injection <= 5; injection++) {
    if (injection % 2 === 1) {
      x = (x + y) | 0;
      y = ((y << 13) | (y >>> 19)) ^ x;
      x = (x + y) | 0;
      y = ((y << 15) | (y >>> 17)) ^ x;
      x = (x + y) | 0;
      y = ((y << 26) | (y >>> 6)) ^ x;
      x = (x + y) | 0;
      y = ((y << 6) | (y >>> 26)) ^ x;
    } else {
      x = (x + y) | 0;
      y = ((y << 17) | (y >>> 15)) ^ x;
      x = (x + y) | 0;
      y = ((y << 29) | (y >>> 3)) ^ x;
      x = (x + y) | 0;
      y = ((y << 16) | (y >>> 16)) ^ x;
      x = (x + y) | 0;
      y = ((y << 24) | (y >>> 8)) ^ x;
    }
    const first = a;
    a = b;
    b = c;
    c = first;
    x = (x + a) | 0;
    y = (y + b + injection) | 0;
  }
  out[offset] = x;
  out[offset + 1] = y;
}
