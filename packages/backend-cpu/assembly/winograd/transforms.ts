/**
 * The transforms of F(2×2, 3×3) (Lavin & Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016, section
 * 4.1; S. Winograd, "Arithmetic Complexity of Computations", 1980), four channels at a time:
 *
 *   y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A      d: 4×4 pixels, g: 3×3 filter, y: 2×2 outputs
 *
 * The form is symmetric in y and g, so the gradient of the filter needs nothing new: dg = Gᵀ [(A dy Aᵀ) ⊙ (Bᵀ d B)] G.
 */
/** Bᵀ d B of one patch: component 4i + j at `to + (4i + j) · componentBytes`. */
export function transformPatch(patch: usize, stride: usize, channels: i32, to: usize, componentBytes: usize): void {
  const pixel = <usize>channels << 2;
  for (let rest = channels; rest > 0; rest -= 4) {
    patchColumn(patch, patch + 2 * pixel, stride, false, to, componentBytes);
    patchColumn(patch + pixel, patch + 2 * pixel, stride, true, to + componentBytes, componentBytes);
    patchColumn(patch + 2 * pixel, patch + pixel, stride, false, to + 2 * componentBytes, componentBytes);
    patchColumn(patch + pixel, patch + 3 * pixel, stride, false, to + 3 * componentBytes, componentBytes);
    patch += 16;
    to += 16;
  }
}

/** Bᵀ times one column of d B, which is the sum or the difference of two columns of d. */
// @ts-ignore: decorator
@inline
function patchColumn(a: usize, b: usize, stride: usize, plus: bool, to: usize, componentBytes: usize): void {
  const d0 = combine(v128.load(a), v128.load(b), plus);
  const d1 = combine(v128.load(a + stride), v128.load(b + stride), plus);
  const d2 = combine(v128.load(a + 2 * stride), v128.load(b + 2 * stride), plus);
  const d3 = combine(v128.load(a + 3 * stride), v128.load(b + 3 * stride), plus);
  v128.store(to, f32x4.sub(d0, d2));
  v128.store(to + 4 * componentBytes, f32x4.add(d1, d2));
  v128.store(to + 8 * componentBytes, f32x4.sub(d2, d1));
  v128.store(to + 12 * componentBytes, f32x4.sub(d1, d3));
}

// @ts-ignore: decorator
@inline
function combine(a: v128, b: v128, plus: bool): v128 {
  return plus ? f32x4.add(a, b) : f32x4.sub(a, b);
}

/** A dy Aᵀ of one tile, four channels: `right` and `below` are the bytes to its other positions, or 0 for none. */
export function transformOutputGradient(
  dy: usize, right: usize, below: usize, to: usize, componentBytes: usize,
): void {
  const zero = f32x4.splat(0);
  const y00 = v128.load(dy);
  const y01 = right != 0 ? v128.load(dy + right) : zero;
  const y10 = below != 0 ? v128.load(dy + below) : zero;
  const y11 = right != 0 && below != 0 ? v128.load(dy + right + below) : zero;
  gradientRow(y00, y01, to, componentBytes);
  gradientRow(f32x4.add(y00, y10), f32x4.add(y01, y11), to + 4 * componentBytes, componentBytes);
  gradientRow(f32x4.sub(y00, y10), f32x4.sub(y01, y11), to + 8 * componentBytes, componentBytes);
  gradientRow(f32x4.neg(y10), f32x4.neg(y11), to + 12 * componentBytes, componentBytes);
}

// @ts-ignore: decorator
@inline
function gradientRow(a: v128, b: v128, to: usize, componentBytes: usize): void {
  v128.store(to, a);
  v128.store(to + componentBytes, f32x4.add(a, b));
  v128.store(to + 2 * componentBytes, f32x4.sub(a, b));
  v128.store(to + 3 * componentBytes, f32x4.neg(b));
}

/** G times three vectors: four, `step` bytes apart. */
// @ts-ignore: decorator
@inline
export function filterLine(g0: v128, g1: v128, g2: v128, to: usize, step: usize): void {
  const half = f32x4.splat(0.5);
  const ends = f32x4.mul(half, f32x4.add(g0, g2));
  const middle = f32x4.mul(half, g1);
  v128.store(to, g0);
  v128.store(to + step, f32x4.add(ends, middle));
  v128.store(to + 2 * step, f32x4.sub(ends, middle));
  v128.store(to + 3 * step, g2);
}
