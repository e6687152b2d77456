/** Axes that grow in round steps, so that nothing jumps with every number that comes. */

/** The least of 1, 2, 5, 10, 20, 50 and so on that is not less than a count. */
export function roomFor(count: number): number {
  for (let power = 1; ; power *= 10) {
    for (const step of [2, 5, 10]) {
      if (count <= power) return power;
      if (step * power >= count) return step * power;
    }
  }
}

/** From 0 to a round number above all values that can be shown. */
export function linearDomain(values: Iterable<number>): [number, number] {
  const { highest } = extentOf(values);
  return [0, highest > 0 ? roundUp(highest, LINEAR_STEPS) : 1];
}

/** Between round numbers below and above all values that can be shown on a logarithmic axis. */
export function logDomain(values: Iterable<number>): [number, number] {
  const { lowest, highest } = extentOf(values);
  if (highest === 0) return [0.1, 1];
  const low = 1 / roundUp(1 / lowest, LOG_STEPS);
  const high = roundUp(highest, LOG_STEPS);
  return high > low ? [low, high] : [low / 2, high * 2];
}

const LINEAR_STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
const LOG_STEPS = [1, 2, 5, 10];

/** The ends of the finite values above 0; both 0 where there are none. */
function extentOf(values: Iterable<number>): { lowest: number; highest: number } {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = 0;
  for (const value of values) {
    if (!(value > 0 && value < Number.POSITIVE_INFINITY)) continue;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  return { lowest: highest === 0 ? 0 : lowest, highest };
}

function roundUp(value: number, steps: readonly number[]): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = steps.find((each) => each * power >= value * (1 - 1e-12)) ?? 10;
  return Number((step * power).toPrecision(6));
}
