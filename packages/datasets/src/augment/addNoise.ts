import type { Random } from '@neutype/random';
import type { Normals } from './normals.js';

/** Adds normally distributed noise to one image; bytes are rounded and kept within 0 and 255. */
export function addNoise(
  images: Float32Array | Uint8Array,
  offset: number,
  deviation: number,
  normals: Normals,
  source: Random,
): void {
  const noise = normals.draw(source);
  const bytes = images.BYTES_PER_ELEMENT === 1;
  for (let i = 0; i < noise.length; i++) {
    const value = images[offset + i]! + deviation * noise[i]!;
    if (!bytes) images[offset + i] = value;
    else images[offset + i] = value <= 0 ? 0 : value >= 255 ? 255 : value + 0.5;
  }
}
