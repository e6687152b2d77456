/** Numbers spread evenly over [low, high) in an order that looks random, all different: the golden ratio's multiples. */
export function scattered(size: number, low = -1, high = 1): Float32Array {
  const ratio = (Math.sqrt(5) - 1) / 2;
  return Float32Array.from({ length: size }, (_, index) => low + (high - low) * (((index + 1) * ratio) % 1));
}
