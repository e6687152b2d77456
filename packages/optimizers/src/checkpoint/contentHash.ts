import type { Breath } from '@neutype/core';
import type { TypedArray } from '@neutype/ndarray';

/** Words that are looked at in one go, which takes about a millisecond. */
const AT_ONCE = 2 ** 18;

/** The constants of MurmurHash3, by Austin Appleby, in its 128-bit form for 32-bit machines. */
const FACTORS = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const;
const ROUND = 0xe6546b64 | 0;

/**
 * A number of 128 bits that tells whether two arrays hold the same bytes, in hexadecimal digits. All of them are read, at about
 * a gigabyte a second, and others run meanwhile. It is no protection against those who mean to deceive.
 */
export async function contentHash(
  { buffer, byteOffset, byteLength }: TypedArray,
  breath: Breath,
): Promise<string> {
  const lanes = new Int32Array(FACTORS);
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  const whole = byteLength - (byteLength % 16);
  for (let start = 0; start < whole; start += 4 * AT_ONCE) {
    if (breath.due) await breath.take();
    mix(lanes, wordsOf(bytes.subarray(start, Math.min(start + 4 * AT_ONCE, whole))));
  }
  const rest = new Uint8Array(16);
  rest.set(bytes.subarray(whole));
  mix(lanes, wordsOf(rest));
  mix(lanes, new Int32Array([byteLength, byteLength / 2 ** 32, 0, 0]));
  return digest(lanes);
}

/** Four lanes side by side, so that no multiplication waits for the one before it. */
function mix(lanes: Int32Array, words: Int32Array): void {
  let [a, b, c, d] = lanes as unknown as [number, number, number, number];
  const [forA, forB, forC, forD] = FACTORS;
  for (let i = 0; i < words.length; i += 4) {
    a =
      Math.imul(turned(a ^ Math.imul(turned(Math.imul(words[i] as number, forA), 15), forB), 13), 5) + ROUND;
    b =
      Math.imul(turned(b ^ Math.imul(turned(Math.imul(words[i + 1] as number, forB), 16), forC), 13), 5) +
      ROUND;
    c =
      Math.imul(turned(c ^ Math.imul(turned(Math.imul(words[i + 2] as number, forC), 17), forD), 13), 5) +
      ROUND;
    d =
      Math.imul(turned(d ^ Math.imul(turned(Math.imul(words[i + 3] as number, forD), 18), forA), 13), 5) +
      ROUND;
  }
  lanes.set([a, b, c, d]);
}

function turned(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** Each lane is a part of all others at the end. */
function digest(lanes: Int32Array): string {
  for (let round = 0; round < 2; round++) {
    for (let lane = 0; lane < 4; lane++) {
      const before = lanes[(lane + 3) % 4] as number;
      lanes[lane] = finished((lanes[lane] as number) + before);
    }
  }
  return Array.from(lanes, (lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}

function finished(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

/** Bytes as words, copied where they do not lie as words must. */
function wordsOf(bytes: Uint8Array): Int32Array {
  const { buffer, byteOffset, byteLength } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Int32Array(buffer, byteOffset, byteLength / 4);
}
