/** The way back of a tile's products: Aᵀ m A, then bias and activation. */
import { Convolution } from '../conv/convolve';
import { activate, activated, rectify } from '../gemm/epilogue';
import { Activation, NR, ZEROS } from '../generated/layout';
import { outWidth } from '../window/window';
import {
  areFinite, beginCheck, foldLargeTile, LARGE_BIAS, LARGE_LIMITS, LARGE_TILE, PAIR, PAIR_BYTES,
} from './largeTransforms';
import { components, fetchRows } from './tiles';

/** Where the products of a tile lie for an output, from those of the first one on. */
// @ts-ignore: decorator
@inline
function productsOf(m: usize, output: i32, productBytes: usize): usize {
  return m + <usize>(output / NR * components) * productBytes + (<usize>(output % NR) << 2);
}

function rowsAt(place: usize): i32 {
  return load<i32>(place, 4);
}
function columnsAt(place: usize): i32 {
  return load<i32>(place, 8);
}

/** A tile of 2×2; false if a number is not finite. */
export function finishTile(command: Convolution, place: usize, m: usize, productBytes: usize): bool {
  const activation = command.activation;
  const alpha = command.alpha;
  const bias = command.bias;
  const outputs = command.outputs;
  const pixel = <usize>outputs << 2;
  const right = columnsAt(place) == 2 ? pixel : 0;
  const below = rowsAt(place) == 2 ? <usize>outWidth * pixel : 0;
  let to = command.y + load<usize>(place);
  let check = f32x4.splat(0);
  for (let output = 0; output < outputs; output += 4) {
    const start = bias != 0 ? v128.load(bias + (<usize>output << 2)) : f32x4.splat(0);
    const from = productsOf(m, output, productBytes);
    const s00 = upper(from, productBytes), s10 = lower(from, productBytes);
    const s01 = upper(from + productBytes, productBytes), s11 = lower(from + productBytes, productBytes);
    const s02 = upper(from + 2 * productBytes, productBytes), s12 = lower(from + 2 * productBytes, productBytes);
    const s03 = upper(from + 3 * productBytes, productBytes), s13 = lower(from + 3 * productBytes, productBytes);
    const y00 = f32x4.add(f32x4.add(f32x4.add(s00, s01), s02), start);
    const y01 = f32x4.add(f32x4.sub(f32x4.sub(s01, s02), s03), start);
    const y10 = f32x4.add(f32x4.add(f32x4.add(s10, s11), s12), start);
    const y11 = f32x4.add(f32x4.sub(f32x4.sub(s11, s12), s13), start);
    check = f32x4.add(check, f32x4.mul(f32x4.add(f32x4.add(y00, y01), f32x4.add(y10, y11)), f32x4.splat(0)));
    v128.store(to, activated(activation, alpha, y00));
    if (right != 0) v128.store(to + right, activated(activation, alpha, y01));
    if (below != 0) v128.store(to + below, activated(activation, alpha, y10));
    if (right != 0 && below != 0) v128.store(to + right + below, activated(activation, alpha, y11));
    to += 16;
  }
  rectifyTile(command, place);
  return !v128.any_true(f32x4.ne(check, check));
}

/** The first row of Aᵀ times a column of products, and the second. */
// @ts-ignore: decorator
@inline
function upper(m: usize, bytes: usize): v128 {
  return f32x4.add(f32x4.add(v128.load(m), v128.load(m + 4 * bytes)), v128.load(m + 8 * bytes));
}

// @ts-ignore: decorator
@inline
function lower(m: usize, bytes: usize): v128 {
  return f32x4.sub(f32x4.sub(v128.load(m + 4 * bytes), v128.load(m + 8 * bytes)), v128.load(m + 12 * bytes));
}

/** What is prepared for `finishLargeTile`. */
export function readLimits(command: Convolution, work: usize): void {
  const activation = command.activation;
  const isRelu = activation == Activation.relu || activation == Activation.relu6;
  store<f32>(work + LARGE_LIMITS, isRelu ? 0 : -Infinity);
  store<f32>(work + LARGE_LIMITS, activation == Activation.relu6 ? 6 : Infinity, 4);
}

/** A tile of 4×4 in the same way. */
export function finishLargeTile(command: Convolution, place: usize, m: usize, productBytes: usize, work: usize): bool {
  const outputs = command.outputs;
  const pixel = <usize>outputs << 2;
  const line = <usize>outWidth * pixel;
  const y = command.y + load<usize>(place);
  const isWhole = rowsAt(place) == 4 && columnsAt(place) == 4;
  fetchRows(y, line, <usize>columnsAt(place) * pixel, rowsAt(place), work);
  beginCheck(work);
  for (let output = 0; output < outputs; output += PAIR) {
    const count = min(PAIR, outputs - output);
    const from = productsOf(m, output, productBytes);
    const start = startOf(command, output, count, work);
    const to = y + (<usize>output << 2);
    if (isWhole && count == PAIR) {
      foldLargeTile(from, productBytes, start, to, line, pixel, work);
    } else {
      foldLargeTile(from, productBytes, start, work + LARGE_TILE, 4 * PAIR_BYTES, PAIR_BYTES, work);
      emptyLargeTile(work + LARGE_TILE, place, to, line, pixel, <usize>count << 2);
    }
  }
  if (command.activation == Activation.leakyrelu) {
    for (let row = 0; row < rowsAt(place); row++) {
      activate(Activation.leakyrelu, command.alpha, y + <usize>row * line, pixel, columnsAt(place), outputs);
    }
  }
  rectifyTile(command, place);
  return areFinite(work);
}

function rectifyTile(command: Convolution, place: usize): void {
  if (command.mask == 0) return;
  const outputs = command.outputs;
  const pixel = <usize>outputs << 2;
  let at = load<usize>(place);
  for (let row = rowsAt(place); row > 0; row--, at += <usize>outWidth * pixel) {
    rectify(command.mask + at, command.y + at, pixel, columnsAt(place), outputs);
  }
}

/** Where the biases of a pair of outputs lie, of which four may be missing. */
function startOf(command: Convolution, output: i32, count: i32, work: usize): usize {
  if (command.bias == 0) return ZEROS;
  const bias = command.bias + (<usize>output << 2);
  if (count == PAIR) return bias;
  v128.store(work + LARGE_BIAS, v128.load(bias));
  return work + LARGE_BIAS;
}

/** What lies within the output, to y. */
function emptyLargeTile(from: usize, place: usize, to: usize, line: usize, pixel: usize, bytes: usize): void {
  for (let row = rowsAt(place); row > 0; row--, from += 4 * PAIR_BYTES, to += line) {
    for (let column: usize = 0; column < <usize>columnsAt(place); column++) {
      for (let at: usize = 0; at < bytes; at += 16) {
        v128.store(to + column * pixel + at, v128.load(from + column * PAIR_BYTES + at));
      }
    }
  }
}
