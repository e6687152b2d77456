import { DataError, OptionError, shown } from '@neutype/errors';
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
import type { Average, AveragedScoreOptions } from './averagedScore.js';
import { type Counts, countClasses, countColumns, countRows } from './counts.js';

/** Averages of any number of classes. */
const OF_CLASSES = ['macro', 'weighted', 'micro'] as const;

/** What was counted for the classes that an average is taken over. */
export interface AveragedCounts {
  readonly classes: readonly Counts[];
  /** Only for the average of samples. */
  readonly samples?: readonly Counts[];
  readonly weights: ArrayLike<number> | undefined;
}

/**
 * Counts right, predicted and actual samples for the classes that an average is taken over.
 *
 * @throws DataError and OptionError where the samples and the average do not go together
 */
export function countForAverage(
  where: string,
  actual: Labels | LabelRows,
  predicted: Labels | LabelRows,
  options: AveragedScoreOptions,
): AveragedCounts {
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
  if (average === 'binary')
    throw needsAverage(where, 'samples with several labels', [...OF_CLASSES, 'samples']);
  const weights = readWeights(where, sampleWeight, indicators.actual.length / indicators.width);
  const columns = columnsOf(where, indicators.width, labels);
  return {
    classes: countColumns(indicators, columns, weights),
    ...(average === 'samples' && { samples: countRows(indicators, columns) }),
    weights,
  };
}

function positiveClass(
  where: string,
  pairs: LabelPairs,
  { posLabel = 1, labels }: AveragedScoreOptions,
): Label {
  const [given] = readLabels(`${where}, posLabel`, [posLabel] as Labels) as [Label];
  const classes = distinct(pairs.actual, pairs.predicted);
  if (classes.length > 2) {
    throw needsAverage(where, `the ${classes.length} classes ${named(classes)}`, OF_CLASSES);
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
  const choices = averages.map((average) => `'${average}'`);
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
