/** A point on a line: how far along it, and the value and slope there. */
export interface Sample {
  readonly t: number;
  readonly value: number;
  readonly slope: number;
}

/**
 * Where the cubic that fits values and slopes at two points is smallest, within bounds; their middle where it has no
 * minimum, or where a value is not finite.
 *
 * Nocedal and Wright, "Numerical optimization", 2nd edition, 2006, equation 3.59.
 */
export function cubicMinimum(
  a: Sample,
  b: Sample,
  [low, high]: readonly [number, number] = [Math.min(a.t, b.t), Math.max(a.t, b.t)],
): number {
  const [left, right] = a.t <= b.t ? [a, b] : [b, a];
  const d1 = left.slope + right.slope - (3 * (left.value - right.value)) / (left.t - right.t);
  const square = d1 * d1 - left.slope * right.slope;
  const d2 = Math.sqrt(square);
  const share = (right.slope + d2 - d1) / (right.slope - left.slope + 2 * d2);
  const minimum = right.t - (right.t - left.t) * share;
  if (!(square >= 0) || Number.isNaN(minimum)) return (low + high) / 2;
  return Math.min(Math.max(minimum, low), high);
}
