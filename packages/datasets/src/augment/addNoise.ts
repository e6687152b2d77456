import { NdArray } from '@neutype/ndarray';
import { type Random, random } from '@neutype/random';

const LEVELS = 2 ** 13;

/** Normally distributed numbers that noise is drawn from, few enough for the processor's nearest cache. */
let table: Float32Array | undefined;

/** Adds normally distributed noise; bytes are rounded and kept within 0 and 255. */
export function addNoise(
  images: Float32Array | Uint8Array,
  offset: number,
  pixels: number,
  deviation: number,
  source: Random,
): void {
  table ??= standardNormals();
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

/** A sample that has mean 0 and deviation 1 exactly. */
function standardNormals(): Float32Array {
  const values = new NdArray(random(0).split('noise').fillNormal(new Float32Array(LEVELS)), [LEVELS]);
  values.subtract(values.mean());
  return values.divide(values.std()).data;
}
