/** The polynomials, highest power first, of the numerator and the denominator; and where 1 is the nearest float32. */
const CONSTANTS: usize = memory.data<f32>([
  0.00022905065861350646, 0.0034082910107109506, 0.050955695062380861, 0.18520832239976145, 1.128379143519084,
  -1.1791602954361697e-7, 0.000023547966471313185, 0.0010179625278914885, 0.014070470171167667, 0.11098505178285362,
  0.49746925110067538, 1,
  3.7439211627767994,
]);

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load32_splat(CONSTANTS + index * 4);
}

/** The error function on four lanes. Source: XLA, `ErfImpl32`: x P(x²) / Q(x²), which rounds to less than 1 at its end. */
// @ts-ignore: decorator
@inline
export function erf(x: v128): v128 {
  const most = constant(12);
  const clamped = f32x4.pmax(f32x4.pmin(x, most), f32x4.neg(most));
  const z = f32x4.mul(clamped, clamped);
  let p = constant(0);
  p = f32x4.add(f32x4.mul(p, z), constant(1));
  p = f32x4.add(f32x4.mul(p, z), constant(2));
  p = f32x4.add(f32x4.mul(p, z), constant(3));
  p = f32x4.add(f32x4.mul(p, z), constant(4));
  let q = constant(5);
  q = f32x4.add(f32x4.mul(q, z), constant(6));
  q = f32x4.add(f32x4.mul(q, z), constant(7));
  q = f32x4.add(f32x4.mul(q, z), constant(8));
  q = f32x4.add(f32x4.mul(q, z), constant(9));
  q = f32x4.add(f32x4.mul(q, z), constant(10));
  q = f32x4.add(f32x4.mul(q, z), constant(11));
  const near = f32x4.div(f32x4.mul(clamped, p), q);
  const far = v128.or(f32x4.splat(1), v128.and(x, i32x4.splat(<i32>0x80000000)));
  return v128.bitselect(far, near, f32x4.ge(f32x4.abs(x), most));
}
