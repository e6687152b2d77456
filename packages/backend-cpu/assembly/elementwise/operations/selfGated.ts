import { exp as expOf } from '../../math/exp';
import { erf as erfOf } from '../../math/erf';
import { sigmoid as sigmoidOf } from '../../math/sigmoid';

/** Activations that are their input times a gate, a function of that input; and their gradients from the input. */

/** The weight of the cube, and 2 √(2/π): the tanh approximation of gelu, (1 + tanh u) / 2 = sigmoid(2u). */
const CUBE: f32 = 0.044715;
const SCALE: f32 = 1.5957691216057308;

// @ts-ignore: decorator
@inline
function normal(x: v128): v128 {
  const half = f32x4.splat(0.5);
  return f32x4.add(half, f32x4.mul(half, erfOf(f32x4.mul(x, f32x4.splat(0.7071067811865476)))));
}
/** scale · x · (1 + cube · x²) */
// @ts-ignore: decorator
@inline
function cubic(x: v128, cube: f32): v128 {
  const y = f32x4.add(f32x4.splat(1), f32x4.mul(f32x4.splat(cube), f32x4.mul(x, x)));
  return f32x4.mul(f32x4.mul(f32x4.splat(SCALE), x), y);
}
/** s (1 + x (1 - s)) */
// @ts-ignore: decorator
@inline
function slope(s: v128, x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.mul(s, f32x4.add(one, f32x4.mul(x, f32x4.sub(one, s))));
}
// @ts-ignore: decorator
@inline
function hard(x: v128): v128 {
  const y = f32x4.add(f32x4.mul(x, f32x4.splat(0.16666666666666667)), f32x4.splat(0.5));
  return f32x4.pmin(f32x4.pmax(y, f32x4.splat(0)), f32x4.splat(1));
}
/** n² + 2n for n = e^x: tanh(log(1 + n)) is that over that and 2. Beyond 20 it is 1, before n² overflows. */
// @ts-ignore: decorator
@inline
function grown(n: v128): v128 { return f32x4.mul(n, f32x4.add(n, f32x4.splat(2))); }
// @ts-ignore: decorator
@inline
function bounded(x: v128): v128 { return expOf(f32x4.pmin(x, f32x4.splat(20))); }

// @ts-ignore: decorator
@inline
export function gelu(x: v128): v128 { return f32x4.mul(x, normal(x)); }
// @ts-ignore: decorator
@inline
export function geluGrad(dy: v128, x: v128): v128 {
  const density = f32x4.mul(
    f32x4.splat(0.3989422804014327),
    expOf(f32x4.mul(f32x4.splat(-0.5), f32x4.mul(x, x))),
  );
  return f32x4.mul(dy, f32x4.add(normal(x), f32x4.mul(x, density)));
}
// @ts-ignore: decorator
@inline
export function geluTanh(x: v128): v128 { return f32x4.mul(x, sigmoidOf(cubic(x, CUBE))); }
// @ts-ignore: decorator
@inline
export function geluTanhGrad(dy: v128, x: v128): v128 {
  return f32x4.mul(dy, slope(sigmoidOf(cubic(x, CUBE)), cubic(x, 3 * CUBE)));
}
// @ts-ignore: decorator
@inline
export function silu(x: v128): v128 { return f32x4.mul(x, sigmoidOf(x)); }
// @ts-ignore: decorator
@inline
export function siluGrad(dy: v128, x: v128): v128 { return f32x4.mul(dy, slope(sigmoidOf(x), x)); }
// @ts-ignore: decorator
@inline
export function mish(x: v128): v128 {
  const y = grown(bounded(x));
  return f32x4.mul(x, f32x4.div(y, f32x4.add(y, f32x4.splat(2))));
}
/** With q = 1 / (n² + 2n + 2), 1 - tanh² is 4q (1 - q), and the slope of softplus n / (1 + n). */
// @ts-ignore: decorator
@inline
export function mishGrad(dy: v128, x: v128): v128 {
  const one = f32x4.splat(1);
  const n = bounded(x);
  const y = grown(n);
  const q = f32x4.div(one, f32x4.add(y, f32x4.splat(2)));
  const bend = f32x4.mul(f32x4.mul(f32x4.splat(4), q), f32x4.sub(one, q));
  const rise = f32x4.div(f32x4.mul(n, bend), f32x4.add(one, n));
  return f32x4.mul(dy, f32x4.add(f32x4.mul(y, q), f32x4.mul(x, rise)));
}
// @ts-ignore: decorator
@inline
export function hardSwish(x: v128): v128 { return f32x4.mul(x, hard(x)); }
// @ts-ignore: decorator
@inline
export function hardSwishGrad(dy: v128, x: v128): v128 {
  const rise = f32x4.mul(x, f32x4.splat(0.16666666666666667));
  const outside = f32x4.ge(f32x4.abs(x), f32x4.splat(3));
  return f32x4.mul(dy, f32x4.add(hard(x), v128.andnot(rise, outside)));
}
