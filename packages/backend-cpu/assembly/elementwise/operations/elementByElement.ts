import { atan2Of, cosOf, powOf, sinOf, tanOf } from '../../math/scalar';

/** One element after the other: functions whose cases differ too much for vectors. */

// @ts-ignore: decorator
@inline
export function sin(x: v128): v128 {
  return f32x4(
    sinOf(f32x4.extract_lane(x, 0)), sinOf(f32x4.extract_lane(x, 1)),
    sinOf(f32x4.extract_lane(x, 2)), sinOf(f32x4.extract_lane(x, 3)),
  );
}
// @ts-ignore: decorator
@inline
export function cos(x: v128): v128 {
  return f32x4(
    cosOf(f32x4.extract_lane(x, 0)), cosOf(f32x4.extract_lane(x, 1)),
    cosOf(f32x4.extract_lane(x, 2)), cosOf(f32x4.extract_lane(x, 3)),
  );
}
// @ts-ignore: decorator
@inline
export function tan(x: v128): v128 {
  return f32x4(
    tanOf(f32x4.extract_lane(x, 0)), tanOf(f32x4.extract_lane(x, 1)),
    tanOf(f32x4.extract_lane(x, 2)), tanOf(f32x4.extract_lane(x, 3)),
  );
}
// @ts-ignore: decorator
@inline
export function atan2(y: v128, x: v128): v128 {
  return f32x4(
    atan2Of(f32x4.extract_lane(y, 0), f32x4.extract_lane(x, 0)),
    atan2Of(f32x4.extract_lane(y, 1), f32x4.extract_lane(x, 1)),
    atan2Of(f32x4.extract_lane(y, 2), f32x4.extract_lane(x, 2)),
    atan2Of(f32x4.extract_lane(y, 3), f32x4.extract_lane(x, 3)),
  );
}
// @ts-ignore: decorator
@inline
export function pow(base: v128, exponent: v128): v128 {
  return f32x4(
    powOf(f32x4.extract_lane(base, 0), f32x4.extract_lane(exponent, 0)),
    powOf(f32x4.extract_lane(base, 1), f32x4.extract_lane(exponent, 1)),
    powOf(f32x4.extract_lane(base, 2), f32x4.extract_lane(exponent, 2)),
    powOf(f32x4.extract_lane(base, 3), f32x4.extract_lane(exponent, 3)),
  );
}
