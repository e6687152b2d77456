/** What is done to outputs while they are still in the L1 cache. */
import { Activation } from '../generated/layout';

/** Applies the activation to `rows` × `columns` outputs in place. */
export function activate(activation: i32, alpha: f32, c: usize, stride: usize, rows: i32, columns: i32): void {
  if (activation == Activation.linear) return;
  for (let row = 0; row < rows; row++) {
    activateRow(activation, alpha, c, columns);
    c += stride;
  }
}

function activateRow(activation: i32, alpha: f32, c: usize, columns: i32): void {
  const end = c + ((<usize>columns & ~3) << 2);
  for (; c < end; c += 16) v128.store(c, activated(activation, alpha, v128.load(c)));
  for (let rest = columns & 3; rest > 0; rest--) {
    store<f32>(c, f32x4.extract_lane(activated(activation, alpha, v128.load32_splat(c)), 0));
    c += 4;
  }
}

// @ts-ignore: decorator
@inline
export function activated(activation: i32, alpha: f32, x: v128): v128 {
  if (activation == Activation.linear) return x;
  const zero = f32x4.splat(0);
  if (activation == Activation.relu) return f32x4.pmax(x, zero);
  if (activation == Activation.relu6) return f32x4.pmin(f32x4.pmax(x, zero), f32x4.splat(6));
  return v128.bitselect(f32x4.mul(x, f32x4.splat(alpha)), x, f32x4.lt(x, zero));
}

/** Relu's gradient of `rows` × `columns` outputs in place, by what it gave, which lies in the same way at `mask`. */
export function rectify(mask: usize, c: usize, stride: usize, rows: i32, columns: i32): void {
  for (let row = 0; row < rows; row++) {
    rectifyRow(mask, c, columns);
    mask += stride;
    c += stride;
  }
}

function rectifyRow(mask: usize, c: usize, columns: i32): void {
  const zero = f32x4.splat(0);
  const end = c + ((<usize>columns & ~3) << 2);
  for (; c < end; c += 16, mask += 16) {
    v128.store(c, v128.andnot(v128.load(c), f32x4.le(v128.load(mask), zero)));
  }
  for (let rest = columns & 3; rest > 0; rest--, c += 4, mask += 4) {
    if (load<f32>(mask) <= 0) store<f32>(c, 0);
  }
}
