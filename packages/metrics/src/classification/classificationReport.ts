import { checkChoice, checkNumber, checkOptions, OptionError, optionNames, shown } from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import { readWeights } from '../input/columns.js';
import {
  classesOf,
  distinct,
  type Label,
  type LabelPairs,
  type Labels,
  named,
  readPairs,
} from '../input/labels.js';
import { checkZeroDivision } from './averagedScore.js';
import { countClasses } from './counts.js';
import { reportText } from './reportText.js';
import { macroAverage, microAverage, type Scores, scoresOf, weightedAverage } from './scores.js';

/** Options of {@link classificationReport}. */
export interface ClassificationReportOptions {
  /** The classes to report on, in the order of the rows; by default all that occur, smallest first. */
  readonly labels?: Labels;
  /** How to call the classes, in the same order; by default by their labels. */
  readonly targetNames?: readonly string[];
  /** Digits after the point in the text; 2 by default. */
  readonly digits?: number;
  /** What a score is where it would be divided by zero: 0 (the default), 1, or NaN, which averages leave out. */
  readonly zeroDivision?: number;
  /** How much each sample counts, from 0; 1 by default. */
  readonly sampleWeight?: ArrayInput;
  /** `'text'` (the default) or `'object'`. */
  readonly output?: 'text' | 'object';
}

const OPTIONS = optionNames<ClassificationReportOptions>({
  labels: true,
  targetNames: true,
  digits: true,
  zeroDivision: true,
  sampleWeight: true,
  output: true,
});

/** The scores of one class. */
export interface ClassScores extends Scores {
  readonly label: Label;
  readonly name: string;
}

/** A report as an object. */
export interface ClassificationReport {
  readonly classes: readonly ClassScores[];
  /** The share of samples predicted right; only where no class that occurs was left out. */
  readonly accuracy?: number;
  /** The listed classes taken as one; only where a class that occurs was left out. */
  readonly microAverage?: Scores;
  readonly macroAverage: Scores;
  readonly weightedAverage: Scores;
}

/**
 * Precision, recall and F1 score of each class, and their averages: as text, the same to the character as
 * scikit-learn's `classification_report`, or as an object.
 *
 * @param actual the true classes
 * @param predicted the predicted classes, sample by sample
 * In the text, control characters in names are escaped; the object has the names as they are.
 *
 * @throws DataError for no samples, unequal lengths, or values that are no classes; ShapeError for one-hot rows;
 * OptionError for an unknown option or value, or names that are not as many as the classes
 *
 * @example
 * ```ts
 * console.log(classificationReport([0, 1, 1, 0], [0, 1, 0, 0]));
 * //               precision    recall  f1-score   support
 * //
 * //            0       0.67      1.00      0.80         2
 * //            1       1.00      0.50      0.67         2
 * //
 * //     accuracy                           0.75         4
 * //    macro avg       0.83      0.75      0.73         4
 * // weighted avg       0.83      0.75      0.73         4
 * const { accuracy } = classificationReport([0, 1], [0, 1], { output: 'object' });
 * ```
 */
export function classificationReport(
  actual: Labels,
  predicted: Labels,
  options?: ClassificationReportOptions & { readonly output?: 'text' },
): string;
export function classificationReport(
  actual: Labels,
  predicted: Labels,
  options: ClassificationReportOptions & { readonly output: 'object' },
): ClassificationReport;
export function classificationReport(
  actual: Labels,
  predicted: Labels,
  options: ClassificationReportOptions = {},
): string | ClassificationReport {
  checkOptions('classificationReport', options, OPTIONS);
  const { digits = 2, output = 'text', zeroDivision = 0 } = options;
  checkNumber('classificationReport, digits', digits, { from: 0, to: 100, whole: true });
  checkChoice('classificationReport, output', output, ['text', 'object']);
  checkZeroDivision('classificationReport', zeroDivision);
  const pairs = readPairs('classificationReport', actual, predicted);
  const report = makeReport(pairs, options);
  if (output === 'object') return report;
  return reportText(report, digits, options.sampleWeight !== undefined || isNothingRight(pairs));
}

function makeReport(
  pairs: LabelPairs,
  { labels, targetNames, zeroDivision = 0, sampleWeight }: ClassificationReportOptions,
): ClassificationReport {
  const weights = readWeights('classificationReport', sampleWeight, pairs.actual.length);
  const classes = classesOf('classificationReport', pairs, labels);
  const names = targetNames ?? classes.map(String);
  checkNames(names, classes);
  const counts = countClasses(pairs, classes, weights);
  const scores = counts.map((count) => scoresOf(count, zeroDivision));
  const micro = microAverage(counts, zeroDivision);
  const listed = new Set(classes);
  const isComplete = distinct(pairs.actual, pairs.predicted).every((label) => listed.has(label));
  return {
    classes: classes.map((label, index) => ({ label, name: names[index]!, ...scores[index]! })),
    ...(isComplete ? { accuracy: micro.f1Score } : { microAverage: micro }),
    macroAverage: macroAverage(scores),
    weightedAverage: weightedAverage(scores),
  };
}

function isNothingRight({ actual, predicted }: LabelPairs): boolean {
  for (let index = 0; index < actual.length; index++) {
    if (actual[index] === predicted[index]) return false;
  }
  return true;
}

function checkNames(names: readonly string[], classes: readonly Label[]): void {
  const where = 'classificationReport, targetNames';
  if (!Array.isArray(names)) {
    throw new OptionError({ where, expected: 'an array of texts', received: shown(names) });
  }
  const wrong = Array.from<unknown>(names).findIndex((name) => typeof name !== 'string');
  if (wrong !== -1) {
    const received = `${wrong in names ? shown(names[wrong]) : 'a hole'} at [${wrong}]`;
    throw new OptionError({ where, expected: 'texts', received });
  }
  if (names.length === classes.length) return;
  throw new OptionError({
    where,
    expected: `${classes.length === 1 ? 'a name' : `${classes.length} names`} for ${named(classes)}`,
    received: `${names.length}`,
    remedy: "The option 'labels' says which classes are reported.",
  });
}
