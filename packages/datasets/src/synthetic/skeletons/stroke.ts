/**
 * A line that the pen draws without leaving the paper: x, y, x, y, … of the points that a smooth curve goes through. A
 * digit is about 1 high, y pointing down; its width is its own. A point given twice is a corner.
 */
export type Stroke = readonly number[];

/** One way to write a digit. */
export interface Style {
  readonly strokes: readonly Stroke[];
  /** How often it is chosen, relative to the digit's other styles. */
  readonly weight: number;
}

export function style(weight: number, ...strokes: Stroke[]): Style {
  return { weight, strokes };
}

/** Points on an ellipse, from one angle to another in degrees: 0 is right, 90 is down, negative turns go left. */
export function arc(
  centerX: number,
  centerY: number,
  radiusX: number,
  radiusY: number,
  from: number,
  to: number,
): number[] {
  const steps = Math.max(2, Math.round(Math.abs(to - from) / 45));
  const points: number[] = [];
  for (let step = 0; step <= steps; step++) {
    const angle = ((from + ((to - from) * step) / steps) * Math.PI) / 180;
    points.push(centerX + radiusX * Math.cos(angle), centerY + radiusY * Math.sin(angle));
  }
  return points;
}
