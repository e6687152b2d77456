import { checkNumber, checkOptions, optionNames } from '@neutype/errors';
import { type NumberList, type ShapedArray, toList } from '../arrays/matrix.js';
import { withGaps } from '../arrays/values.js';
import { checkObject, checkText } from '../checks.js';
import type { LineMark } from '../description.js';
import { type Plot, plot } from '../plot.js';
import { PlotError } from '../plotError.js';

export interface PlotMetricsOptions {
  /** `Metrics` by default. */
  readonly title?: string;
  /** `Number of training epochs passed` by default. */
  readonly xLabel?: string;
  /** `Value` by default. */
  readonly yLabel?: string;
  /** The x of the first value, 1 by default: metrics are measured after an epoch. */
  readonly first?: number;
}

const OPTIONS = optionNames<PlotMetricsOptions>({ title: true, xLabel: true, yLabel: true, first: true });

/**
 * Metrics over time, one line for each name.
 *
 * @throws PlotError when there are no values; DataError or ShapeError for what is no array of numbers; OptionError for an
 * unknown option or value
 *
 * @example
 * ```ts
 * plotMetrics({ training: [0.91, 0.96], validation: [0.93, 0.95] }, { title: 'Accuracy', yLabel: 'Accuracy' });
 * ```
 */
export function plotMetrics(
  metrics: Readonly<Record<string, NumberList | ShapedArray>>,
  options: PlotMetricsOptions = {},
): Plot {
  checkOptions('plotMetrics', options, OPTIONS);
  const {
    title = 'Metrics',
    xLabel = 'Number of training epochs passed',
    yLabel = 'Value',
    first = 1,
  } = options;
  for (const [name, text] of Object.entries({ title, xLabel, yLabel }))
    checkText(`plotMetrics, ${name}`, text);
  checkNumber('plotMetrics, first', first);
  checkObject('plotMetrics', metrics, 'an object of metrics and their values');
  const marks = Object.entries(metrics).map(([label, values], color) =>
    lineOf(label, toList(`plotMetrics, ${label}`, values), first, color),
  );
  if (marks.every(({ y }) => y.length === 0)) {
    const expected = 'at least one metric with one value';
    throw new PlotError({ where: 'plotMetrics', expected, received: 'no data to plot' });
  }
  const x = { label: xLabel, scale: 'linear', whole: true } as const;
  const y = { label: yLabel, scale: 'linear' } as const;
  return plot({
    title,
    summary: `${yLabel} over time: ${marks.map(({ label, y: values }) => `${label} ends at ${values.at(-1) ?? 'no value'}`).join(', ')}.`,
    panels: [{ kind: 'chart', title: '', x, y, marks }],
  });
}

function lineOf(label: string, values: NumberList, first: number, color: number): LineMark {
  return {
    type: 'line',
    label,
    x: Array.from({ length: values.length }, (_, index) => first + index),
    y: withGaps(values),
    color,
    points: values.length <= 50,
  };
}
