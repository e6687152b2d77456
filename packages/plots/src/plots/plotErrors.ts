import { checkCount, checkFlag, checkOptions, optionNames, shown } from '@neutype/errors';
import { type NumberList, toList } from '../arrays/matrix.js';
import { withGaps } from '../arrays/values.js';
import { checkObject } from '../checks.js';
import type { Axis, ChartPanel, LineMark, Values } from '../description.js';
import { type Plot, plot } from '../plot.js';
import { PlotError } from '../plotError.js';

/** The losses of a training run. */
export interface ErrorHistory {
  /** One loss for each update, measured before it. */
  readonly train: ArrayLike<number>;
  /** One loss for each epoch, measured after it; empty without validation data, NaN for an epoch without. */
  readonly valid: ArrayLike<number>;
  /**
   * How many updates each epoch had; one number when all epochs had as many. Training losses beyond their sum belong
   * to an epoch that was not finished.
   */
  readonly updatesPerEpoch: ArrayLike<number> | number;
}

/** A history, or what has one as `history`: an optimizer. */
export type ErrorSource = ErrorHistory | { readonly history: ErrorHistory };

export interface PlotErrorsOptions {
  /** A logarithmic x axis, as matplotlib's `semilogx`; the point at 0 has no place on it. */
  readonly logX?: boolean;
}

const OPTIONS = optionNames<PlotErrorsOptions>({ logX: true });

/**
 * NeuPy's `plot_errors`: the loss after each update above, after each epoch below.
 *
 * Above: the loss of every update and, at the end of each epoch, the validation loss. Below: the loss of each
 * epoch's first batch and the validation loss. A training loss is measured before its update, so training starts
 * at 0 and validation at 1. When every epoch had one update (full batches) there is one panel, and so where one point would be all of the other.
 * Series of at most 50 points show their points.
 *
 * @throws PlotError for what has no history, when nothing was trained, or when the history does not add up; OptionError for
 * an unknown option or value
 *
 * @example
 * ```ts
 * console.log(plotErrors({ train: [0.9, 0.5, 0.4, 0.3], valid: [0.6, 0.4], updatesPerEpoch: 2 }).toText());
 * ```
 */
export function plotErrors(source: ErrorSource, options: PlotErrorsOptions = {}): Plot {
  checkOptions('plotErrors', options, OPTIONS);
  const { logX = false } = options;
  checkFlag('plotErrors, logX', logX);
  const history = historyOf(source);
  const starts = epochStarts(history);
  const epochs = starts.length - 1;
  const scale = logX ? 'log' : 'linear';
  const perEpoch = chart(
    'Loss per epoch',
    { label: 'Number of training epochs passed', scale, whole: true },
    [
      training(
        Array.from({ length: epochs }, (_, epoch) => epoch),
        starts.slice(0, -1).map((start) => history.train[start]!),
      ),
      validation(
        Array.from({ length: epochs }, (_, epoch) => epoch + 1),
        history,
      ),
    ],
  );
  const isFullBatch = history.train.length === epochs;
  const isOnePoint = epochs === 1 && history.valid.length === 0;
  const perUpdate = chart('Loss per update', { label: 'Number of updates passed', scale, whole: true }, [
    training(
      Array.from({ length: history.train.length }, (_, update) => update),
      history.train,
    ),
    validation(starts.slice(1), history),
  ]);
  return plot({
    title: 'Training performance',
    summary: summaryOf(history, epochs),
    panels: isFullBatch ? [perEpoch] : isOnePoint ? [perUpdate] : [perUpdate, perEpoch],
  });
}

/** A history whose losses are lists of numbers. */
interface Losses {
  readonly train: NumberList;
  readonly valid: NumberList;
  readonly updatesPerEpoch: NumberList | number;
}

function historyOf(source: ErrorSource): Losses {
  const expected = 'an optimizer, or a history with train, valid and updatesPerEpoch';
  const remedy = 'Losses are kept by the optimizer: plotErrors(optimizer).';
  checkObject('plotErrors', source, expected, remedy);
  const history = 'history' in source ? source.history : source;
  checkObject('plotErrors, history', history, expected, remedy);
  if (!('train' in history)) {
    throw new PlotError({ where: 'plotErrors', expected, received: shown(source), remedy });
  }
  const { train, valid, updatesPerEpoch } = history;
  if (typeof updatesPerEpoch === 'number') checkCount('plotErrors, updatesPerEpoch', updatesPerEpoch);
  return {
    train: toList('plotErrors, train', train),
    valid: toList('plotErrors, valid', valid),
    updatesPerEpoch:
      typeof updatesPerEpoch === 'number'
        ? updatesPerEpoch
        : toList('plotErrors, updatesPerEpoch', updatesPerEpoch),
  };
}

function chart(title: string, x: Axis, marks: readonly LineMark[]): ChartPanel {
  const shown = marks.filter((mark) => mark.y.length > 0);
  // Without validation there is only one line, and nothing for a legend to tell apart.
  const unlabeled = ({ label: _, ...mark }: LineMark): LineMark => mark;
  return {
    kind: 'chart',
    title,
    x,
    y: { label: 'Loss', scale: 'linear' },
    marks: shown.length > 1 ? shown : shown.map(unlabeled),
  };
}

const POINT_LIMIT = 50;

function training(x: Values, y: ArrayLike<number>): LineMark {
  return {
    type: 'line',
    label: 'Training',
    x,
    y: withGaps(y),
    color: 0,
    points: y.length <= POINT_LIMIT,
  };
}

function validation(x: Values, { valid }: Losses): LineMark {
  return {
    type: 'line',
    label: 'Validation',
    x: x.slice(0, valid.length),
    y: withGaps(valid),
    color: 1,
    points: valid.length <= POINT_LIMIT,
  };
}

/** The number of updates before each epoch, and at last after all of them; updates beyond are an unfinished epoch. */
function epochStarts({ train, valid, updatesPerEpoch }: Losses): number[] {
  if (train.length === 0) {
    throw new PlotError({
      where: 'plotErrors',
      expected: 'at least one training loss',
      received: 'none',
      remedy: 'Call optimizer.train(…) first.',
    });
  }
  const counts =
    typeof updatesPerEpoch === 'number' ? evenly(train.length, updatesPerEpoch) : Array.from(updatesPerEpoch);
  const starts = [0];
  for (const count of counts) starts.push(starts.at(-1)! + count);
  const finished = starts.at(-1)!;
  const isWhole = counts.every((count) => Number.isInteger(count) && count > 0);
  if (!isWhole || finished > train.length) {
    throw new PlotError({
      where: 'plotErrors, updatesPerEpoch',
      expected: `whole numbers above 0 that add up to no more than the ${train.length} training losses`,
      received:
        counts.length === 0 ? shown(updatesPerEpoch) : `${counts.length} epochs with ${finished} updates`,
    });
  }
  if (valid.length > counts.length) {
    throw new PlotError({
      where: 'plotErrors, valid',
      expected: `at most one validation loss for each of ${counts.length} epochs`,
      received: `${valid.length}`,
    });
  }
  return finished < train.length ? [...starts, train.length] : starts;
}

function evenly(updates: number, perEpoch: number): number[] {
  const counts: number[] = [];
  for (let left = updates; left > 0; left -= perEpoch) counts.push(Math.min(perEpoch, left));
  return counts;
}

function summaryOf({ train, valid }: Losses, epochs: number): string {
  const count = (number: number, thing: string): string =>
    `${number.toLocaleString('en-US')} ${thing}${number === 1 ? '' : 's'}`;
  function ends(values: ArrayLike<number>): string {
    const finite = Array.from(values).filter(Number.isFinite);
    return finite.length === 0
      ? 'is never finite'
      : `goes from ${decimals(finite[0]!)} to ${decimals(finite.at(-1)!)}`;
  }
  const validPart = valid.length > 0 ? `, the validation loss ${ends(valid)}` : '';
  return `${count(epochs, 'epoch')}, ${count(train.length, 'update')}: the training loss ${ends(train)}${validPart}.`;
}

function decimals(value: number): string {
  return value.toPrecision(3);
}
