import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { type Random, random as seeded } from '@neutype/random';
import { verifiedContent } from '../../src/mnist/verify.js';
import { CorruptFileError } from '../../src/support/errors.js';
import { fuzzed, fuzzTimeout } from '../support/fuzz.js';
import { sha256Of } from '../support/gzipSample.js';

/** Labels as an IDX file, which compress to a few hundred bytes. */
const content = Uint8Array.from(
  { length: 8 + 999 },
  (_, at) => [0, 0, 8, 1, 0, 0, 3, 231][at] ?? (at * at) % 10,
);
const archive = gzipSync(content);
const known = { name: 'labels', bytes: content.length, sha256: sha256Of(content) };
const knownArchive = { name: 'labels', bytes: content.length, gzipSha256: sha256Of(archive) };
const bomb = gzipSync(new Uint8Array(20_000_000));

/** The archive changed in one of the ways in which archives go wrong, or are made to. */
function mutated(random: Random): Uint8Array {
  const at = random.integer(archive.length);
  const flipped = (place: number): Buffer =>
    Buffer.from(archive.map((byte, index) => (index === place ? byte ^ (1 << random.integer(8)) : byte)));
  const ways: (() => Uint8Array)[] = [
    () => flipped(at),
    () => flipped(at),
    () => flipped(random.integer(10)),
    () => flipped(archive.length - 1 - random.integer(8)),
    () => archive.subarray(0, at),
    () => Buffer.concat([archive.subarray(0, at), archive]),
    () => Buffer.concat([archive, archive]),
    () => Buffer.concat([archive, archive.subarray(0, at)]),
    () => Buffer.concat([gzipSync(content.subarray(0, at)), gzipSync(content.subarray(at))]),
    () => Buffer.concat([archive, Buffer.alloc(1 + at)]),
    () => gzipSync(archive),
    () => Buffer.concat([archive.subarray(0, 10), deflateRawSync(content.subarray(at))]),
    () => content.subarray(at),
    () => Buffer.concat([Buffer.of(0x1f, 0x8b), content]),
    () => archive,
  ];
  // Bombs take their time: 60 MB are decompressed up to the limit.
  if (random.integer(50) === 0) return Buffer.concat([archive, bomb, bomb, bomb]);
  return ways[random.integer(ways.length)]!();
}

describe('archives that are damaged in any way', () => {
  const { numRuns, seed } = fuzzed(150);

  it(
    `give the content, or an error that names the file (seed ${seed})`,
    async () => {
      for (let run = 0; run < numRuns; run++) {
        const bytes = mutated(seeded(seed + run));
        for (const file of [known, knownArchive]) {
          const outcome = await verifiedContent(bytes, file, 'labels.gz').catch((error: unknown) => error);
          try {
            if (outcome instanceof Uint8Array) expect(Buffer.compare(outcome, content)).toBe(0);
            else {
              expect(outcome).toBeInstanceOf(CorruptFileError);
              expect((outcome as Error).message).toMatch(/^labels\.gz: [^\p{Cc}]{20,300}[.)]$/u);
              expect((outcome as Error).message).not.toMatch(/undefined|NaN/);
            }
          } catch (cause) {
            throw new Error(`seed ${seed + run}: ${(cause as Error).message}`, { cause });
          }
        }
      }
    },
    fuzzTimeout,
  );
});
