import { describe, expect, it } from '@jest/globals';
import { Breath } from '@neutype/core';
import { random } from '@neutype/random';
import { contentHash } from '../../src/checkpoint/contentHash.js';

const breath = new Breath();

function bytes(length: number, seed = 1): Uint8Array {
  return Uint8Array.from(random(seed).fillUniform(new Float32Array(length), 0, 256));
}

describe('the hash of an array', () => {
  it('is another one whichever bit is flipped', async () => {
    const data = bytes(67);
    const seen = new Set([await contentHash(data, breath)]);
    for (let bit = 0; bit < 8 * data.length; bit++) {
      const other = data.slice();
      other[bit >> 3] = (other[bit >> 3] as number) ^ (1 << (bit & 7));
      seen.add(await contentHash(other, breath));
    }
    expect(seen.size).toBe(1 + 8 * data.length);
  });

  it('is another one where two numbers change their signs, or their places', async () => {
    const data = random(2).fillNormal(new Float32Array(40));
    const seen = new Set([await contentHash(data, breath)]);
    let cases = 1;
    for (let one = 0; one < data.length; one++) {
      for (let other = one + 1; other < data.length; other++) {
        const [a, b] = [data[one] as number, data[other] as number];
        for (const pair of [
          [-a, -b],
          [b, a],
        ] as const) {
          const changed = data.slice();
          changed.set([pair[0]], one);
          changed.set([pair[1]], other);
          seen.add(await contentHash(changed, breath));
          cases += 1;
        }
      }
    }
    expect(seen.size).toBe(cases);
  });

  it('tells how many zeros there are', async () => {
    const hashes = await Promise.all(
      Array.from({ length: 70 }, (_, n) => contentHash(new Uint8Array(n), breath)),
    );
    expect(new Set(hashes).size).toBe(70);
  });

  it('is that of the bytes, wherever they lie and however many there are', async () => {
    const data = bytes(2 ** 21 + 5);
    const shifted = new Uint8Array(data.length + 3);
    shifted.set(data, 3);
    expect(await contentHash(shifted.subarray(3), breath)).toBe(await contentHash(data, breath));
    data[data.length - 7] = (data[data.length - 7] as number) ^ 1;
    expect(await contentHash(shifted.subarray(3), breath)).not.toBe(await contentHash(data, breath));
  });
});
