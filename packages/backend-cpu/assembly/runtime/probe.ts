/** What the choice of a variant asks of a machine; no kernel uses it. */
import { multiplyAdd } from './simd';

/** For finding out whether this machine rounds once or twice. */
export function multiplyAddOnce(a: f32, b: f32, c: f32): f32 {
  return f32x4.extract_lane(multiplyAdd(f32x4.splat(a), f32x4.splat(b), f32x4.splat(c)), 0);
}

/**
 * `rounds` times 80 multiplications and additions as fast as 128-bit units can: ten sums that do not wait for each other.
 * They meet in registers, not in neighbouring memory, from where V8 would begin to fuse pairs to 256 bits.
 */
export function multiplyAddNarrow(rounds: i32, factor: f32): f32 {
  const m = f32x4.splat(factor);
  let a = m, b = m, c = m, d = m, e = m, f = m, g = m, h = m, i = m, j = m;
  for (let round = 0; round < rounds; round++) {
    a = multiplyAdd(a, m, m);
    b = multiplyAdd(b, m, m);
    c = multiplyAdd(c, m, m);
    d = multiplyAdd(d, m, m);
    e = multiplyAdd(e, m, m);
    f = multiplyAdd(f, m, m);
    g = multiplyAdd(g, m, m);
    h = multiplyAdd(h, m, m);
    i = multiplyAdd(i, m, m);
    j = multiplyAdd(j, m, m);
  }
  a = f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(f32x4.add(e, f), f32x4.add(g, h)));
  return f32x4.extract_lane(f32x4.add(a, f32x4.add(i, j)), 0);
}
