import { checkChoice, checkFlag, checkFunction, OptionError, outOf, shown } from '@neutype/errors';
import type { Metric, MetricFunction } from './metric.js';
import { METRIC_NAMES, type MetricName, namedMetric, nameOfScore } from './namedMetrics.js';
import { metricCalled } from './synonyms.js';

/** Names of what is better the less there is of it. */
const OF_LESS = /(?:error|loss)$/i;

/**
 * The metric that a name or a function stands for. A metric is given as it is.
 *
 * A function is called by its name, and more of it is better unless the name ends in `Error` or `Loss`, as
 * scikit-learn's names do; where that is not so, give `{ name, compute, greaterIsBetter }`.
 *
 * @param metric one of the names `MetricName` lists, a function of targets and outputs, or a metric
 * @throws OptionError for an unknown name, and what is no metric
 *
 * @example
 * ```ts
 * resolveMetric('accuracy').compute([0, 1, 1], [[0.9, 0.1], [0.2, 0.8], [0.7, 0.3]]); // 0.6666666666666666
 * resolveMetric('mse').greaterIsBetter; // false
 * ```
 */
export function resolveMetric(metric: MetricName | MetricFunction | Metric, where = 'resolveMetric'): Metric {
  if (typeof metric === 'function') {
    const named = nameOfScore(metric);
    if (named !== undefined) {
      throw new OptionError({
        where,
        expected: 'a metric of targets and outputs',
        received: `the function ${metric.name}, which compares classes with classes`,
        remedy: `Write '${named}'.`,
      });
    }
    const name = metric.name === '' ? 'metric' : metric.name;
    return { name, compute: metric, greaterIsBetter: !OF_LESS.test(name) };
  }
  if (typeof metric === 'string') {
    return namedMetric(checkedName(metric, where));
  }
  if (typeof metric !== 'object' || metric === null || typeof metric.name !== 'string') {
    throw new OptionError({
      where,
      expected:
        'the name of a metric, a function of targets and outputs, or { name, compute, greaterIsBetter }',
      received: shown(metric),
    });
  }
  checkFunction(`${where}, compute of ${metric.name}`, metric.compute, 'a function of targets and outputs');
  checkFlag(`${where}, greaterIsBetter of ${metric.name}`, metric.greaterIsBetter);
  return metric;
}

function checkedName(name: string, where: string): MetricName {
  const meant = metricCalled(name);
  if (meant === undefined || meant === name) {
    checkChoice(where, name, METRIC_NAMES);
    return name;
  }
  throw new OptionError({
    where,
    ...outOf(
      'name',
      METRIC_NAMES.map((one) => `'${one}'`),
      `Did you mean '${meant}'?`,
    ),
    received: shown(name),
  });
}
