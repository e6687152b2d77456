import { describe, expect, it } from '@jest/globals';
import { random, threefry2x32 } from '../src/index.js';

/** `threefry2x32 20` of Random123's `kat_vectors`: counter, key, block. */
const KNOWN_ANSWERS: [counter: [number, number], key: [number, number], block: [number, number]][] = [
  [
    [0x00000000, 0x00000000],
    [0x00000000, 0x00000000],
    [0x6b200159, 0x99ba4efe],
  ],
  [
    [0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x1cb996fc, 0xbb002be7],
  ],
  [
    [0x243f6a88, 0x85a308d3],
    [0x13198a2e, 0x03707344],
    [0xc4923a9c, 0x483df7a0],
  ],
];

describe('threefry2x32', () => {
  it.each(KNOWN_ANSWERS)('agrees with Random123 for counter %p under key %p', (counter, key, block) => {
    const out = new Uint32Array(2);
    threefry2x32(...key, ...counter, out);
    expect([...out]).toEqual(block);
  });

  it('writes at the offset and nowhere else', () => {
    const out = new Uint32Array(4);
    threefry2x32(0, 0, 0, 0, out, 1);
    expect([...out]).toEqual([0, 0x6b200159, 0x99ba4efe, 0]);
  });

  it('changes about half of the 64 bits when one bit of key or counter changes', () => {
    const words = [0x01234567, 0x89abcdef, 0x0badcafe, 0xdeadbeef] as const;
    const changes = Array.from({ length: 128 }, (_, bit) => {
      const changed = words.map((word, index) => (index === bit >> 5 ? word ^ (1 << (bit & 31)) : word));
      return countDifferentBits(blockOf(words), blockOf(changed));
    });
    const mean = changes.reduce((a, b) => a + b) / changes.length;
    // 128 means of 64 fair bits: standard error sqrt(16 / 128) = 0.35.
    expect(Math.abs(mean - 32)).toBeLessThan(1.4);
    expect(Math.min(...changes)).toBeGreaterThan(12);
  });
});

describe('the stream of a seed', () => {
  it.each([
    [0, [1797259609, 2579123966, 928981903, 3453687069]],
    [42, [1832780943, 270669613, 64467757, 2916123636]],
  ])('%d is that of jax.random.split(jax.random.key(seed))', (seed, words) => {
    const source = random(seed);
    expect(Array.from({ length: 4 }, () => source.uint32())).toEqual(words);
  });

  it('is its blocks one after the other, however many words are drawn', () => {
    const source = random(5);
    const blocks = Array.from({ length: 500 }, (_, counter) => [...blockOf([...source.key, 0, counter])]);
    expect(Array.from({ length: 1000 }, () => source.uint32())).toEqual(blocks.flat());
  });
});

describe('fillUint32', () => {
  it.each([0, 1, 2, 3, 4, 5, 7, 64, 101, 1000])(
    'gives %d words as uint32 does, and goes on alike',
    (length) => {
      for (const before of [0, 1, 2, 3, 5, 9, 300]) {
        const [filled, drawn] = [random(-7).split('fill'), random(-7).split('fill')];
        for (let i = 0; i < before; i++) expect(filled.uint32()).toBe(drawn.uint32());
        const target = new Uint32Array(length);
        expect(filled.fillUint32(target)).toBe(target);
        expect([...target]).toEqual(Array.from({ length }, () => drawn.uint32()));
        expect(filled.uint32()).toBe(drawn.uint32());
      }
    },
  );

  it('is what fillUniform and fillNormal draw from, one word per element', () => {
    const target = random(3).fillUniform(new Float32Array(101));
    const words = random(3).fillUint32(new Uint32Array(101));
    expect([...target]).toEqual([...words].map((word) => (word >>> 8) / 2 ** 24));
  });
});

function blockOf(words: readonly number[]): Uint32Array {
  const [key0 = 0, key1 = 0, counter0 = 0, counter1 = 0] = words;
  const out = new Uint32Array(2);
  threefry2x32(key0, key1, counter0, counter1, out);
  return out;
}

function countDifferentBits(a: Uint32Array, b: Uint32Array): number {
  return [...a].reduce(
    (count, word, index) => count + ((word ^ b[index]!) >>> 0).toString(2).replaceAll('0', '').length,
    0,
  );
}
