import { multiplyAdd } from '../runtime/simd';

/** The smallest normal number, 2²³, ½, √½, 1, the polynomial, ln 2 in two parts: from memory, as those of `exp`. */
const CONSTANTS: usize = memory.data<f32>([
  1.17549435e-38, 8388608, 0.5, 0.707106781186547524, 1,
  7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1,
  -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
  -2.12194440e-4, 0.693359375,
]);

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load32_splat(CONSTANTS + index * 4);
}

/** The natural logarithm on four lanes. Source: Cephes (S. Moshier), `logf`. */
// @ts-ignore: decorator
@inline
export function log(x: v128): v128 {
  const subnormal = f32x4.lt(x, constant(0));
  const scaled = v128.bitselect(f32x4.mul(x, constant(1)), x, subnormal);
  const bias = v128.bitselect(i32x4.splat(126 + 23), i32x4.splat(126), subnormal);
  const half = constant(2), one = constant(4);
  let exponent = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(scaled, 23), bias));
  let m = v128.or(v128.and(scaled, i32x4.splat(0x007fffff)), half);
  const low = f32x4.lt(m, constant(3));
  exponent = f32x4.sub(exponent, v128.and(one, low));
  m = f32x4.add(f32x4.sub(m, one), v128.and(m, low));
  const z = f32x4.mul(m, m);
  let y = multiplyAdd(constant(5), m, constant(6));
  y = multiplyAdd(y, m, constant(7));
  y = multiplyAdd(y, m, constant(8));
  y = multiplyAdd(y, m, constant(9));
  y = multiplyAdd(y, m, constant(10));
  y = multiplyAdd(y, m, constant(11));
  y = multiplyAdd(y, m, constant(12));
  y = multiplyAdd(y, m, constant(13));
  y = f32x4.mul(f32x4.mul(y, m), z);
  y = multiplyAdd(exponent, constant(14), y);
  y = f32x4.sub(y, f32x4.mul(z, half));
  const finite = multiplyAdd(exponent, constant(15), f32x4.add(m, y));
  return edges(x, finite);
}

/** log(0) = -Infinity, log(Infinity) = Infinity, NaN below zero and for NaN. */
// @ts-ignore: decorator
@inline
function edges(x: v128, finite: v128): v128 {
  const zero = f32x4.splat(0);
  let y = v128.bitselect(f32x4.splat(-Infinity), finite, f32x4.eq(x, zero));
  y = v128.bitselect(x, y, f32x4.eq(x, f32x4.splat(Infinity)));
  return v128.bitselect(y, f32x4.splat(NaN), f32x4.ge(x, zero));
}

/** log(1 + x) for x >= 0: what rounding 1 + x lost is put back to first order. */
// @ts-ignore: decorator
@inline
export function log1p(x: v128): v128 {
  const one = f32x4.splat(1);
  const u = f32x4.add(one, x);
  const lost = f32x4.sub(x, f32x4.sub(u, one));
  return f32x4.add(log(u), f32x4.div(lost, u));
}
