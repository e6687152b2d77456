import type { Verdict } from '../chapters/report.js';

/** An image that was taken for another digit. */
export interface Mistake {
  readonly index: number;
  readonly actual: number;
  readonly predicted: number;
  /** The probability that the network gave to what it said. */
  readonly sureness: number;
}

/** All mistakes, those that the network was surest of first. */
export function mistakesOf({ actual, predicted, probabilities }: Verdict): Mistake[] {
  const classes = probabilities.shape[1]!;
  const mistakes: Mistake[] = [];
  for (let index = 0; index < actual.length; index++) {
    const said = predicted.data[index]!;
    if (said === actual.data[index]) continue;
    const sureness = probabilities.data[index * classes + said]!;
    mistakes.push({ index, actual: actual.data[index]!, predicted: said, sureness });
  }
  return mistakes.sort((a, b) => b.sureness - a.sureness);
}

/** One digit taken for another, and how often. */
export interface Confusion {
  readonly actual: number;
  readonly predicted: number;
  readonly times: number;
}

/** The confusions that occurred, the most frequent first. */
export function confusionsOf(mistakes: readonly Mistake[]): Confusion[] {
  const found = new Map<string, Confusion>();
  for (const { actual, predicted } of mistakes) {
    const key = `${actual} ${predicted}`;
    found.set(key, { actual, predicted, times: (found.get(key)?.times ?? 0) + 1 });
  }
  return [...found.values()].sort(
    (a, b) => b.times - a.times || a.actual - b.actual || a.predicted - b.predicted,
  );
}
