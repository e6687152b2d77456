/** The numbers of these bits in half precision, as float32, which holds all of them. */
export function decodeHalf(halves: Uint16Array): Float32Array {
  return widened(halves, floatBitsOfHalf);
}

/** Numbers of 16 bits as float32. @param floatBits the bits of the float32 that equals one of these bits */
export function widened(halves: Uint16Array, floatBits: (half: number) => number): Float32Array {
  const bits = new Uint32Array(halves.length);
  for (let index = 0; index < halves.length; index++) bits[index] = floatBits(halves[index] as number);
  return new Float32Array(bits.buffer);
}

/** What the exponent of a float32 has more than that of a float16. */
const EXPONENT_SHIFT = 127 - 15;

/** The bits of the float32 that equals a float16 of these bits. */
function floatBitsOfHalf(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13);
  if (exponent > 0) return sign | ((exponent + EXPONENT_SHIFT) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  // Subnormal in float16, normal in float32: the leading one becomes the hidden bit.
  const shift = Math.clz32(fraction) - 21;
  return sign | ((EXPONENT_SHIFT + 1 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13);
}
