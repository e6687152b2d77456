import { describe, expect, it } from '@jest/globals';
import { random } from '@neutype/random';
import { applyDifference, bytesOf } from '../../src/variants/binary.js';
import { simdBinary } from '../../src/variants/compile.js';

interface Embedding {
  asText(bytes: Uint8Array): string;
  differenceFrom(base: Uint8Array, bytes: Uint8Array): Uint8Array;
}

const { asText, differenceFrom } = (await import('../../scripts/embedding.mjs' as string)) as Embedding;

const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

function noise(length: number): Buffer {
  const generator = random(length);
  return Buffer.from(Array.from({ length }, () => generator.integer(256)));
}

describe('binaries as text', () => {
  it('come back byte by byte', () => {
    expect(bytesOf(asText(everyByte))).toEqual(new Uint8Array(everyByte));
    expect(bytesOf('')).toHaveLength(0);
  });

  it('are characters that every encoding has and no string literal escapes', () => {
    expect(asText(everyByte)).toMatch(/^[!-~]+$/);
    expect(asText(everyByte)).not.toMatch(/['"\\]/);
  });
});

describe('the difference of a binary from another', () => {
  const base = noise(4000);
  const moved = Buffer.concat([base.subarray(3000), noise(50), base.subarray(0, 2990)]);
  const corrected = Buffer.from(base.map((byte, index) => (index % 100 === 7 ? byte + 200 : byte)));

  it.each([
    ['the same', base],
    ['moved about', moved],
    ['with bytes changed', corrected],
    ['shorter', base.subarray(5, 60)],
    ['something else', noise(500)],
    ['nothing', Buffer.of()],
  ])('gives it back where it is %s', (_, bytes) => {
    expect(applyDifference(base, differenceFrom(base, bytes))).toEqual(new Uint8Array(bytes));
  });

  it('gives it back from nothing', () => {
    expect(applyDifference(new Uint8Array(), differenceFrom(Buffer.of(), base))).toEqual(
      new Uint8Array(base),
    );
  });

  it('is small where code has moved, and where little of it was changed', () => {
    expect(differenceFrom(base, moved).length).toBeLessThan(100);
    expect(differenceFrom(base, corrected).length).toBeLessThan(150);
  });

  it('is what the build embeds of `simd`, which WebAssembly validates', () => {
    expect(WebAssembly.validate(simdBinary())).toBe(true);
  });
});
