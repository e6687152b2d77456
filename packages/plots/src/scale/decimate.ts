import type { Values } from '../description.js';

export interface Point {
  /** Which of the values given this was. */
  readonly index: number;
  readonly x: number;
  readonly y: number;
}

/**
 * The line through the given points in pixels, cut at gaps, with at most four points for each column of pixels:
 * the first, the lowest, the highest and the last. That draws the same pixels as all the points would
 * (M4: Jugel, Jerzak, Hackenbroich, Markl, "M4: A Visualization-Oriented Time Series Data Aggregation", VLDB 2014).
 *
 * @param x values along x, rising
 * @param y values along y, as many; a `null` in either ends the run
 * @param placeX from a value to pixels; what it does not map to a finite number is a gap
 */
export function decimatedRuns(
  x: Values,
  y: Values,
  placeX: (value: number) => number,
  placeY: (value: number) => number,
): Point[][] {
  const runs: Point[][] = [];
  let run: Point[] = [];
  function endRun(): void {
    if (run.length > 0) runs.push(m4(run));
    run = [];
  }
  for (let i = 0; i < x.length; i++) {
    const valueX = x[i];
    const valueY = y[i];
    const point =
      valueX == null || valueY == null ? undefined : { index: i, x: placeX(valueX), y: placeY(valueY) };
    if (point && Number.isFinite(point.x) && Number.isFinite(point.y)) run.push(point);
    else endRun();
  }
  endRun();
  return runs;
}

function m4(run: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (let start = 0; start < run.length; ) {
    const column = Math.floor(run[start]!.x);
    let end = start;
    let low = start;
    let high = start;
    for (; end < run.length && Math.floor(run[end]!.x) === column; end++) {
      if (run[end]!.y < run[low]!.y) low = end;
      if (run[end]!.y > run[high]!.y) high = end;
    }
    const indices = new Set([start, Math.min(low, high), Math.max(low, high), end - 1]);
    for (const index of indices) kept.push(run[index]!);
    start = end;
  }
  return kept;
}
