/**
 * The gradient of a 3×3 filter by the same transforms: patches and gradients of all tiles, multiplied component by
 * component, summed, and only then transformed back. A work item is a chunk of the rows of tiles; each makes a filter of
 * its own, added up afterwards.
 */
import { accumulatePositions, ChunkedGradient, paddedStride } from '../conv/filterGradient';
import { EDGE_BYTES, multiplyStrided } from '../gemm/block';
import { PANEL_ROW_BYTES } from '../gemm/pack';
import { NR, WINOGRAD_DIRECT_ROWS, WINOGRAD_WORK_BYTES, ZEROS } from '../generated/layout';
import { shareStart } from '../runtime/command';
import { scratch } from '../runtime/threads';
import { channels, outWidth, readWindow } from '../window/window';
import {
  areFinite, beginCheck, foldLargeSums, LARGE_TILE, PAIR, PAIR_BYTES, transformLargeGradient, transformLargePatch,
} from './largeTransforms';
import { columnsOf, components, fetchRows, patchOf, patchSide, patchStride, positionOf, rowsOf, setTileSide, tilesAcross, tileSide } from './tiles';
import { transformOutputGradient, transformPatch } from './transforms';

/** Of a block of tiles: where its parts lie in the scratch, which `src/kernels/convolution/winograd.ts` sizes. */
let work: usize = 0;
let patch: usize = 0;
let sums: usize = 0;
let patches: usize = 0;
let gradients: usize = 0;
let tilesPerBlock: i32 = 0;
let outputs: i32 = 0;

// @ts-ignore: decorator
@unmanaged @final
export class WinogradFilterGradient extends ChunkedGradient {
  tileSide: i32;
  /** In all images. */
  tileRows: i32;
  tilesPerBlock: i32;
}

/** Items: chunks. */
export function winogradFilterGradient(command: WinogradFilterGradient): void {
  readWindow(command);
  setTileSide(command.tileSide);
  const tileRows = command.tileRows;
  const chunks = command.chunks;
  outputs = command.outputs;
  tilesPerBlock = command.tilesPerBlock;
  layOutScratch();
  const taps = command.partials;
  for (let chunk = command.take(); chunk >= 0; chunk = command.take()) {
    const start = shareStart(chunk, chunks, tileRows, 1);
    const end = shareStart(chunk + 1, chunks, tileRows, 1);
    const to = taps + <usize>(chunk * 9 * channels) * <usize>outputs * 4;
    for (let tile = start * tilesAcross(), last = end * tilesAcross(); tile < last; tile += tilesPerBlock) {
      addBlock(command, tile, min(tilesPerBlock, last - tile), tile == start * tilesAcross());
    }
    if (!finishChunk(to)) accumulateDirectly(command, start, end, to);
  }
}

function layOutScratch(): void {
  work = scratch() + EDGE_BYTES;
  patch = work + WINOGRAD_WORK_BYTES;
  sums = patch + <usize>(components * channels) * 4;
  patches = sums + <usize>components * sumBytes();
  gradients = patches + <usize>components * patchesBytes();
}

/** Of one component: of the sums, of one patch, and of the patches of a block. */
function sumBytes(): usize {
  return paddedStride(channels * outputs);
}
function patchBytes(): usize {
  return paddedStride(channels);
}
function patchesBytes(): usize {
  return paddedStride(tilesPerBlock * (<i32>patchBytes() >> 2));
}
/** Of one component of the gradients of a block, in one panel. */
function panelBytes(): usize {
  return paddedStride(tilesPerBlock * NR);
}

function panels(): i32 {
  return (outputs + NR - 1) / NR;
}

function addBlock(command: ChunkedGradient, first: i32, count: i32, isFirst: bool): void {
  const stride = <usize>outputs << 2;
  for (let tile = 0; tile < count; tile++) {
    const from = patchOf(command.x, first + tile, patch);
    const to = patches + <usize>tile * patchBytes();
    if (from != patch) fetchRows(from, patchStride, <usize>(patchSide * channels) << 2, patchSide, work);
    if (tileSide == 4) transformLargePatch(from, patchStride, channels, to, patchesBytes(), work);
    else transformPatch(from, patchStride, channels, to, patchesBytes());
    packGradient(command.dy, first + tile, gradients + <usize>tile * PANEL_ROW_BYTES);
  }
  for (let component = 0; component < components; component++) {
    const a = patches + <usize>component * patchesBytes();
    const to = sums + <usize>component * sumBytes();
    for (let panel = 0; panel < panels(); panel++) {
      const b = gradients + <usize>(component * panels() + panel) * panelBytes();
      const column = panel * NR;
      const c = to + (<usize>column << 2);
      multiplyStrided(channels, a, patchBytes(), b, count, isFirst ? ZEROS : c, isFirst ? 0 : stride, c, stride,
        min(NR, outputs - column), scratch());
    }
  }
}

/** The transformed gradient of one tile, as rows of column panels: component, panel, tile, column. */
function packGradient(dy: usize, tile: i32, to: usize): void {
  const pixel = <usize>outputs << 2;
  const line = <usize>outWidth * pixel;
  const rows = rowsOf(tile), columns = columnsOf(tile);
  const componentBytes = <usize>panels() * panelBytes();
  const from = dy + <usize>positionOf(tile) * pixel;
  fetchRows(from, line, <usize>columns * pixel, rows, work);
  for (let output = 0; output < outputs; output += tileSide == 4 ? PAIR : 4) {
    const at = to + <usize>(output / NR) * panelBytes() + (<usize>(output % NR) << 2);
    const start = from + (<usize>output << 2);
    if (tileSide == 4) packLargeGradient(start, rows, columns, min(PAIR, outputs - output), at, componentBytes);
    else transformOutputGradient(start, columns == 2 ? pixel : 0, rows == 2 ? line : 0, at, componentBytes);
  }
}

/** What is missing of a tile, or of a pair of outputs, is zero. */
function packLargeGradient(from: usize, rows: i32, columns: i32, count: i32, to: usize, componentBytes: usize): void {
  const pixel = <usize>outputs << 2;
  const line = <usize>outWidth * pixel;
  if (rows == 4 && columns == 4 && count == PAIR) {
    transformLargeGradient(from, line, pixel, to, componentBytes, work);
    return;
  }
  const tile = work + LARGE_TILE;
  memory.fill(tile, 0, 16 * PAIR_BYTES);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = tile + <usize>(4 * row + column) * PAIR_BYTES;
      memory.copy(at, from + <usize>row * line + <usize>column * pixel, <usize>count << 2);
    }
  }
  transformLargeGradient(tile, 4 * PAIR_BYTES, PAIR_BYTES, to, componentBytes, work);
}

/** Gᵀ s G of all sums; false if a number is not finite, which may be due to the transforms alone. */
function finishChunk(to: usize): bool {
  const tap = <usize>(channels * outputs) << 2;
  if (tileSide == 2) return finishSmallTiles(to, tap);
  beginCheck(work);
  for (let at: usize = 0; at < tap; at += PAIR_BYTES) foldLargeSums(sums + at, sumBytes(), to + at, tap, work);
  return areFinite(work);
}

function finishSmallTiles(to: usize, tapBytes: usize): bool {
  const component = sumBytes();
  let check = f32x4.splat(0);
  for (let at: usize = 0; at < tapBytes; at += 16) {
    for (let row: usize = 0; row < 4; row++) foldRow(sums + at + 4 * row * component, component);
    for (let column: usize = 0; column < 3; column++) {
      const from = sums + at + column * component;
      const s0 = v128.load(from), s1 = v128.load(from + 4 * component);
      const s2 = v128.load(from + 8 * component), s3 = v128.load(from + 12 * component);
      const half = f32x4.splat(0.5);
      const g0 = f32x4.add(s0, f32x4.mul(half, f32x4.add(s1, s2)));
      const g1 = f32x4.mul(half, f32x4.sub(s1, s2));
      const g2 = f32x4.add(f32x4.mul(half, f32x4.add(s1, s2)), s3);
      check = f32x4.add(check, f32x4.mul(f32x4.add(f32x4.add(g0, g1), g2), f32x4.splat(0)));
      const tap = to + at + column * tapBytes;
      v128.store(tap, g0);
      v128.store(tap + 3 * tapBytes, g1);
      v128.store(tap + 6 * tapBytes, g2);
    }
  }
  return !v128.any_true(f32x4.ne(check, check));
}

/** One row of four sums times G: three, in place. */
// @ts-ignore: decorator
@inline
function foldRow(at: usize, component: usize): void {
  const s0 = v128.load(at), s1 = v128.load(at + component);
  const s2 = v128.load(at + 2 * component), s3 = v128.load(at + 3 * component);
  const half = f32x4.splat(0.5);
  v128.store(at, f32x4.add(s0, f32x4.mul(half, f32x4.add(s1, s2))));
  v128.store(at + component, f32x4.mul(half, f32x4.sub(s1, s2)));
  v128.store(at + 2 * component, f32x4.add(f32x4.mul(half, f32x4.add(s1, s2)), s3));
}

/** As `filterGradient` does it: infinities and NaN come where the sums have them. */
function accumulateDirectly(command: ChunkedGradient, startRow: i32, endRow: i32, to: usize): void {
  const across = tilesAcross();
  for (let tileRow = startRow; tileRow < endRow; tileRow++) {
    const tile = tileRow * across;
    const positions = rowsOf(tile) * outWidth;
    const first = positionOf(tile);
    accumulatePositions(command, 0, first, first + positions, to, 0, 9, outputs, WINOGRAD_DIRECT_ROWS, tileRow == startRow);
  }
}
