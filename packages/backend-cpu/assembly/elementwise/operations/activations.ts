import { exp as expOf } from '../../math/exp';
import { log as logOf, log1p as log1pOf } from '../../math/log';
import { sigmoid as sigmoidOf, tanh as tanhOf } from '../../math/sigmoid';

// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 { return expOf(x); }
// @ts-ignore: decorator
@inline
export function log(x: v128): v128 { return logOf(x); }
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 { return sigmoidOf(x); }
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 { return tanhOf(x); }
/** NaN stays, for the first operand is it where they cannot be compared; and one instruction, where `f32x4.max` takes eight. */
// @ts-ignore: decorator
@inline
export function relu(x: v128): v128 { return f32x4.pmax(x, f32x4.splat(0)); }
// @ts-ignore: decorator
@inline
export function relu6(x: v128): v128 { return f32x4.pmin(f32x4.pmax(x, f32x4.splat(0)), f32x4.splat(6)); }
/** x, or alpha x below zero. */
// @ts-ignore: decorator
@inline
export function leakyRelu(x: v128, alpha: v128): v128 {
  return v128.bitselect(f32x4.mul(alpha, x), x, f32x4.lt(x, f32x4.splat(0)));
}
// @ts-ignore: decorator
@inline
export function elu(x: v128): v128 {
  const below = f32x4.sub(expOf(x), f32x4.splat(1));
  return v128.bitselect(x, below, f32x4.ge(x, f32x4.splat(0)));
}
/** 1 above zero, alpha elsewhere, NaN for NaN. */
// @ts-ignore: decorator
@inline
export function step(x: v128, alpha: v128): v128 {
  const y = v128.bitselect(f32x4.splat(1), alpha, f32x4.gt(x, f32x4.splat(0)));
  return v128.bitselect(y, x, f32x4.eq(x, x));
}
/** log(1 + e^x) */
// @ts-ignore: decorator
@inline
export function softplus(x: v128): v128 {
  return f32x4.add(f32x4.pmax(x, f32x4.splat(0)), log1pOf(expOf(f32x4.neg(f32x4.abs(x)))));
}
