/** Gradients of activations from what they gave: y = f(z). */

// @ts-ignore: decorator
@inline
export function reluGrad(dy: v128, y: v128): v128 { return v128.andnot(dy, f32x4.le(y, f32x4.splat(0))); }
// @ts-ignore: decorator
@inline
export function relu6Grad(dy: v128, y: v128): v128 {
  return v128.andnot(dy, v128.or(f32x4.le(y, f32x4.splat(0)), f32x4.ge(y, f32x4.splat(6))));
}
// @ts-ignore: decorator
@inline
export function sigmoidGrad(dy: v128, y: v128): v128 {
  return f32x4.mul(dy, f32x4.mul(y, f32x4.sub(f32x4.splat(1), y)));
}
// @ts-ignore: decorator
@inline
export function tanhGrad(dy: v128, y: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.mul(dy, f32x4.mul(f32x4.sub(one, y), f32x4.add(one, y)));
}
// @ts-ignore: decorator
@inline
export function eluGrad(dy: v128, y: v128): v128 {
  const below = f32x4.mul(dy, f32x4.add(y, f32x4.splat(1)));
  return v128.bitselect(dy, below, f32x4.ge(y, f32x4.splat(0)));
}
// @ts-ignore: decorator
@inline
export function leakyReluGrad(dy: v128, y: v128, alpha: v128): v128 {
  return v128.bitselect(dy, f32x4.mul(alpha, dy), f32x4.gt(y, f32x4.splat(0)));
}
