/**
 * The output of a 3×3 convolution cut into tiles of 2×2 positions, row by row and image by image, and the patch of 4×4
 * pixels that each is made of. Where the output has an odd height or width, the last tiles reach beyond it.
 */
import { channels, height, outHeight, outWidth, padLeft, padTop, width } from '../window/window';

/** Bytes from a row of the last patch to its next one. */
export let patchStride: usize = 0;

export function tilesAcross(): i32 {
  return (outWidth + 1) >> 1;
}

export function tilesDown(): i32 {
  return (outHeight + 1) >> 1;
}

/** Number of the first of a tile's positions. */
export function positionOf(tile: i32): i32 {
  const across = tilesAcross();
  const tileRow = tile / across;
  const down = tilesDown();
  const image = tileRow / down;
  return (image * outHeight + 2 * (tileRow - image * down)) * outWidth + 2 * (tile - tileRow * across);
}

/** How many of a tile's two rows and columns lie within the output. */
export function rowsOf(tile: i32): i32 {
  return min(2, outHeight - 2 * ((tile / tilesAcross()) % tilesDown()));
}

export function columnsOf(tile: i32): i32 {
  return min(2, outWidth - 2 * (tile % tilesAcross()));
}

/**
 * Where the first pixel of a tile's patch lies; sets `patchStride`. A patch that reaches beyond the image is copied
 * to `buffer`, with zeros around it.
 */
export function patchOf(x: usize, tile: i32, buffer: usize): usize {
  const across = tilesAcross();
  const down = tilesDown();
  const tileRow = tile / across;
  const image = x + <usize>(tileRow / down) * <usize>(height * width * channels) * 4;
  const top = 2 * (tileRow % down) - padTop;
  const left = 2 * (tile - tileRow * across) - padLeft;
  const pixel = <usize>channels << 2;
  if (top >= 0 && left >= 0 && top + 4 <= height && left + 4 <= width) {
    patchStride = <usize>width * pixel;
    return image + <usize>(top * width + left) * pixel;
  }
  patchStride = 4 * pixel;
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) {
      const y = top + row;
      const z = left + column;
      const to = buffer + <usize>(row * 4 + column) * pixel;
      if (y < 0 || z < 0 || y >= height || z >= width) memory.fill(to, 0, pixel);
      else memory.copy(to, image + <usize>(y * width + z) * pixel, pixel);
    }
  }
  return buffer;
}
