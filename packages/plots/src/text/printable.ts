import { escapeControls } from '@neutype/errors';
import type { PlotDescription } from '../description.js';

/** A description whose texts do nothing to a terminal: labels and names come from files and from strangers. */
export function printable(description: PlotDescription): PlotDescription {
  return escaped(description);
}

function escaped<T>(value: T): T {
  if (typeof value === 'string') return escapeControls(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (isNumbers(value) ? value : value.map(escaped)) as T;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escaped(inner)])) as T;
}

function isNumbers(values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === 'number' || value === null);
}
