/** `10,000` */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1 epoch`, `3 epochs` */
export function counted(value: number, thing: string): string {
  return `${count(value)} ${thing}${value === 1 ? '' : 's'}`;
}

/** `0.0914`, and for what is far from 1 `4.2e+33`. */
export function loss(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-4 || size >= 1e4) ? value.toExponential(1) : value.toPrecision(3);
}

/** `8.4 s`, `54 s`, `4 min 12 s`, `1 h 3 min`, with spaces at which no line breaks. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)}\u00a0s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}\u00a0s`;
  if (whole < 3600) return joined(Math.floor(whole / 60), 'min', whole % 60, 's');
  return joined(Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'min');
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0
    ? `${large}\u00a0${largeUnit}`
    : `${large}\u00a0${largeUnit}\u00a0${small}\u00a0${smallUnit}`;
}

/** How sure the network was: `100%` only of what is all of it. */
export function sureness(probability: number): string {
  if (probability >= 1) return '100%';
  return probability > 0.999 ? '>99.9%' : `${(100 * probability).toFixed(1)}%`;
}

/** `500`, `500 and 300`, `500, 300 and 100` */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
