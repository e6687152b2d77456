import { headline, tagged } from './messages.js';

/**
 * What an optimizer says of itself when it is made: the algorithm and every option in alphabetical order, with names
 * and values as one types them (`batchSize = 128`, `nesterov = true`).
 */
export function formatOptionBlock(
  algorithm: string,
  options: Readonly<Record<string, unknown>>,
  color = false,
): string[] {
  const lines = formatOptions(options).map(([name, value]) => tagged('OPTION', `${name} = ${value}`, color));
  return ['', headline('Main information', color), '', tagged('ALGORITHM', algorithm, color), '', ...lines];
}

/** Names and values as one types them, in alphabetical order. */
export function formatOptions(options: Readonly<Record<string, unknown>>): (readonly [string, string])[] {
  return Object.entries(options)
    .map(([name, value]) => [name, formatOptionValue(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function formatOptionValue(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return value.name || 'function';
  if (Array.isArray(value)) return `[${value.map(formatOptionValue).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return formatObject(value);
  return String(value ?? null);
}

/**
 * Objects print themselves, as schedules do, or have names, or are made of a few plain values, such as
 * `{ globalNorm: 1 }`.
 */
function formatObject(value: object): string {
  if (value.toString !== Object.prototype.toString) return String(value);
  const { name } = value as { name?: unknown };
  if (typeof name === 'string') return name;
  const entries = Object.entries(value);
  const isPlain =
    entries.length > 0 &&
    entries.every(([, entry]) => typeof entry !== 'object' && typeof entry !== 'function');
  if (!isPlain) return 'object';
  return `{ ${entries.map(([key, entry]) => `${key}: ${formatOptionValue(entry)}`).join(', ')} }`;
}
