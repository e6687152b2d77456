/**
 * Products of few rows. B is used but once or a few times: it is read where it lies, from end to end, as packing it would
 * cost as much as the product. Each output is the same sum in the same order as in a tile.
 */
import { loadPart, storePart } from '../math/lanes';
import { multiplyAdd } from '../runtime/simd';

/** c = bias + A·B for some columns; without a bias where it is 0. */
export function multiplyThin(
  rows: i32, a: usize, aStride: usize, b: usize, bStride: usize, k: i32,
  bias: usize, c: usize, cStride: usize, columns: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const to = c + <usize>row * cStride;
    if (bias == 0) memory.fill(to, 0, <usize>columns * 4);
    else memory.copy(to, bias, <usize>columns * 4);
  }
  for (; k >= 4; k -= 4) {
    for (let row = 0; row < rows; row++) {
      addFour(a + <usize>row * aStride, b, bStride, c + <usize>row * cStride, columns);
    }
    a += 16;
    b += 4 * bStride;
  }
  for (; k > 0; k--) {
    for (let row = 0; row < rows; row++) {
      addOne(a + <usize>row * aStride, b, c + <usize>row * cStride, columns);
    }
    a += 4;
    b += bStride;
  }
}

/** c += a[0]·b₀ + … + a[3]·b₃, one after another. */
function addFour(a: usize, b0: usize, stride: usize, c: usize, columns: i32): void {
  const x0 = v128.load32_splat(a), x1 = v128.load32_splat(a, 4);
  const x2 = v128.load32_splat(a, 8), x3 = v128.load32_splat(a, 12);
  let b1 = b0 + stride, b2 = b1 + stride, b3 = b2 + stride;
  const end = c + ((<usize>columns & ~7) << 2);
  while (c < end) {
    let left = v128.load(c), right = v128.load(c, 16);
    left = multiplyAdd(x0, v128.load(b0), left);
    right = multiplyAdd(x0, v128.load(b0, 16), right);
    left = multiplyAdd(x1, v128.load(b1), left);
    right = multiplyAdd(x1, v128.load(b1, 16), right);
    left = multiplyAdd(x2, v128.load(b2), left);
    right = multiplyAdd(x2, v128.load(b2, 16), right);
    left = multiplyAdd(x3, v128.load(b3), left);
    right = multiplyAdd(x3, v128.load(b3, 16), right);
    v128.store(c, left);
    v128.store(c, right, 16);
    c += 32;
    b0 += 32;
    b1 += 32;
    b2 += 32;
    b3 += 32;
  }
  const rest = columns & 7;
  if (rest == 0) return;
  addOne(a, b0, c, rest);
  addOne(a + 4, b1, c, rest);
  addOne(a + 8, b2, c, rest);
  addOne(a + 12, b3, c, rest);
}

function addOne(a: usize, b: usize, c: usize, columns: i32): void {
  const x = v128.load32_splat(a);
  const end = c + ((<usize>columns & ~3) << 2);
  for (; c < end; c += 16) {
    v128.store(c, multiplyAdd(x, v128.load(b), v128.load(c)));
    b += 16;
  }
  const rest = columns & 3;
  if (rest > 0) storePart(c, multiplyAdd(x, loadPart(b, rest), loadPart(c, rest)), rest);
}
