import { multiplyAdd } from '../runtime/simd';

/**
 * Clamps; 1 / ln 2; 1.5 · 2²³, which rounds what is added to it to a whole number; ln 2 in two parts; the polynomial; 1;
 * 2⁶⁴ and 2⁻⁶⁴. From memory, for V8 builds a vector constant from four instructions wherever it is used.
 */
const CONSTANTS: usize = memory.data<f32>([
  89, -104.5, 1.44269504088896341, 12582912, -0.693359375, 2.12194440e-4,
  1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1, 1,
  1.8446744073709552e19, 5.421010862427522e-20,
]);

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load32_splat(CONSTANTS + index * 4);
}

/**
 * e to the x, on four lanes. Source: Cephes (S. Moshier), `expf`: x = n ln 2 + r, a polynomial for e^r, times 2^n.
 * The factor is applied in two halves, so that results below the smallest normal number come out right.
 */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const clamped = f32x4.pmax(f32x4.pmin(x, constant(0)), constant(1));
  const rounded = roundedPower(clamped);
  const one = constant(12);
  const power = i32x4.sub(rounded, constant(3));
  const half = i32x4.shr_s(power, 1);
  const y = f32x4.mul(expOfRest(clamped, rounded), powerOfTwo(half, one));
  return f32x4.mul(y, powerOfTwo(i32x4.sub(power, half), one));
}

/** The same, bit for bit, of what is not above zero; of anything else it is undefined. 2^n is 2^(n + 64) times 2⁻⁶⁴ here, which is quicker. */
// @ts-ignore: decorator
@inline
export function expBelowOne(x: v128): v128 {
  const clamped = f32x4.pmax(x, constant(1));
  const rounded = roundedPower(clamped);
  const y = f32x4.mul(expOfRest(clamped, rounded), powerOfTwo(rounded, constant(13)));
  return f32x4.mul(y, constant(14));
}

/** n in the low bits of the result. */
// @ts-ignore: decorator
@inline
function roundedPower(x: v128): v128 {
  return multiplyAdd(x, constant(2), constant(3));
}

// @ts-ignore: decorator
@inline
function expOfRest(x: v128, rounded: v128): v128 {
  const n = f32x4.sub(rounded, constant(3));
  const r = multiplyAdd(n, constant(5), multiplyAdd(n, constant(4), x));
  let y = multiplyAdd(constant(6), r, constant(7));
  y = multiplyAdd(y, r, constant(8));
  y = multiplyAdd(y, r, constant(9));
  y = multiplyAdd(y, r, constant(10));
  y = multiplyAdd(y, r, constant(11));
  return multiplyAdd(y, f32x4.mul(r, r), f32x4.add(r, constant(12)));
}

/** 2^n times `one`, or another power of two: a float's exponent begins at bit 23. Only the low bits of n count. */
// @ts-ignore: decorator
@inline
function powerOfTwo(n: v128, one: v128): v128 {
  return i32x4.add(i32x4.shl(n, 23), one);
}
