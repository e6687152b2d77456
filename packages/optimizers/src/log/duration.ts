/**
 * A duration as NeuPy prints it: `01:06:40` from an hour, `02:05` from a minute, below that the largest unit that
 * gives a whole number: `45 sec`, `100 ms`, `10 μs`, `250 ns`.
 */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole >= 3600) {
    return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60].map(twoDigits).join(':');
  }
  if (whole >= 60) return [Math.floor(whole / 60), whole % 60].map(twoDigits).join(':');
  for (const [unit, size] of UNITS) {
    // What rounds to 1000 of a unit is one of the next.
    if (seconds >= 0.9995 * size) return `${Math.round(seconds / size)} ${unit}`;
  }
  return `${Math.round(seconds * 1e9)} ns`;
}

const UNITS = [
  ['sec', 1],
  ['ms', 1e-3],
  ['μs', 1e-6],
] as const;

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
