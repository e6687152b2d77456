import { loadPart, storePart, sumLanes } from './lanes';

/** The sum of a row, in four running sums. */
export function sumOf(x: usize, count: i32): f32 {
  let a = f32x4.splat(0), b = a, c = a, d = a;
  for (; count >= 16; count -= 16, x += 64) {
    a = f32x4.add(a, v128.load(x)), b = f32x4.add(b, v128.load(x, 16));
    c = f32x4.add(c, v128.load(x, 32)), d = f32x4.add(d, v128.load(x, 48));
  }
  for (; count >= 4; count -= 4, x += 16) a = f32x4.add(a, v128.load(x));
  if (count != 0) b = f32x4.add(b, loadPart(x, count));
  return sumLanes(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
}

/** to += from, for a row. */
export function addRow(to: usize, from: usize, length: i32): void {
  for (; length >= 4; length -= 4, to += 16, from += 16) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  }
  if (length != 0) storePart(to, f32x4.add(loadPart(to, length), loadPart(from, length)), length);
}
