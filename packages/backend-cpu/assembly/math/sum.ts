import { loadPart, sumLanes } from './lanes';

/** In four running sums. */
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
