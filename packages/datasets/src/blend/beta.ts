import type { Random } from '@neutype/random';

/** A number from 0 to 1 that is distributed as Beta(alpha, alpha): near 0 or 1 for small alpha, near ½ for large. */
export function drawBeta(alpha: number, source: Random): number {
  // By logarithms, for gamma numbers of a small shape are too small for floating point.
  return 1 / (1 + Math.exp(drawLogGamma(alpha, source) - drawLogGamma(alpha, source)));
}

/**
 * The logarithm of a gamma number. G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables", 2000; for
 * shapes below 1 a number of the next shape is scaled down, as they say in section 6.
 */
function drawLogGamma(shape: number, source: Random): number {
  if (shape < 1) return drawLogGamma(shape + 1, source) + Math.log(1 - source.uniform()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = source.normal();
    const v = (1 + c * normal) ** 3;
    if (v <= 0) continue;
    const accepted = (normal * normal) / 2 + d - d * v + d * Math.log(v);
    if (Math.log(1 - source.uniform()) < accepted) return Math.log(d * v);
  }
}
