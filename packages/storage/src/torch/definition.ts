import type { Helper, Step } from './translation.js';

/** The model in Python, in parts. */
export interface Definition {
  readonly helpers: readonly (Helper | 'Apply')[];
  readonly classes: readonly string[];
  readonly model: readonly string[];
}

export function helpersOf(steps: readonly Step[]): readonly Helper[] {
  return steps.flatMap(({ helpers = [] }) => helpers);
}

export function unique<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values)];
}

export function commented(note: string | undefined): string {
  return note === undefined ? '' : `  # ${note}`;
}
