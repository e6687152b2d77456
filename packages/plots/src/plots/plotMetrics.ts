import type { NumberList } from '../arrays/matrix.js';
import { withGaps } from '../arrays/values.js';
import type { LineMark } from '../description.js';
import { PlotError } from '../PlotError.js';
import { type Plot, plot } from '../plot.js';

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

/**
 * Metrics over time, one line for each name.
 *
 * @throws PlotError when there are no values.
 *
 * @example
 * ```ts
 * plotMetrics({ training: [0.91, 0.96], validation: [0.93, 0.95] }, { title: 'Accuracy', yLabel: 'Accuracy' });
 * ```
 */
export const plotMetrics = (
  metrics: Readonly<Record<string, NumberList>>,
  options: PlotMetricsOptions = {},
): Plot => {
  const {
    title = 'Metrics',
    xLabel = 'Number of training epochs passed',
    yLabel = 'Value',
    first = 1,
  } = options;
  const marks = Object.entries(metrics).map(
    ([label, values], color): LineMark => ({
      type: 'line',
      label,
      x: Array.from({ length: values.length }, (_, index) => first + index),
      y: withGaps(values),
      color,
      points: values.length <= 50,
    }),
  );
  if (marks.every(({ y }) => y.length === 0)) {
    throw new PlotError('plotMetrics: there is no data to plot. Give at least one metric with one value.');
  }
  const x = { label: xLabel, scale: 'linear', whole: true } as const;
  const y = { label: yLabel, scale: 'linear' } as const;
  return plot({
    title,
    summary: `${yLabel} over time: ${marks.map(({ label, y: values }) => `${label} ends at ${values.at(-1) ?? 'no value'}`).join(', ')}.`,
    panels: [{ kind: 'chart', title: '', x, y, marks }],
  });
};
