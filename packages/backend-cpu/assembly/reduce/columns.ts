import { Reduction } from '../generated/layout';
import { loadPart, maxLanes, minLanes, storePart, sumLanes } from '../math/lanes';
import { addRow } from '../math/sum';
import { Command, Input, shareStart } from '../runtime/command';

/** Each reduction is a class without state, so that one loop serves them all at no cost. */
// @ts-ignore: decorator
@unmanaged @final
class Sum {
  @inline start(): v128 { return f32x4.splat(0); }
  @inline join(a: v128, b: v128): v128 { return f32x4.add(a, b); }
  @inline across(lanes: v128): f32 { return sumLanes(lanes); }
}
// @ts-ignore: decorator
@unmanaged @final
class Max {
  @inline start(): v128 { return f32x4.splat(-Infinity); }
  @inline join(a: v128, b: v128): v128 { return f32x4.max(a, b); }
  @inline across(lanes: v128): f32 { return maxLanes(lanes); }
}
// @ts-ignore: decorator
@unmanaged @final
class Min {
  @inline start(): v128 { return f32x4.splat(Infinity); }
  @inline join(a: v128, b: v128): v128 { return f32x4.min(a, b); }
  @inline across(lanes: v128): f32 { return minLanes(lanes); }
}

/** Four running results over `count` consecutive elements, then one. */
function reduceRun<Kind>(x: usize, count: i32): f32 {
  const reduction = changetype<Kind>(0);
  // @ts-ignore: every reduction has these
  let a = reduction.start(), b = a, c = a, d = a;
  let left = count;
  for (; left >= 16; left -= 16, x += 64) {
    // @ts-ignore: as above
    a = reduction.join(a, v128.load(x)), b = reduction.join(b, v128.load(x, 16));
    // @ts-ignore: as above
    c = reduction.join(c, v128.load(x, 32)), d = reduction.join(d, v128.load(x, 48));
  }
  // @ts-ignore: as above
  for (; left >= 4; left -= 4, x += 16) a = reduction.join(a, v128.load(x));
  // @ts-ignore: as above
  for (; left > 0; left--, x += 4) b = reduction.join(b, f32x4.replace_lane(reduction.start(), 0, load<f32>(x)));
  // @ts-ignore: as above
  return reduction.across(reduction.join(reduction.join(a, b), reduction.join(c, d)));
}

/** Down `rows` rows of `columns` elements, sixteen columns at a time. */
function reduceDown<Kind>(x: usize, rows: i32, stride: usize, columns: i32, y: usize, divisor: f32): void {
  const reduction = changetype<Kind>(0);
  const divisors = f32x4.splat(divisor); // here: V8 14 (Node 26) cannot widen a vector that is a parameter
  let column = 0;
  for (; column + 16 <= columns; column += 16, x += 64, y += 64) {
    // @ts-ignore: every reduction has these
    let a = reduction.start(), b = a, c = a, d = a;
    let at = x;
    for (let row = 0; row < rows; row++, at += stride) {
      // @ts-ignore: as above
      a = reduction.join(a, v128.load(at)), b = reduction.join(b, v128.load(at, 16));
      // @ts-ignore: as above
      c = reduction.join(c, v128.load(at, 32)), d = reduction.join(d, v128.load(at, 48));
    }
    v128.store(y, f32x4.div(a, divisors)), v128.store(y, f32x4.div(b, divisors), 16);
    v128.store(y, f32x4.div(c, divisors), 32), v128.store(y, f32x4.div(d, divisors), 48);
  }
  for (; column < columns; column += 4, x += 16, y += 16) {
    const lanes = min(4, columns - column);
    // @ts-ignore: as above
    let a = reduction.start();
    let at = x;
    // @ts-ignore: as above
    if (lanes == 4) for (let row = 0; row < rows; row++, at += stride) a = reduction.join(a, v128.load(at));
    // @ts-ignore: as above
    else for (let row = 0; row < rows; row++, at += stride) a = reduction.join(a, loadPart(at, lanes));
    a = f32x4.div(a, divisors);
    if (lanes == 4) v128.store(y, a);
    else storePart(y, a, lanes);
  }
}

/** Columns from which sums go along rows. */
const WIDE_ROW = 64;

/**
 * The same for sums of wide rows, four of which are read at a time as they lie: a few columns of all rows would be a page of
 * memory for each few elements. y, of so few columns, stays in the first-level cache.
 */
function addRows(x: usize, rows: i32, stride: usize, columns: i32, y: usize, divisor: f32): void {
  memory.fill(y, 0, <usize>columns << 2);
  let left = rows;
  for (; left >= 4; left -= 4, x += 4 * stride) addFourRows(x, x + stride, x + 2 * stride, x + 3 * stride, columns, y);
  for (; left > 0; left--, x += stride) addRow(y, x, columns);
  if (divisor != 1) divideRow(y, columns, divisor);
}

function addFourRows(a: usize, b: usize, c: usize, d: usize, columns: i32, y: usize): void {
  let left = columns;
  for (; left >= 8; left -= 8, a += 32, b += 32, c += 32, d += 32, y += 32) {
    const first = plusFour(v128.load(y), v128.load(a), v128.load(b), v128.load(c), v128.load(d));
    const second = plusFour(v128.load(y, 16), v128.load(a, 16), v128.load(b, 16), v128.load(c, 16), v128.load(d, 16));
    v128.store(y, first), v128.store(y, second, 16);
  }
  if (left >= 4) {
    v128.store(y, plusFour(v128.load(y), v128.load(a), v128.load(b), v128.load(c), v128.load(d)));
    left -= 4, a += 16, b += 16, c += 16, d += 16, y += 16;
  }
  if (left == 0) return;
  const sum = plusFour(loadPart(y, left), loadPart(a, left), loadPart(b, left), loadPart(c, left), loadPart(d, left));
  storePart(y, sum, left);
}

// @ts-ignore: decorator
@inline
function plusFour(sum: v128, a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.add(f32x4.add(f32x4.add(f32x4.add(sum, a), b), c), d);
}

function divideRow(y: usize, columns: i32, divisor: f32): void {
  const divisors = f32x4.splat(divisor);
  let left = columns;
  for (; left >= 4; left -= 4, y += 16) v128.store(y, f32x4.div(v128.load(y), divisors));
  if (left != 0) storePart(y, f32x4.div(loadPart(y, left), divisors), left);
}

// @ts-ignore: decorator
@unmanaged @final
export class ReduceColumns extends Command {
  reduction: i32;
  x: Input;
  y: usize;
  rows: i32;
  columns: i32;
  /** Of the rows. */
  chunks: i32;
  /** Of the columns. */
  strips: i32;
  divisor: f32;
}

function reduceAll<Kind>(command: ReduceColumns): void {
  const x = command.x;
  const y = command.y;
  const rows = command.rows;
  const columns = command.columns;
  const chunks = command.chunks;
  const strips = command.strips;
  const divisor = command.divisor;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const strip = item % strips;
    const part = item / strips;
    const chunk = part % chunks;
    const outer = part / chunks;
    const first = shareStart(chunk, chunks, rows, 4);
    const count = shareStart(chunk + 1, chunks, rows, 4) - first;
    const from = x + <usize>(outer * rows + first) * <usize>columns * 4;
    if (columns == 1) {
      store<f32>(y + (<usize>part << 2), reduceRun<Kind>(from, count) / divisor);
    } else {
      const left = shareStart(strip, strips, columns, 16);
      const width = shareStart(strip + 1, strips, columns, 16) - left;
      const to = y + <usize>(part * columns + left) * 4;
      const corner = from + (<usize>left << 2);
      const stride = <usize>columns << 2;
      if (command.reduction == Reduction.sum && width >= WIDE_ROW) addRows(corner, count, stride, width, to, divisor);
      else reduceDown<Kind>(corner, count, stride, width, to, divisor);
    }
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class ReduceRows extends Command {
  reduction: i32;
  x: Input;
  y: usize;
  length: i32;
  runs: i32;
  divisor: f32;
}

/** The most usual reduction: many short runs, several to an item. */
function reduceRuns<Kind>(command: ReduceRows): void {
  const x = command.x;
  const y = command.y;
  const length = command.length;
  const runs = command.runs;
  const divisor = command.divisor;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, runs, 1);
    for (let run = shareStart(item, items, runs, 1); run < end; run++) {
      const from = x + <usize>run * <usize>length * 4;
      store<f32>(y + (<usize>run << 2), reduceRun<Kind>(from, length) / divisor);
    }
  }
}

/**
 * x [outer, rows, columns] to y [outer, chunks, columns]: each chunk of rows reduced on its own, then divided.
 * An item is one chunk of one strip of columns.
 */
export function reduceColumns(command: ReduceColumns): void {
  switch (command.reduction) {
    case Reduction.sum: reduceAll<Sum>(command); return;
    case Reduction.max: reduceAll<Max>(command); return;
    case Reduction.min: reduceAll<Min>(command); return;
  }
}

/** x [runs, length] to y [runs]. */
export function reduceRows(command: ReduceRows): void {
  switch (command.reduction) {
    case Reduction.sum: reduceRuns<Sum>(command); return;
    case Reduction.max: reduceRuns<Max>(command); return;
    case Reduction.min: reduceRuns<Min>(command); return;
  }
}
