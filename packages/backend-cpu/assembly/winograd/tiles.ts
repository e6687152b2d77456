/**
 * The output of a 3×3 convolution cut into tiles of 2×2 or 4×4 positions, row by row and image by image, and the patch of
 * pixels, two more either way, that each is made of. The last tiles may reach beyond the output.
 */
import { channels, height, outHeight, outWidth, padLeft, padTop, width } from '../window/window';

/** Positions along a side of a tile, and pixels along one of its patch. */
export let tileSide: i32 = 0;
export let patchSide: i32 = 0;
/** Products that replace those of a tile, each a matrix product over the channels of all tiles. */
export let components: i32 = 0;
/** Bytes from a row of the last patch to its next one. */
export let patchStride: usize = 0;

export function setTileSide(side: i32): void {
  tileSide = side;
  patchSide = side + 2;
  components = patchSide * patchSide;
}

export function tilesAcross(): i32 {
  return (outWidth + tileSide - 1) / tileSide;
}

export function tilesDown(): i32 {
  return (outHeight + tileSide - 1) / tileSide;
}

/** Number of the first of a tile's positions. */
export function positionOf(tile: i32): i32 {
  const across = tilesAcross();
  const tileRow = tile / across;
  const down = tilesDown();
  const image = tileRow / down;
  return (image * outHeight + tileSide * (tileRow - image * down)) * outWidth + tileSide * (tile - tileRow * across);
}

/** How many of a tile's rows and columns lie within the output. */
export function rowsOf(tile: i32): i32 {
  return min(tileSide, outHeight - tileSide * ((tile / tilesAcross()) % tilesDown()));
}

export function columnsOf(tile: i32): i32 {
  return min(tileSide, outWidth - tileSide * (tile % tilesAcross()));
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
  const top = tileSide * (tileRow % down) - padTop;
  const left = tileSide * (tile - tileRow * across) - padLeft;
  const pixel = <usize>channels << 2;
  if (top >= 0 && left >= 0 && top + patchSide <= height && left + patchSide <= width) {
    patchStride = <usize>width * pixel;
    return image + <usize>(top * width + left) * pixel;
  }
  patchStride = <usize>patchSide * pixel;
  for (let row = 0; row < patchSide; row++) {
    copyPatchRow(image, top + row, left, buffer + <usize>row * patchStride);
  }
  return buffer;
}

function copyPatchRow(image: usize, row: i32, left: i32, to: usize): void {
  const pixel = <usize>channels << 2;
  const start = max(-left, 0);
  const end = min(width - left, patchSide);
  if (row < 0 || row >= height || start >= end) {
    memory.fill(to, 0, <usize>patchSide * pixel);
    return;
  }
  const from = image + <usize>(row * width + left + start) * pixel;
  memory.fill(to, 0, <usize>start * pixel);
  memory.copy(to + <usize>start * pixel, from, <usize>(end - start) * pixel);
  memory.fill(to + <usize>end * pixel, 0, <usize>(patchSide - end) * pixel);
}

const CACHE_LINE: usize = 64;

/**
 * Brings rows of a tile into the first-level cache, many lines at once: the transforms jump from pixel to pixel and would
 * wait for one after the other.
 */
export function fetchRows(from: usize, stride: usize, bytes: usize, rows: i32, sink: usize): void {
  let seen = 0;
  for (; rows > 0; rows--, from += stride) {
    for (let at: usize = 0; at < bytes; at += CACHE_LINE) seen |= load<i32>(from + at);
  }
  store<i32>(sink, seen);
}
