import { checkChoice, checkOptions, DataError, OptionError, optionNames, shown } from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import { readWeights } from '../input/columns.js';
import { type LabelRows, readIndicators } from '../input/indicators.js';
import {
  classesOf,
  distinct,
  type Label,
  type LabelPairs,
  type Labels,
  named,
  readLabels,
  readPairs,
} from '../input/labels.js';
import { meanOfDefined, weightedMeanOfDefined } from './averages.js';
import { type Counts, countClasses, countColumns, countRows, totalOf } from './counts.js';

/**
 * How the scores of classes become one number:
 *
 * - `'binary'`: the score of the class `posLabel` alone; for two classes;
 * - `'macro'`: their mean, so that a rare class counts as much as a frequent one;
 * - `'weighted'`: their mean weighted by how many samples are of each class;
 * - `'micro'`: one score of what was counted for all classes together;
 * - `'samples'`: the mean of the scores of samples; only where a sample has several labels;
 * - `null`: they do not: a score for each class.
 */
export type Average = 'binary' | 'macro' | 'weighted' | 'micro' | 'samples';

/** Options of scores that speak of a class, and of their averages. */
export interface ScoreOptions {
  /** `'binary'` by default; see {@link Average}. */
  readonly average?: Average | null;
  /** Which of two classes `'binary'` speaks of; 1 by default. */
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

export const SCORE_OPTIONS: readonly string[] = optionNames<ScoreOptions>({
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
  options: ScoreOptions,
  scoreOf: ScoreOf,
  known: readonly string[] = SCORE_OPTIONS,
): number | number[] {
  checkOptions(where, options, known);
  const { average = 'binary', zeroDivision = 0 } = options;
  if (average !== null) checkChoice(`${where}, average`, average, AVERAGES);
  checkZeroDivision(where, zeroDivision);
  const { classes, samples, weights } = countsOf(where, actual, predicted, options);
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

interface AllCounts {
  readonly classes: readonly Counts[];
  /** Only for the average of samples. */
  readonly samples?: readonly Counts[];
  readonly weights: ArrayLike<number> | undefined;
}

function countsOf(
  where: string,
  actual: Labels | LabelRows,
  predicted: Labels | LabelRows,
  options: ScoreOptions,
): AllCounts {
  const { average = 'binary', labels, sampleWeight } = options;
  const indicators = readIndicators(where, actual, predicted);
  if (indicators === undefined) {
    const pairs = readPairs(where, actual as Labels, predicted as Labels);
    const weights = readWeights(where, sampleWeight, pairs.actual.length);
    if (average === 'samples') throw needsRows(where);
    const classes =
      average === 'binary' ? [positiveClass(where, pairs, options)] : classesOf(where, pairs, labels);
    return { classes: countClasses(pairs, classes, weights), weights };
  }
  if (average === 'binary') throw needsAverage(where, 'samples with several labels', AVERAGES);
  const weights = readWeights(where, sampleWeight, indicators.actual.length / indicators.width);
  const columns = columnsOf(where, indicators.width, labels);
  return {
    classes: countColumns(indicators, columns, weights),
    ...(average === 'samples' && { samples: countRows(indicators, columns) }),
    weights,
  };
}

function positiveClass(where: string, pairs: LabelPairs, { posLabel = 1, labels }: ScoreOptions): Label {
  const [given] = readLabels(`${where}, posLabel`, [posLabel] as Labels) as [Label];
  const classes = distinct(pairs.actual, pairs.predicted);
  if (classes.length > 2) {
    throw needsAverage(where, `the ${classes.length} classes ${named(classes)}`, [
      'macro',
      'weighted',
      'micro',
    ]);
  }
  if (labels !== undefined) {
    throw new OptionError({
      where: `${where}, labels`,
      expected: "no labels where 'average' is 'binary'",
      received: named(Array.from(readLabels(`${where}, labels`, labels))),
      remedy: "Name the class by 'posLabel'.",
    });
  }
  if (classes.length < 2 || classes.includes(given)) return given;
  throw new OptionError({
    where: `${where}, posLabel`,
    expected: `one of the classes ${named(classes)}`,
    received: `${shown(given)}${posLabel === 1 ? ', which is the default' : ''}`,
  });
}

function needsAverage(where: string, received: string, averages: readonly Average[]): DataError {
  const choices = averages.filter((average) => average !== 'binary').map((average) => `'${average}'`);
  return new DataError({
    where,
    expected: "two classes where 'average' is 'binary', the default",
    received,
    remedy: `Choose another 'average': ${choices.join(', ')}, or null for a score of each class.`,
  });
}

function needsRows(where: string): OptionError {
  return new OptionError({
    where: `${where}, average`,
    expected: "rows of 0 and 1 for 'samples': samples with several labels",
    received: 'one class for each sample',
    remedy: "Choose 'macro', 'weighted' or 'micro'.",
  });
}

function columnsOf(where: string, width: number, labels: Labels | undefined): readonly number[] {
  const all = Array.from({ length: width }, (_, column) => column);
  if (labels === undefined) return all;
  const columns = classesOf(where, { actual: [], predicted: [] }, labels);
  const wrong = columns.find((column) => !all.includes(column as number));
  if (wrong === undefined) return columns as number[];
  throw new OptionError({
    where: `${where}, labels`,
    expected: `columns from 0 to ${width - 1}`,
    received: shown(wrong),
  });
}
