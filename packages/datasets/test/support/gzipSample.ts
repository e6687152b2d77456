import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

export interface SampleFile {
  readonly content: Uint8Array;
  readonly gzip: Uint8Array;
}

/** Incompressible bytes, so that the compressed file is about as long. */
export function sampleFile(length: number, seed = 1): SampleFile {
  const content = new Uint8Array(length);
  let state = seed;
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    content[index] = state >>> 24;
  }
  return { content, gzip: gzipSync(content) };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
