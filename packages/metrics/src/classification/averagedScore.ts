import { checkChoice, checkOptions, OptionError, optionNames, shown } from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import type { LabelRows } from '../input/indicators.js';
import type { Label, Labels } from '../input/labels.js';
import { countForAverage } from './averagedCounts.js';
import { meanOfDefined, weightedMeanOfDefined } from './averages.js';
import { type Counts, totalOf } from './counts.js';

/**
 * How the scores of classes become one number:
 *
 * - `'binary'`: the score of the class `posLabel` alone; for two classes;
 * - `'macro'`: their mean, so that a rare class counts as much as a frequent one;
 * - `'weighted'`: their mean weighted by how many samples are of each class;
 * - `'micro'`: one score of what was counted for all classes together;
 * - `'samples'`: the mean of the scores of samples; only where a sample has several labels;
 * - `null`: a score for each class, not averaged.
 */
export type Average = 'binary' | 'macro' | 'weighted' | 'micro' | 'samples';

/** Options of scores that each class has, and of their averages. */
export interface AveragedScoreOptions {
  /** `'binary'` by default; see {@link Average}. */
  readonly average?: Average | null;
  /** The positive class for `'binary'`; 1 by default. */
  readonly posLabel?: Label;
  /** The classes that count, in order; by default all that occur, smallest first. Not for `'binary'`. */
  readonly labels?: Labels;
  /** How much each sample counts, from 0; 1 by default. */
  readonly sampleWeight?: ArrayInput;
  /** What a score is where it would be divided by zero: 0 (the default), 1, or NaN, which averages leave out. */
  readonly zeroDivision?: number;
}

/** Options that ask for a score of each class. */
export type PerClass<Options> = Options & { readonly average: null };

/** Options that ask for a single number. */
export type Averaged<Options> = Options & { readonly average?: Average };

const AVERAGES = ['binary', 'macro', 'weighted', 'micro', 'samples'] as const;

export const SCORE_OPTIONS: readonly string[] = optionNames<AveragedScoreOptions>({
  average: true,
  posLabel: true,
  labels: true,
  sampleWeight: true,
  zeroDivision: true,
});

/** The score of what was counted for one class. */
type ScoreOf = (counts: Counts, zeroDivision: number) => number;

/**
 * Counts for each class, scores, and averages.
 *
 * @param known the names of the options there are
 */
export function averagedScore(
  where: string,
  actual: Labels | LabelRows,
  predicted: Labels | LabelRows,
  options: AveragedScoreOptions,
  scoreOf: ScoreOf,
  known: readonly string[] = SCORE_OPTIONS,
): number | number[] {
  checkOptions(where, options, known);
  const { average = 'binary', zeroDivision = 0 } = options;
  if (average !== null) checkChoice(`${where}, average`, average, AVERAGES);
  checkZeroDivision(where, zeroDivision);
  const { classes, samples, weights } = countForAverage(where, actual, predicted, options);
  const score = (counts: Counts) => scoreOf(counts, zeroDivision);
  if (average === 'samples') {
    const scores = samples!.map(score);
    return weights === undefined ? meanOfDefined(scores) : weightedMeanOfDefined(scores, weights);
  }
  if (average === 'micro') return score(totalOf(classes));
  const scores = classes.map(score);
  if (average === null) return scores;
  if (average === 'weighted') {
    return weightedMeanOfDefined(
      scores,
      classes.map((counts) => counts.actual),
    );
  }
  return meanOfDefined(scores);
}

/** Refuses anything but 0, 1 and NaN. */
export function checkZeroDivision(where: string, value: unknown): void {
  if (value === 0 || value === 1 || Number.isNaN(value)) return;
  throw new OptionError({
    where: `${where}, zeroDivision`,
    expected: '0, 1 or NaN',
    received: shown(value),
  });
}
