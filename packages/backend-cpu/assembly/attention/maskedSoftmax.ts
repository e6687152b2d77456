import { loadPart, maxLanes, partMask, storePart, sumLanes } from '../math/lanes';
import { Command, Flag, Input, shareStart } from '../runtime/command';
import { exponentials, raised, rowMax, scaleRow } from '../softmax/softmax';

// @ts-ignore: decorator
@unmanaged @final
export class MaskedSoftmax extends Command {
  scores: Input;
  /** [samples, keys], positive for what may be looked at; or 0. */
  keep: Input;
  weights: usize;
  rows: i32;
  keys: i32;
  queries: i32;
  /** Rows that share a row of `keep`. */
  rowsPerSample: i32;
  causal: Flag;
  /** Positive. */
  scale: f32;
}

/** See `NeutypeMaskedSoftmax` in `@neutype/core`. Items: shares of the rows. */
export function maskedSoftmax(command: MaskedSoftmax): void {
  const keys = command.keys;
  const rows = command.rows;
  const queries = command.queries;
  const isCausal = command.causal != 0;
  const scale = command.scale;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, rows, 1);
    for (let row = shareStart(item, items, rows, 1); row < end; row++) {
      const offset = <usize>row * <usize>keys * 4;
      const from = command.scores + offset;
      const to = command.weights + offset;
      const seen = isCausal ? min(row % queries + 1, keys) : keys;
      if (command.keep == 0) {
        weighAll(from, to, seen, scale);
      } else {
        const sample = <usize>(row / command.rowsPerSample);
        weighKept(from, command.keep + sample * <usize>keys * 4, to, seen, scale);
      }
      memory.fill(to + (<usize>seen << 2), 0, <usize>(keys - seen) << 2);
    }
  }
}

function weighAll(x: usize, y: usize, count: i32, scale: f32): void {
  scaleRow(y, count, 1 / exponentials(x, y, count, rowMax(x, count), scale));
}

function weighKept(x: usize, keep: usize, y: usize, count: i32, scale: f32): void {
  if (!keepsAny(keep, count)) {
    memory.fill(y, 0, <usize>count << 2);
    return;
  }
  scaleRow(y, count, 1 / keptExponentials(x, keep, y, count, keptMax(x, keep, count), scale));
}

function keepsAny(keep: usize, count: i32): bool {
  for (let at: usize = 0, end = <usize>count << 2; at < end; at += 4) {
    if (load<f32>(keep + at) > 0) return true;
  }
  return false;
}

/** The largest that is kept. */
function keptMax(x: usize, keep: usize, count: i32): f32 {
  const zero = f32x4.splat(0);
  const lowest = f32x4.splat(-Infinity);
  let most = lowest;
  for (; count >= 4; count -= 4, x += 16, keep += 16) {
    most = f32x4.pmax(most, v128.bitselect(v128.load(x), lowest, f32x4.gt(v128.load(keep), zero)));
  }
  if (count != 0) {
    most = f32x4.pmax(most, v128.bitselect(loadPart(x, count), lowest, f32x4.gt(loadPart(keep, count), zero)));
  }
  return maxLanes(most);
}

/** y = e^(scale (x - shift)) where it is kept, else 0; returns the sum. */
function keptExponentials(x: usize, keep: usize, y: usize, count: i32, shift: f32, scale: f32): f32 {
  const shifts = f32x4.splat(shift);
  const scales = f32x4.splat(scale);
  const zero = f32x4.splat(0);
  let sum = zero;
  for (; count >= 4; count -= 4, x += 16, y += 16, keep += 16) {
    const grown = raised(v128.load(x), shifts, scales);
    const counted = v128.and(grown, f32x4.gt(v128.load(keep), zero));
    v128.store(y, counted);
    sum = f32x4.add(sum, counted);
  }
  if (count != 0) {
    const grown = raised(loadPart(x, count), shifts, scales);
    const counted = v128.and(grown, v128.and(f32x4.gt(loadPart(keep, count), zero), partMask(count)));
    storePart(y, counted, count);
    sum = f32x4.add(sum, counted);
  }
  return sumLanes(sum);
}

// @ts-ignore: decorator
@unmanaged @final
export class MaskedSoftmaxGrad extends Command {
  dweights: Input;
  weights: Input;
  dscores: usize;
  rows: i32;
  keys: i32;
  scale: f32;
}

/** dscores = scale weights (dweights - sum of dweights weights), row by row. Items: shares of the rows. */
export function maskedSoftmaxGrad(command: MaskedSoftmaxGrad): void {
  const keys = command.keys;
  const rows = command.rows;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, rows, 1);
    for (let row = shareStart(item, items, rows, 1); row < end; row++) {
      const offset = <usize>row * <usize>keys * 4;
      const dy = command.dweights + offset;
      const y = command.weights + offset;
      slopes(dy, y, command.dscores + offset, keys, productSum(dy, y, keys), command.scale);
    }
  }
}

function productSum(a: usize, b: usize, count: i32): f32 {
  let sum = f32x4.splat(0);
  for (; count >= 4; count -= 4, a += 16, b += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(a), v128.load(b)));
  }
  if (count != 0) sum = f32x4.add(sum, f32x4.mul(loadPart(a, count), loadPart(b, count)));
  return sumLanes(sum);
}

function slopes(dy: usize, y: usize, to: usize, count: i32, common: f32, scale: f32): void {
  const commons = f32x4.splat(common);
  const scales = f32x4.splat(scale);
  for (; count >= 4; count -= 4, dy += 16, y += 16, to += 16) {
    v128.store(to, f32x4.mul(f32x4.mul(v128.load(y), f32x4.sub(v128.load(dy), commons)), scales));
  }
  if (count != 0) {
    const slope = f32x4.mul(loadPart(y, count), f32x4.sub(loadPart(dy, count), commons));
    storePart(to, f32x4.mul(slope, scales), count);
  }
}
