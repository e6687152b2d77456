import { exp, expBelowOne } from './exp';

/** 1 / (1 + e^-x), from e^-|x|: no overflow, and the left tail keeps its precision. */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  const small = expBelowOne(f32x4.neg(f32x4.abs(x)));
  const upper = v128.bitselect(small, one, f32x4.lt(x, f32x4.splat(0)));
  return f32x4.div(upper, f32x4.add(one, small));
}

/**
 * Hyperbolic tangent. Source: Cephes (S. Moshier), `tanhf`: an odd polynomial near zero, 1 - 2 / (e^2|x| + 1) elsewhere.
 */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const one = f32x4.splat(1);
  const magnitude = f32x4.abs(x);
  const grown = exp(f32x4.add(magnitude, magnitude));
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(grown, one)));
  const sign = v128.and(x, i32x4.splat(<i32>0x80000000));
  const z = f32x4.mul(x, x);
  let y = f32x4.splat(-5.70498872745e-3);
  y = f32x4.add(f32x4.mul(y, z), f32x4.splat(2.06390887954e-2));
  y = f32x4.add(f32x4.mul(y, z), f32x4.splat(-5.37397155531e-2));
  y = f32x4.add(f32x4.mul(y, z), f32x4.splat(1.33314422036e-1));
  y = f32x4.add(f32x4.mul(y, z), f32x4.splat(-3.33332819422e-1));
  const near = f32x4.add(f32x4.mul(f32x4.mul(y, z), x), x);
  return v128.bitselect(near, v128.or(far, sign), f32x4.lt(magnitude, f32x4.splat(0.625)));
}
