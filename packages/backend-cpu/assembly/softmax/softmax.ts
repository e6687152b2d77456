import { expBelowOne } from '../math/exp';
import { loadPart, maxLanes, partMask, storePart } from '../math/lanes';
import { log } from '../math/log';
import { sumOf } from '../math/sum';
import { Command, Input, shareStart } from '../runtime/command';

/** The largest of a row, NaN left out: the sum of its exponentials is NaN if it holds one. */
export function rowMax(x: usize, count: i32): f32 {
  let most = f32x4.splat(-Infinity), most1 = most, most2 = most, most3 = most;
  for (; count >= 16; count -= 16, x += 64) {
    most = f32x4.pmax(most, v128.load(x));
    most1 = f32x4.pmax(most1, v128.load(x, 16));
    most2 = f32x4.pmax(most2, v128.load(x, 32));
    most3 = f32x4.pmax(most3, v128.load(x, 48));
  }
  most = f32x4.pmax(f32x4.pmax(most, most1), f32x4.pmax(most2, most3));
  for (; count >= 4; count -= 4, x += 16) most = f32x4.pmax(most, v128.load(x));
  if (count != 0) most = f32x4.pmax(most, v128.bitselect(loadPart(x, count), most, partMask(count)));
  return maxLanes(most);
}

/**
 * y = e^(scale (x - shift)) for a row; returns its sum. The scale comes last, for the largest does not depend on it.
 *
 * Eight vectors at a time: constants are read once between two stores. Sums are not made on the way: V8 widens what is stored
 * side by side, and would take it all apart for sums, which it keeps in narrow registers.
 */
export function exponentials(x: usize, y: usize, count: i32, shift: f32, scale: f32): f32 {
  const shifts = f32x4.splat(shift), scales = f32x4.splat(scale);
  let from = x, to = y, left = count;
  for (; left >= 32; left -= 32, from += 128, to += 128) {
    const y0 = raised(v128.load(from), shifts, scales), y1 = raised(v128.load(from, 16), shifts, scales);
    const y2 = raised(v128.load(from, 32), shifts, scales), y3 = raised(v128.load(from, 48), shifts, scales);
    const y4 = raised(v128.load(from, 64), shifts, scales), y5 = raised(v128.load(from, 80), shifts, scales);
    const y6 = raised(v128.load(from, 96), shifts, scales), y7 = raised(v128.load(from, 112), shifts, scales);
    v128.store(to, y0), v128.store(to, y1, 16), v128.store(to, y2, 32), v128.store(to, y3, 48);
    v128.store(to, y4, 64), v128.store(to, y5, 80), v128.store(to, y6, 96), v128.store(to, y7, 112);
  }
  for (; left >= 8; left -= 8, from += 32, to += 32) {
    const y0 = raised(v128.load(from), shifts, scales), y1 = raised(v128.load(from, 16), shifts, scales);
    v128.store(to, y0), v128.store(to, y1, 16);
  }
  if (left >= 4) {
    v128.store(to, raised(v128.load(from), shifts, scales));
    left -= 4, from += 16, to += 16;
  }
  if (left != 0) storePart(to, raised(loadPart(from, left), shifts, scales), left);
  return sumOf(y, count);
}

/** e^(scale (x - shift)), on four lanes. */
// @ts-ignore: decorator
@inline
export function raised(x: v128, shifts: v128, scales: v128): v128 {
  return expBelowOne(f32x4.mul(f32x4.sub(x, shifts), scales));
}

export function scaleRow(y: usize, count: i32, factor: f32): void {
  const factors = f32x4.splat(factor);
  for (; count >= 8; count -= 8, y += 32) {
    const scaled = f32x4.mul(v128.load(y), factors), scaled1 = f32x4.mul(v128.load(y, 16), factors);
    v128.store(y, scaled);
    v128.store(y, scaled1, 16);
  }
  for (; count >= 4; count -= 4, y += 16) v128.store(y, f32x4.mul(v128.load(y), factors));
  if (count != 0) storePart(y, f32x4.mul(loadPart(y, count), factors), count);
}

// @ts-ignore: decorator
@unmanaged @final
export class Softmax extends Command {
  x: Input;
  y: usize;
  rows: i32;
  columns: i32;
}

/** y = x - first - second for a row. */
function lowerRow(x: usize, y: usize, count: i32, first: f32, second: f32): void {
  const firsts = f32x4.splat(first), seconds = f32x4.splat(second);
  for (; count >= 8; count -= 8, x += 32, y += 32) {
    const lowered = f32x4.sub(f32x4.sub(v128.load(x), firsts), seconds);
    const lowered1 = f32x4.sub(f32x4.sub(v128.load(x, 16), firsts), seconds);
    v128.store(y, lowered);
    v128.store(y, lowered1, 16);
  }
  for (; count >= 4; count -= 4, x += 16, y += 16) {
    v128.store(y, f32x4.sub(f32x4.sub(v128.load(x), firsts), seconds));
  }
  if (count != 0) storePart(y, f32x4.sub(f32x4.sub(loadPart(x, count), firsts), seconds), count);
}

/** Each row of y = softmax of x's. */
export function softmax(command: Softmax): void {
  eachRow(command, false);
}

/** Each row of y = logarithms of the softmax of x's. */
export function logSoftmax(command: Softmax): void {
  eachRow(command, true);
}

/** The exponentials of a row lie in y until their sum is known. */
function eachRow(command: Softmax, takesLogarithms: bool): void {
  const x = command.x;
  const y = command.y;
  const rows = command.rows;
  const columns = command.columns;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, rows, 1);
    for (let row = shareStart(item, items, rows, 1); row < end; row++) {
      const offset = <usize>row * <usize>columns * 4;
      const most = rowMax(x + offset, columns);
      const sum = exponentials(x + offset, y + offset, columns, most, 1);
      if (!takesLogarithms) scaleRow(y + offset, columns, 1 / sum);
      else lowerRow(x + offset, y + offset, columns, most, f32x4.extract_lane(log(f32x4.splat(sum)), 0));
    }
  }
}
