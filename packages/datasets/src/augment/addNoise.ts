import type { Random } from '@neutype/random';
import type { Normals } from './normals.js';

/** Adds normally distributed noise to one image; a clamped array of bytes rounds and stays within 0 and 255. */
export function addNoise(
  images: Float32Array | Uint8ClampedArray,
  offset: number,
  deviation: number,
  normals: Normals,
  source: Random,
): void {
  const noise = normals.draw(source);
  for (let i = 0; i < noise.length; i++) images[offset + i] = images[offset + i]! + deviation * noise[i]!;
}
