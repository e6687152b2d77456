import { truncated } from '../../math/scalar';

// @ts-ignore: decorator
@inline
export function intToFloat(x: v128): v128 { return f32x4.convert_i32x4_s(x); }
// @ts-ignore: decorator
@inline
export function negInt(x: v128): v128 { return i32x4.neg(x); }
// @ts-ignore: decorator
@inline
export function absInt(x: v128): v128 { return i32x4.abs(x); }
// @ts-ignore: decorator
@inline
export function addInt(a: v128, b: v128): v128 { return i32x4.add(a, b); }
// @ts-ignore: decorator
@inline
export function subInt(a: v128, b: v128): v128 { return i32x4.sub(a, b); }
// @ts-ignore: decorator
@inline
export function mulInt(a: v128, b: v128): v128 { return i32x4.mul(a, b); }
// @ts-ignore: decorator
@inline
export function maximumInt(a: v128, b: v128): v128 { return i32x4.max_s(a, b); }
// @ts-ignore: decorator
@inline
export function minimumInt(a: v128, b: v128): v128 { return i32x4.min_s(a, b); }
// @ts-ignore: decorator
@inline
export function greaterInt(a: v128, b: v128): v128 { return i32x4.gt_s(a, b); }
// @ts-ignore: decorator
@inline
export function greaterEqualInt(a: v128, b: v128): v128 { return i32x4.ge_s(a, b); }
// @ts-ignore: decorator
@inline
export function lessInt(a: v128, b: v128): v128 { return i32x4.lt_s(a, b); }
// @ts-ignore: decorator
@inline
export function lessEqualInt(a: v128, b: v128): v128 { return i32x4.le_s(a, b); }
// @ts-ignore: decorator
@inline
export function equalInt(a: v128, b: v128): v128 { return i32x4.eq(a, b); }
// @ts-ignore: decorator
@inline
export function notEqualInt(a: v128, b: v128): v128 { return i32x4.ne(a, b); }
// @ts-ignore: decorator
@inline
export function floatToInt(x: v128): v128 {
  return i32x4(
    truncated(f32x4.extract_lane(x, 0)), truncated(f32x4.extract_lane(x, 1)),
    truncated(f32x4.extract_lane(x, 2)), truncated(f32x4.extract_lane(x, 3)),
  );
}
