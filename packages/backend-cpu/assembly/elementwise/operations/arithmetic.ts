/**
 * Every exported function of this folder that takes and returns vectors is an operation of the kernel `map`: the build
 * numbers them and writes a loop for each. Conditions are lanes of all ones or all zeros.
 */
// @ts-ignore: decorator
@inline
export function copy(x: v128): v128 { return x; }
// @ts-ignore: decorator
@inline
export function neg(x: v128): v128 { return f32x4.neg(x); }
// @ts-ignore: decorator
@inline
export function abs(x: v128): v128 { return f32x4.abs(x); }
// @ts-ignore: decorator
@inline
export function square(x: v128): v128 { return f32x4.mul(x, x); }
// @ts-ignore: decorator
@inline
export function sqrt(x: v128): v128 { return f32x4.sqrt(x); }
// @ts-ignore: decorator
@inline
export function rsqrt(x: v128): v128 { return f32x4.div(f32x4.splat(1), f32x4.sqrt(x)); }
// @ts-ignore: decorator
@inline
export function reciprocal(x: v128): v128 { return f32x4.div(f32x4.splat(1), x); }

// @ts-ignore: decorator
@inline
export function add(a: v128, b: v128): v128 { return f32x4.add(a, b); }
// @ts-ignore: decorator
@inline
export function sub(a: v128, b: v128): v128 { return f32x4.sub(a, b); }
// @ts-ignore: decorator
@inline
export function mul(a: v128, b: v128): v128 { return f32x4.mul(a, b); }
// @ts-ignore: decorator
@inline
export function div(a: v128, b: v128): v128 { return f32x4.div(a, b); }
// @ts-ignore: decorator
@inline
export function squaredDifference(a: v128, b: v128): v128 {
  const difference = f32x4.sub(a, b);
  return f32x4.mul(difference, difference);
}
// @ts-ignore: decorator
@inline
export function maximum(a: v128, b: v128): v128 { return f32x4.max(a, b); }
// @ts-ignore: decorator
@inline
export function minimum(a: v128, b: v128): v128 { return f32x4.min(a, b); }
// @ts-ignore: decorator
@inline
export function clip(x: v128, low: v128, high: v128): v128 { return f32x4.pmin(f32x4.pmax(x, low), high); }

/** Products and sums in one pass, for `src/map/joinProducts.ts`; rounded twice, as they are one after the other. */
// @ts-ignore: decorator
@inline
export function productPlus(a: v128, b: v128, c: v128): v128 { return f32x4.add(f32x4.mul(a, b), c); }
// @ts-ignore: decorator
@inline
export function productMinus(a: v128, b: v128, c: v128): v128 { return f32x4.sub(f32x4.mul(a, b), c); }
// @ts-ignore: decorator
@inline
export function minusProduct(a: v128, b: v128, c: v128): v128 { return f32x4.sub(c, f32x4.mul(a, b)); }
