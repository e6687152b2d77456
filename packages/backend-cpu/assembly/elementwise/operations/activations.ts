import { exp as expOf, expBelowOne } from '../../math/exp';
import { erf as erfOf } from '../../math/erf';
import { expm1 as expm1Of } from '../../math/expm1';
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
// @ts-ignore: decorator
@inline
export function expm1(x: v128): v128 { return expm1Of(x); }
/** log(1 + x): what rounding 1 + x lost is put back, unless there is nothing left, or no end. */
// @ts-ignore: decorator
@inline
export function log1p(x: v128): v128 {
  const ordinary = v128.and(f32x4.gt(x, f32x4.splat(-1)), f32x4.lt(x, f32x4.splat(Infinity)));
  const y = v128.bitselect(log1pOf(x), logOf(f32x4.add(f32x4.splat(1), x)), ordinary);
  return v128.bitselect(x, y, f32x4.eq(x, f32x4.splat(0)));
}
// @ts-ignore: decorator
@inline
export function erf(x: v128): v128 { return erfOf(x); }
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
/** Klambauer and others, Self-Normalizing Neural Networks, 2017: alpha (e^x - 1) below zero, and all of it scaled. */
// @ts-ignore: decorator
@inline
export function selu(x: v128): v128 {
  const below = f32x4.mul(f32x4.splat(1.7580993408473768), expm1Of(x));
  return v128.bitselect(f32x4.mul(f32x4.splat(1.0507009873554805), x), below, f32x4.ge(x, f32x4.splat(0)));
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
  return f32x4.add(f32x4.pmax(x, f32x4.splat(0)), log1pOf(expBelowOne(f32x4.neg(f32x4.abs(x)))));
}
