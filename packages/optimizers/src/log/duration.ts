/**
 * A duration as NeuPy prints it: `01:06:40` from an hour, `02:05` from a minute, below that the largest unit that
 * gives a whole number: `45 sec`, `100 ms`, `10 μs`, `250 ns`.
 */
export const formatDuration = (seconds: number): string => {
  const whole = Math.round(seconds);
  if (whole >= 3600) {
    return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60].map(twoDigits).join(':');
  }
  if (whole >= 60) return [Math.floor(whole / 60), whole % 60].map(twoDigits).join(':');
  for (const [unit, size] of units) {
    const count = Math.round(seconds / size);
    if (count >= 1) return `${count} ${unit}`;
  }
  return '0 ns';
};

const units = [
  ['sec', 1],
  ['ms', 1e-3],
  ['μs', 1e-6],
  ['ns', 1e-9],
] as const;

const twoDigits = (value: number): string => String(value).padStart(2, '0');
