import type { ScoreRows } from '../input/scoreRows.js';
import { meanOf } from '../sums.js';
import { UndefinedMetricError } from '../undefinedMetricError.js';
import { type Ranked, rankScores } from './ranked.js';

/**
 * Ranks each class against each other, both ways, among the samples of the two; averages over the pairs of classes that
 * have samples, which is weighted, on request, by how many samples a pair has.
 *
 * D. J. Hand and R. J. Till, "A simple generalisation of the area under the ROC curve for multiple class classification
 * problems", 2001.
 */
export function averageOverPairs(
  where: string,
  classes: Int32Array,
  rows: ScoreRows,
  isWeighted: boolean,
  scoreOf: (counts: Ranked) => number,
): number {
  const samples = samplesByClass(classes, rows.columns);
  const present = [...samples.keys()].filter((column) => samples[column]!.length > 0);
  if (present.length < 2) {
    throw new UndefinedMetricError({ where, expected: 'samples of at least two classes', received: 'one' });
  }
  const scores: number[] = [];
  const sizes: number[] = [];
  for (const [rank, first] of present.entries()) {
    for (const second of present.slice(rank + 1)) {
      const between = (positive: number, negative: number) =>
        scoreOf(rankPair(samples[positive]!, samples[negative]!, rows, positive));
      scores.push((between(first, second) + between(second, first)) / 2);
      sizes.push(samples[first]!.length + samples[second]!.length);
    }
  }
  return meanOf(scores, isWeighted ? sizes : undefined);
}

function samplesByClass(classes: Int32Array, columns: number): number[][] {
  const samples: number[][] = Array.from({ length: columns }, () => []);
  for (let row = 0; row < classes.length; row++) samples[classes[row]!]!.push(row);
  return samples;
}

/** The samples of two classes, ranked by the scores of the first. */
function rankPair(
  positives: readonly number[],
  negatives: readonly number[],
  { data, columns }: ScoreRows,
  column: number,
): Ranked {
  const count = positives.length + negatives.length;
  const actual = new Uint8Array(count).fill(1, 0, positives.length);
  const scores = Float64Array.from({ length: count }, (_, place) => {
    const row = positives[place] ?? negatives[place - positives.length]!;
    return data[row * columns + column]!;
  });
  return rankScores(actual, scores, undefined);
}
