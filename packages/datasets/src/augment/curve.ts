/**
 * A cubic polynomial at evenly spaced places: its value at the first one and its differences there, from which the
 * values follow by three additions each (Newton's forward differences).
 */
export interface Curve {
  value: number;
  first: number;
  second: number;
  third: number;
}

/** A curve with room for floating point numbers in all its fields. */
export function emptyCurve(): Curve {
  return { value: 0.5, first: 0.5, second: 0.5, third: 0.5 };
}
