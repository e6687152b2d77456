import { loadPart, partMask, storePart, sumLanes } from '../math/lanes';
import { sumOf } from '../math/sum';
import { Command, Input, shareStart } from '../runtime/command';

// @ts-ignore: decorator
@unmanaged @final
export class NormalizeRows extends Command {
  x: Input;
  gamma: Input;
  /** Or 0 for none. */
  beta: Input;
  y: usize;
  /** [rows], or 0 where the mean is not taken away. */
  mean: usize;
  /** [rows] */
  invStd: usize;
  rows: i32;
  columns: i32;
  epsilon: f32;
}

/**
 * Each row of y = (x - mean) invStd gamma + beta, with the row's own mean and invStd = 1 / sqrt(mean of (x - mean)² +
 * epsilon). An item is a share of the rows.
 */
export function normalizeRows(command: NormalizeRows): void {
  const x = command.x;
  const y = command.y;
  const mean = command.mean;
  const invStd = command.invStd;
  const gamma = command.gamma;
  const beta = command.beta;
  const rows = command.rows;
  const columns = command.columns;
  const epsilon = command.epsilon;
  const items = command.items;
  for (let item = command.take(); item >= 0; item = command.take()) {
    const end = shareStart(item + 1, items, rows, 1);
    for (let row = shareStart(item, items, rows, 1); row < end; row++) {
      const at = <usize>row * <usize>columns << 2;
      let center: f32 = 0;
      if (mean != 0) {
        center = sumOf(x + at, columns) / <f32>columns;
        store<f32>(mean + (<usize>row << 2), center);
      }
      const scale: f32 = 1 / sqrt<f32>(squaresAround(center, x + at, columns) / <f32>columns + epsilon);
      store<f32>(invStd + (<usize>row << 2), scale);
      normalizeRow(x + at, y + at, columns, center, scale, gamma, beta);
    }
  }
}

/** The sum of (x - center) squared. */
function squaresAround(center: f32, x: usize, count: i32): f32 {
  const centers = f32x4.splat(center);
  let a = f32x4.splat(0), b = a, c = a, d = a;
  for (; count >= 16; count -= 16, x += 64) {
    a = f32x4.add(a, squared(f32x4.sub(v128.load(x), centers)));
    b = f32x4.add(b, squared(f32x4.sub(v128.load(x, 16), centers)));
    c = f32x4.add(c, squared(f32x4.sub(v128.load(x, 32), centers)));
    d = f32x4.add(d, squared(f32x4.sub(v128.load(x, 48), centers)));
  }
  for (; count >= 4; count -= 4, x += 16) a = f32x4.add(a, squared(f32x4.sub(v128.load(x), centers)));
  if (count != 0) b = f32x4.add(b, v128.and(squared(f32x4.sub(loadPart(x, count), centers)), partMask(count)));
  return sumLanes(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
}

// @ts-ignore: decorator
@inline
function squared(value: v128): v128 {
  return f32x4.mul(value, value);
}

function normalizeRow(x: usize, y: usize, count: i32, center: f32, scale: f32, gamma: usize, beta: usize): void {
  const centers = f32x4.splat(center);
  const scales = f32x4.splat(scale);
  for (; count >= 4; count -= 4, x += 16, y += 16, gamma += 16) {
    let value = f32x4.mul(f32x4.mul(f32x4.sub(v128.load(x), centers), scales), v128.load(gamma));
    if (beta != 0) value = f32x4.add(value, v128.load(beta)), beta += 16;
    v128.store(y, value);
  }
  if (count != 0) {
    let value = f32x4.mul(f32x4.mul(f32x4.sub(loadPart(x, count), centers), scales), loadPart(gamma, count));
    if (beta != 0) value = f32x4.add(value, loadPart(beta, count));
    storePart(y, value, count);
  }
}

// @ts-ignore: decorator
@unmanaged @final
export class NormalizeRowsGrad extends Command {
  dy: Input;
  x: Input;
  gamma: Input;
  /** [rows], or 0 where the mean was not taken away. */
  mean: Input;
  /** [rows] */
  invStd: Input;
  dx: usize;
  /** Of dy x̂, [chunks, columns]. */
  gammaSums: usize;
  /** Of dy, [chunks, columns]; or 0 for none. */
  betaSums: usize;
  rows: i32;
  columns: i32;
}

/**
 * dx = invStd (g - mean of g - x̂ mean of g x̂) with g = gamma dy and x̂ the normalized x, without the mean of g where the
 * mean of x was not taken away; and the sums that gamma's and beta's gradients are made of. An item is a chunk of the rows.
 */
export function normalizeRowsGrad(command: NormalizeRowsGrad): void {
  const dy = command.dy;
  const x = command.x;
  const dx = command.dx;
  const gamma = command.gamma;
  const mean = command.mean;
  const invStd = command.invStd;
  const rows = command.rows;
  const columns = command.columns;
  const chunks = command.items;
  const bytes = <usize>columns << 2;
  const share: f32 = 1 / <f32>columns;
  for (let chunk = command.take(); chunk >= 0; chunk = command.take()) {
    const gammaSums = command.gammaSums + <usize>chunk * bytes;
    const betaSums = command.betaSums == 0 ? 0 : command.betaSums + <usize>chunk * bytes;
    memory.fill(gammaSums, 0, bytes);
    if (betaSums != 0) memory.fill(betaSums, 0, bytes);
    const end = shareStart(chunk + 1, chunks, rows, 1);
    for (let row = shareStart(chunk, chunks, rows, 1); row < end; row++) {
      const at = <usize>row * bytes;
      const center: f32 = mean == 0 ? 0 : load<f32>(mean + (<usize>row << 2));
      const scale = load<f32>(invStd + (<usize>row << 2));
      const along = addToSums(dy + at, x + at, gamma, columns, center, scale, gammaSums, betaSums) * share;
      const even: f32 = mean == 0 ? 0 : sumOfProducts(dy + at, gamma, columns) * share;
      rowGradient(dy + at, x + at, gamma, dx + at, columns, center, scale, even, along);
    }
  }
}

/** Adds dy x̂ and dy of a row to the running sums; returns the sum of g x̂. */
function addToSums(
  dy: usize, x: usize, gamma: usize, count: i32, center: f32, scale: f32, gammaSums: usize, betaSums: usize,
): f32 {
  const centers = f32x4.splat(center);
  const scales = f32x4.splat(scale);
  let along = f32x4.splat(0);
  for (; count >= 4; count -= 4, dy += 16, x += 16, gamma += 16, gammaSums += 16) {
    const gradient = v128.load(dy);
    const product = f32x4.mul(gradient, f32x4.mul(f32x4.sub(v128.load(x), centers), scales));
    along = f32x4.add(along, f32x4.mul(product, v128.load(gamma)));
    v128.store(gammaSums, f32x4.add(v128.load(gammaSums), product));
    if (betaSums != 0) v128.store(betaSums, f32x4.add(v128.load(betaSums), gradient)), betaSums += 16;
  }
  if (count != 0) {
    const gradient = loadPart(dy, count);
    const product = f32x4.mul(gradient, f32x4.mul(f32x4.sub(loadPart(x, count), centers), scales));
    along = f32x4.add(along, v128.and(f32x4.mul(product, loadPart(gamma, count)), partMask(count)));
    storePart(gammaSums, f32x4.add(loadPart(gammaSums, count), product), count);
    if (betaSums != 0) storePart(betaSums, f32x4.add(loadPart(betaSums, count), gradient), count);
  }
  return sumLanes(along);
}

function sumOfProducts(a: usize, b: usize, count: i32): f32 {
  let sum = f32x4.splat(0), other = sum;
  for (; count >= 8; count -= 8, a += 32, b += 32) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(a), v128.load(b)));
    other = f32x4.add(other, f32x4.mul(v128.load(a, 16), v128.load(b, 16)));
  }
  for (; count >= 4; count -= 4, a += 16, b += 16) sum = f32x4.add(sum, f32x4.mul(v128.load(a), v128.load(b)));
  if (count != 0) other = f32x4.add(other, f32x4.mul(loadPart(a, count), loadPart(b, count)));
  return sumLanes(f32x4.add(sum, other));
}

function rowGradient(
  dy: usize, x: usize, gamma: usize, dx: usize, count: i32, center: f32, scale: f32, even: f32, along: f32,
): void {
  const centers = f32x4.splat(center);
  const scales = f32x4.splat(scale);
  const evens = f32x4.splat(even);
  const alongs = f32x4.splat(along);
  for (; count >= 4; count -= 4, dy += 16, x += 16, gamma += 16, dx += 16) {
    const normalized = f32x4.mul(f32x4.sub(v128.load(x), centers), scales);
    const rest = f32x4.sub(f32x4.sub(f32x4.mul(v128.load(dy), v128.load(gamma)), evens), f32x4.mul(normalized, alongs));
    v128.store(dx, f32x4.mul(rest, scales));
  }
  if (count != 0) {
    const normalized = f32x4.mul(f32x4.sub(loadPart(x, count), centers), scales);
    const gradient = f32x4.mul(loadPart(dy, count), loadPart(gamma, count));
    const rest = f32x4.sub(f32x4.sub(gradient, evens), f32x4.mul(normalized, alongs));
    storePart(dx, f32x4.mul(rest, scales), count);
  }
}
