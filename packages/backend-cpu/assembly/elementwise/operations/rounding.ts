import { floorQuotientOf, moduloOf } from '../../math/scalar';

/** 0 for NaN, as with PyTorch and tfjs. */
// @ts-ignore: decorator
@inline
export function sign(x: v128): v128 {
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  return v128.or(v128.and(f32x4.gt(x, zero), one), v128.and(f32x4.lt(x, zero), f32x4.neg(one)));
}
// @ts-ignore: decorator
@inline
export function floor(x: v128): v128 { return f32x4.floor(x); }
// @ts-ignore: decorator
@inline
export function ceil(x: v128): v128 { return f32x4.ceil(x); }
/** Halves go to the even neighbour. */
// @ts-ignore: decorator
@inline
export function round(x: v128): v128 { return f32x4.nearest(x); }
/** The remainder with the sign of b. */
// @ts-ignore: decorator
@inline
export function mod(a: v128, b: v128): v128 {
  return f32x4(
    moduloOf(f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)),
    moduloOf(f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)),
    moduloOf(f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)),
    moduloOf(f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)),
  );
}
/** As integers. */
// @ts-ignore: decorator
@inline
export function floorDiv(a: v128, b: v128): v128 {
  return i32x4(
    floorQuotientOf(f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)),
    floorQuotientOf(f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)),
    floorQuotientOf(f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)),
    floorQuotientOf(f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)),
  );
}
