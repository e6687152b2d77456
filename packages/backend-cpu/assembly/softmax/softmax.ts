import { expBelowOne } from '../math/exp';
import { loadPart, maxLanes, partMask, storePart, sumLanes } from '../math/lanes';
import { log } from '../math/log';
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

/** y = e^(x - shift) for a row; returns its sum. Four vectors at a time, for which constants are read once. */
export function exponentials(x: usize, y: usize, count: i32, shift: f32): f32 {
  const shifts = f32x4.splat(shift);
  let sum = f32x4.splat(0), sum1 = sum;
  for (; count >= 16; count -= 16, x += 64, y += 64) {
    const grown = expBelowOne(f32x4.sub(v128.load(x), shifts));
    const grown1 = expBelowOne(f32x4.sub(v128.load(x, 16), shifts));
    const grown2 = expBelowOne(f32x4.sub(v128.load(x, 32), shifts));
    const grown3 = expBelowOne(f32x4.sub(v128.load(x, 48), shifts));
    v128.store(y, grown);
    v128.store(y, grown1, 16);
    v128.store(y, grown2, 32);
    v128.store(y, grown3, 48);
    sum = f32x4.add(sum, f32x4.add(grown, grown2));
    sum1 = f32x4.add(sum1, f32x4.add(grown1, grown3));
  }
  for (; count >= 4; count -= 4, x += 16, y += 16) {
    const grown = expBelowOne(f32x4.sub(v128.load(x), shifts));
    v128.store(y, grown);
    sum = f32x4.add(sum, grown);
  }
  if (count != 0) {
    const grown = v128.and(expBelowOne(f32x4.sub(loadPart(x, count), shifts)), partMask(count));
    storePart(y, grown, count);
    sum1 = f32x4.add(sum1, grown);
  }
  return sumLanes(f32x4.add(sum, sum1));
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
      const sum = exponentials(x + offset, y + offset, columns, most);
      if (!takesLogarithms) scaleRow(y + offset, columns, 1 / sum);
      else lowerRow(x + offset, y + offset, columns, most, f32x4.extract_lane(log(f32x4.splat(sum)), 0));
    }
  }
}
