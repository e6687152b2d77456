import { latestFirst } from './checkpointName.js';

/** Which checkpoints stay. */
export interface Keeping {
  readonly keepLast: number;
  readonly keepBest: boolean;
}

/**
 * The checkpoints that are to go, once `written` is safe: all but that one, the latest, and the best of all, which is the
 * earliest of equals.
 *
 * @param values what each one's label says, by its name
 */
export function superfluous(
  values: ReadonlyMap<string, number | undefined>,
  written: string,
  { keepLast, keepBest }: Keeping,
): string[] {
  const others = [...values.keys()].filter((name) => name !== written).sort(latestFirst);
  const best = keepBest ? bestOf(values) : undefined;
  return others.slice(keepLast - 1).filter((name) => name !== best);
}

/** The name of the one with the least value, the earliest of equals; undefined where none has a value. */
export function bestOf(values: ReadonlyMap<string, number | undefined>): string | undefined {
  const valued = [...values].filter(([, value]) => value !== undefined && !Number.isNaN(value)) as [
    string,
    number,
  ][];
  // As differences, two infinities would not compare.
  valued.sort(([a, x], [b, y]) => (x === y ? latestFirst(b, a) : x < y ? -1 : 1));
  return valued[0]?.[0];
}
