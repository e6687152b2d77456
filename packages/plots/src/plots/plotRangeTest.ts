import { shown } from '@neutype/errors';
import { type NumberList, toList } from '../arrays/matrix.js';
import { withGaps } from '../arrays/values.js';
import { checkObject } from '../checks.js';
import type { LineMark, Values } from '../description.js';
import { type Plot, plot } from '../plot.js';
import { PlotError } from '../plotError.js';
import { shortNumber } from './shortNumber.js';

/** What a learning-rate range test has found. */
export interface RangeTestSource {
  /** The learning rate of each update. */
  readonly steps: ArrayLike<number>;
  /** The loss of each update. */
  readonly losses: ArrayLike<number>;
  /** The losses without the noise of single batches. The losses themselves. */
  readonly smoothed?: ArrayLike<number>;
  /** A learning rate to begin with; null for none. */
  readonly suggestion?: number | null;
}

/**
 * The loss over a learning rate that rises from update to update, and where it falls fastest: what `learningRateRangeTest`
 * of `@neutype/optimizers` gives. Losses far above the first, where training diverges, are left out.
 *
 * @throws PlotError for what is no range test, or one without losses
 *
 * @example
 * ```ts
 * console.log(plotRangeTest(await learningRateRangeTest(optimizer, xTrain, yTrain)).toText());
 * ```
 */
export function plotRangeTest(test: RangeTestSource): Plot {
  const { steps, losses, smoothed, suggestion } = checked(test);
  const ceiling = ceilingOf(smoothed);
  const shownOf = (values: readonly number[]): Values =>
    withGaps(values.map((value) => (value > ceiling ? Number.NaN : value)));
  const marks: LineMark[] = [
    { type: 'line', label: 'Loss', x: steps, y: shownOf(losses), color: 'muted', points: false },
    { type: 'line', label: 'Smoothed', x: steps, y: shownOf(smoothed), color: 0, points: false },
  ];
  if (suggestion !== null) {
    const place = steps.indexOf(nearest(steps, suggestion));
    marks.push({
      type: 'line',
      label: `Suggestion: ${shortNumber(suggestion)}`,
      x: [suggestion],
      y: [smoothed[place] as number],
      color: 1,
      points: true,
    });
  }
  return plot({
    title: 'Learning-rate range test',
    summary: summaryOf(steps, suggestion),
    panels: [
      {
        kind: 'chart',
        title: '',
        x: { label: 'Learning rate', scale: 'log' },
        y: { label: 'Loss', scale: 'linear' },
        marks,
      },
    ],
  });
}

/** Beyond the first loss by as much as it falls: what is interesting is all below. */
function ceilingOf(losses: readonly number[]): number {
  const first = losses[0] as number;
  const fall = first - losses.reduce((least, loss) => Math.min(least, loss), first);
  return fall > 0 ? first + fall : Number.POSITIVE_INFINITY;
}

function summaryOf(steps: readonly number[], suggestion: number | null): string {
  const range = `The loss of ${steps.length} updates with learning rates from ${shortNumber(steps[0])} to ${shortNumber(steps.at(-1))}`;
  return suggestion === null
    ? `${range}: it does not fall.`
    : `${range}: it falls fastest at ${shortNumber(suggestion)}.`;
}

function nearest(steps: readonly number[], step: number): number {
  return steps.reduce((best, each) => (Math.abs(each - step) < Math.abs(best - step) ? each : best));
}

function checked(test: RangeTestSource) {
  const expected = 'what learningRateRangeTest gives, with steps and losses';
  checkObject('plotRangeTest', test, expected);
  if (!('steps' in test && 'losses' in test)) {
    throw new PlotError({ where: 'plotRangeTest', expected, received: shown(test) });
  }
  const list = (name: string, values: NumberList): number[] =>
    Array.from(toList(`plotRangeTest, ${name}`, values));
  const [steps, losses] = [list('steps', test.steps), list('losses', test.losses)];
  const smoothed = list('smoothed', test.smoothed ?? losses);
  if (steps.length === 0 || losses.length !== steps.length || smoothed.length !== steps.length) {
    throw new PlotError({
      where: 'plotRangeTest',
      expected: 'as many losses as steps, at least one',
      received: `${losses.length} losses, ${smoothed.length} smoothed ones, and ${steps.length} steps`,
    });
  }
  return { steps, losses, smoothed, suggestion: test.suggestion ?? null };
}
