import { OptionError, shown } from '@neutype/errors';
import { type Metric, type MetricFunction, type MetricName, resolveMetric } from '@neutype/metrics';

/** What the `metrics` option takes: names, functions of targets and outputs, or metrics. */
export type Metrics = Measure | readonly Measure[];

type Measure = MetricName | MetricFunction | Metric;

/**
 * The metrics that the `metrics` option means.
 *
 * @throws OptionError for what is none, and for two of one name
 */
export function toMetrics(metrics: Metrics | null | undefined): readonly Metric[] {
  if (metrics === undefined || metrics === null) return [];
  const list: readonly Measure[] = Array.isArray(metrics) ? metrics : [metrics];
  const resolved = list.map((metric) => resolveMetric(metric, 'option metrics'));
  const names = resolved.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return resolved;
  throw new OptionError({
    where: 'option metrics',
    expected: 'metrics that each have a name of their own',
    received: `two called ${shown(twice)}`,
    remedy: 'Name a function by { name, compute, greaterIsBetter }.',
  });
}
