import { exp } from './exp';

/** 1 / n!, from n = 9 down to 2. */
const CONSTANTS: usize = memory.data<f32>([
  2.7557319e-6, 2.4801587e-5, 1.9841270e-4, 1.3888889e-3, 8.3333333e-3, 4.1666667e-2, 1.6666667e-1, 0.5,
]);

// @ts-ignore: decorator
@inline
function term(index: usize): v128 {
  return v128.load32_splat(CONSTANTS + index * 4);
}

/** e^x - 1: by its series where |x| < ½, where the difference would lose digits. */
// @ts-ignore: decorator
@inline
export function expm1(x: v128): v128 {
  let y = term(0);
  y = f32x4.add(f32x4.mul(y, x), term(1));
  y = f32x4.add(f32x4.mul(y, x), term(2));
  y = f32x4.add(f32x4.mul(y, x), term(3));
  y = f32x4.add(f32x4.mul(y, x), term(4));
  y = f32x4.add(f32x4.mul(y, x), term(5));
  y = f32x4.add(f32x4.mul(y, x), term(6));
  y = f32x4.add(f32x4.mul(y, x), term(7));
  const near = f32x4.add(f32x4.mul(f32x4.mul(y, x), x), x);
  const far = f32x4.sub(exp(x), f32x4.splat(1));
  return v128.bitselect(near, far, f32x4.lt(f32x4.abs(x), f32x4.splat(0.5)));
}
