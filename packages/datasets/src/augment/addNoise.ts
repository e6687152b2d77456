import { type Random, random } from '@neutype/random';

const LEVELS = 2 ** 16;

/** A sample of 2^16 normally distributed numbers that noise is drawn from: a hundred times as fast as their quantiles. */
let table: Float32Array | undefined;

/** Adds normally distributed noise; bytes are rounded and kept within 0 and 255. */
export function addNoise(
  images: Float32Array | Uint8Array,
  offset: number,
  pixels: number,
  deviation: number,
  source: Random,
): void {
  table ??= random(0).split('noise').fillNormal(new Float32Array(LEVELS));
  const bytes = images.BYTES_PER_ELEMENT === 1;
  let bits = 0;
  for (let i = 0; i < pixels; i++) {
    // One word of the stream serves two pixels.
    bits = i % 2 === 0 ? source.uint32() : bits >>> 16;
    const at = offset + i;
    const value = images[at]! + deviation * table[bits & (LEVELS - 1)]!;
    if (!bytes) images[at] = value;
    else images[at] = value <= 0 ? 0 : value >= 255 ? 255 : value + 0.5;
  }
}
