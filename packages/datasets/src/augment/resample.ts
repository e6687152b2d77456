import type { Affine } from './affine.js';

/** More than a pixel can lie left of or above the image. */
const BIAS = 2 ** 20;

/** Displacements of the pixels of one image, in pixels; none where there is no elastic deformation. */
export interface Displacement {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Fills an image from another one, moved: bilinear between four pixels, 0 outside. */
export function resample(
  from: Float32Array | Uint8Array,
  to: Float32Array | Uint8Array,
  offset: number,
  height: number,
  width: number,
  { xx, xy, yx, yy, x0, y0 }: Affine,
  displacement: Displacement | undefined,
): void {
  const middleX = (width - 1) / 2;
  const middleY = (height - 1) / 2;
  const rounding = to.BYTES_PER_ELEMENT === 1 ? 0.5 : 0;
  for (let row = 0, at = 0; row < height; row++) {
    let sourceX = middleX + x0 + xy * (row - middleY) - xx * middleX;
    let sourceY = middleY + y0 + yy * (row - middleY) - yx * middleX;
    for (let column = 0; column < width; column++, at++) {
      const x = displacement === undefined ? sourceX : sourceX + displacement.x[at]!;
      const y = displacement === undefined ? sourceY : sourceY + displacement.y[at]!;
      to[offset + at] = rounding + bilinear(from, offset, height, width, x, y);
      sourceX += xx;
      sourceY += yx;
    }
  }
}

function bilinear(
  image: Float32Array | Uint8Array,
  offset: number,
  height: number,
  width: number,
  x: number,
  y: number,
): number {
  // Rounds down to an integer that the engine knows to be one, which Math.floor's result is not.
  const left = ((x + BIAS) | 0) - BIAS;
  const top = ((y + BIAS) | 0) - BIAS;
  const right = x - left;
  const down = y - top;
  const at = offset + top * width + left;
  if (left >= 0 && top >= 0 && left < width - 1 && top < height - 1) {
    const upper = image[at]! + right * (image[at + 1]! - image[at]!);
    const lower = image[at + width]! + right * (image[at + width + 1]! - image[at + width]!);
    return upper + down * (lower - upper);
  }
  if (left < -1 || top < -1 || left >= width || top >= height) return 0;
  const hasLeft = left >= 0;
  const hasRight = left < width - 1;
  let value = 0;
  if (top >= 0) {
    if (hasLeft) value += (1 - right) * (1 - down) * image[at]!;
    if (hasRight) value += right * (1 - down) * image[at + 1]!;
  }
  if (top < height - 1) {
    if (hasLeft) value += (1 - right) * down * image[at + width]!;
    if (hasRight) value += right * down * image[at + width + 1]!;
  }
  return value;
}
