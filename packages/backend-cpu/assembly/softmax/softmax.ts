import { exp } from '../math/exp';
import { loadPart, maxLanes, partMask, storePart, sumLanes } from '../math/lanes';
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

/** y = e^(x - shift) for a row; returns its sum. */
export function exponentials(x: usize, y: usize, count: i32, shift: f32): f32 {
  const shifts = f32x4.splat(shift);
  let sum = f32x4.splat(0);
  for (; count >= 4; count -= 4, x += 16, y += 16) {
    const grown = exp(f32x4.sub(v128.load(x), shifts));
    v128.store(y, grown);
    sum = f32x4.add(sum, grown);
  }
  if (count != 0) {
    const grown = v128.and(exp(f32x4.sub(loadPart(x, count), shifts)), partMask(count));
    storePart(y, grown, count);
    sum = f32x4.add(sum, grown);
  }
  return sumLanes(sum);
}

function scaleRow(y: usize, count: i32, factor: f32): void {
  const factors = f32x4.splat(factor);
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

/** Each row of y = softmax of x's. */
export function softmax(command: Softmax): void {
  const x = command.x;
  const y = command.y;
  const rows = command.rows;
  const columns = command.columns;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, rows, 1);
    for (let row = shareStart(item, items, rows, 1); row < end; row++) {
      const offset = <usize>row * <usize>columns * 4;
      const sum = exponentials(x + offset, y + offset, columns, rowMax(x + offset, columns));
      scaleRow(y + offset, columns, 1 / sum);
    }
  }
}
