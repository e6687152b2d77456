import { multiplyAdd } from '../runtime/simd';

/** ½ π, the polynomials of the sine and of the cosine up to an eighth of a turn, −½ and 1. */
const CONSTANTS: usize = memory.data<f32>([
  1.5707963267948966,
  -1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1,
  2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2,
  -0.5, 1,
]);

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load32_splat(CONSTANTS + index * 4);
}

/** All bits set in the lanes whose integer has this bit. */
// @ts-ignore: decorator
@inline
function hasBit(x: v128, bit: i32): v128 {
  return i32x4.ne(v128.and(x, i32x4.splat(bit)), i32x4.splat(0));
}

// @ts-ignore: decorator
@inline
function signIf(condition: v128): v128 {
  return v128.and(condition, i32x4.splat(0x80000000));
}

/** The nearest quarter of a turn, and the angle from there: exact but for the product with π. */
// @ts-ignore: decorator
@inline
function quarter(turns: v128): v128 {
  return f32x4.nearest(f32x4.mul(turns, f32x4.splat(4)));
}

// @ts-ignore: decorator
@inline
function angleFrom(quarters: v128, turns: v128): v128 {
  return f32x4.mul(f32x4.sub(f32x4.mul(turns, f32x4.splat(4)), quarters), constant(0));
}

// @ts-ignore: decorator
@inline
function sineOf(angle: v128): v128 {
  const square = f32x4.mul(angle, angle);
  const series = multiplyAdd(multiplyAdd(constant(1), square, constant(2)), square, constant(3));
  return multiplyAdd(f32x4.mul(square, angle), series, angle);
}

// @ts-ignore: decorator
@inline
function cosineOf(angle: v128): v128 {
  const square = f32x4.mul(angle, angle);
  const series = multiplyAdd(multiplyAdd(constant(4), square, constant(5)), square, constant(6));
  const rest = multiplyAdd(f32x4.mul(square, square), series, f32x4.mul(square, constant(7)));
  return f32x4.add(constant(8), rest);
}

/** sin(2π · turns) for turns from 0 to 1. Source: Cephes (S. Moshier), `sinf` and `cosf`. */
// @ts-ignore: decorator
@inline
export function sineOfTurns(turns: v128): v128 {
  const quarters = quarter(turns);
  const angle = angleFrom(quarters, turns);
  const which = i32x4.trunc_sat_f32x4_s(quarters);
  const value = v128.bitselect(cosineOf(angle), sineOf(angle), hasBit(which, 1));
  return v128.xor(value, signIf(hasBit(which, 2)));
}

/** cos(2π · turns) for turns from 0 to 1: the sine, a quarter of a turn further. */
// @ts-ignore: decorator
@inline
export function cosineOfTurns(turns: v128): v128 {
  const quarters = quarter(turns);
  const angle = angleFrom(quarters, turns);
  const which = i32x4.add(i32x4.trunc_sat_f32x4_s(quarters), i32x4.splat(1));
  const value = v128.bitselect(cosineOf(angle), sineOf(angle), hasBit(which, 1));
  return v128.xor(value, signIf(hasBit(which, 2)));
}
