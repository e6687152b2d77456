/** Conditions are bytes of 0 or 1 in tensors, and lanes of all zeros or all ones where the kernel works with them. */

/** Lanes from bytes. */
export function widenBytes(from: usize, to: usize, count: i32): void {
  const zero = i32x4.splat(0);
  for (; count >= 8; count -= 8, from += 8, to += 32) {
    const eight = v128.load8x8_u(from);
    v128.store(to, i32x4.gt_s(i32x4.extend_low_i16x8_u(eight), zero));
    v128.store(to, i32x4.gt_s(i32x4.extend_high_i16x8_u(eight), zero), 16);
  }
  for (; count > 0; count--, from++, to += 4) store<i32>(to, load<u8>(from) == 0 ? 0 : -1);
}

/** Bytes from lanes. */
export function narrowMasks(from: usize, to: usize, count: i32): void {
  const one = i8x16.splat(1);
  for (; count >= 16; count -= 16, from += 64, to += 16) {
    const low = i16x8.narrow_i32x4_s(v128.load(from), v128.load(from, 16));
    const high = i16x8.narrow_i32x4_s(v128.load(from, 32), v128.load(from, 48));
    v128.store(to, v128.and(i8x16.narrow_i16x8_s(low, high), one));
  }
  for (; count > 0; count--, from += 4, to++) store<u8>(to, load<u8>(from) & 1);
}
