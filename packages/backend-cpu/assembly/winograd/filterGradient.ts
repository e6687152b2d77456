/**
 * The gradient of a 3×3 filter by the same transforms: patches and gradients of all tiles, multiplied component by
 * component, summed, and only then transformed back. A work item is a chunk of the rows of tiles; each makes a filter of
 * its own, added up afterwards.
 */
import { accumulatePositions, ChunkedGradient, paddedStride } from '../conv/filterGradient';
import { EDGE_BYTES, multiplyStrided } from '../gemm/block';
import { PANEL_ROW_BYTES } from '../gemm/pack';
import { NR, WINOGRAD_DIRECT_ROWS, ZEROS } from '../generated/layout';
import { shareStart } from '../runtime/command';
import { scratch } from '../runtime/threads';
import { channels, outWidth, readWindow } from '../window/window';
import { columnsOf, patchOf, patchStride, positionOf, rowsOf, tilesAcross } from './tiles';
import { COMPONENTS, transformOutputGradient, transformPatch } from './transforms';

/** Of a block of tiles: where its parts lie in the scratch, which `src/kernels/convolution/winograd.ts` sizes. */
let sums: usize = 0;
let patches: usize = 0;
let gradients: usize = 0;
let tilesPerBlock: i32 = 0;
let outputs: i32 = 0;

// @ts-ignore: decorator
@unmanaged @final
export class WinogradFilterGradient extends ChunkedGradient {
  /** In all images. */
  tileRows: i32;
  tilesPerBlock: i32;
}

/** Items: chunks. */
export function winogradFilterGradient(command: WinogradFilterGradient): void {
  readWindow(command);
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
  const patch = scratch() + EDGE_BYTES;
  sums = patch + <usize>channels * 64;
  patches = sums + <usize>(COMPONENTS * channels) * <usize>outputs * 4;
  gradients = patches + <usize>(COMPONENTS * tilesPerBlock) * patchBytes();
}

/** Of one component of one patch. */
function patchBytes(): usize {
  return paddedStride(channels);
}

function panels(): i32 {
  return (outputs + NR - 1) / NR;
}

function addBlock(command: ChunkedGradient, first: i32, count: i32, isFirst: bool): void {
  const componentBytes = <usize>tilesPerBlock * patchBytes();
  const panelBytes = <usize>tilesPerBlock * PANEL_ROW_BYTES;
  const stride = <usize>outputs << 2;
  for (let tile = 0; tile < count; tile++) {
    const from = patchOf(command.x, first + tile, scratch() + EDGE_BYTES);
    transformPatch(from, patchStride, channels, patches + <usize>tile * patchBytes(), componentBytes);
    packGradient(command.dy, first + tile, gradients + <usize>tile * PANEL_ROW_BYTES, panelBytes);
  }
  let to = sums;
  for (let component = 0; component < COMPONENTS; component++) {
    const a = patches + <usize>component * componentBytes;
    for (let panel = 0; panel < panels(); panel++) {
      const b = gradients + <usize>(component * panels() + panel) * panelBytes;
      const column = panel * NR;
      const c = to + (<usize>column << 2);
      multiplyStrided(channels, a, patchBytes(), b, count, isFirst ? ZEROS : c, isFirst ? 0 : stride, c, stride,
        min(NR, outputs - column), scratch());
    }
    to += <usize>channels * stride;
  }
}

/** The transformed gradient of one tile, as rows of column panels: component, panel, tile, column. */
function packGradient(dy: usize, tile: i32, to: usize, panelBytes: usize): void {
  const pixel = <usize>outputs << 2;
  const right = columnsOf(tile) == 2 ? pixel : 0;
  const below = rowsOf(tile) == 2 ? <usize>outWidth * pixel : 0;
  const componentBytes = <usize>panels() * panelBytes;
  let from = dy + <usize>positionOf(tile) * pixel;
  for (let column = 0; column < outputs; column += 4, from += 16) {
    const at = to + <usize>(column / NR) * panelBytes + (<usize>(column % NR) << 2);
    transformOutputGradient(from, right, below, at, componentBytes);
  }
}

/** Gᵀ s G of all sums; false if a number is not finite, which may be due to the transforms alone. */
function finishChunk(to: usize): bool {
  const component = <usize>channels * <usize>outputs * 4;
  let check = f32x4.splat(0);
  for (let at: usize = 0; at < component; at += 16) {
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
      const tap = to + at + column * component;
      v128.store(tap, g0);
      v128.store(tap + 3 * component, g1);
      v128.store(tap + 6 * component, g2);
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
