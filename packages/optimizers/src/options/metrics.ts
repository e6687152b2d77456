import type { Model } from '@neutype/core';
import { nearestName, OptionError, shown } from '@neutype/errors';
import { type Metric, type MetricFunction, type MetricName, resolveMetric } from '@neutype/metrics';

/** What the `metrics` option takes: names, functions of targets and outputs, or metrics. */
export type Metrics = Measure | readonly Measure[];

type Measure = MetricName | MetricFunction | Metric;

/** The metrics of several outputs, by name. */
export type MetricsByName = Readonly<Record<string, Metrics>>;

/** A metric, and for messages the name of the output that it is of, where there are several. */
export interface NamedMetric {
  readonly output: string | undefined;
  readonly metric: Metric;
  /** What records call it: `accuracy`, or `digit.accuracy`. */
  readonly name: string;
  /** Whether it was asked for by name, and is none of somebody else's. */
  readonly isOurs: boolean;
}

/** A metric of one of the outputs, which are numbered. */
export interface FollowedMetric extends Metric {
  readonly output: number;
  readonly isOurs: boolean;
}

/**
 * The metrics that the `metrics` option means.
 *
 * @throws OptionError for what is none, and for two of one name
 */
export function toMetrics(metrics: Metrics | MetricsByName | null | undefined): readonly NamedMetric[] {
  if (metrics === undefined || metrics === null) return [];
  const named = isByName(metrics)
    ? Object.entries(metrics).flatMap(([output, own]) => resolved(own, output))
    : resolved(metrics, undefined);
  const names = named.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return named;
  throw new OptionError({
    where: 'option metrics',
    expected: 'metrics that each have a name of their own',
    received: `two called ${shown(twice)}`,
    remedy: 'Name a function by { name, compute, greaterIsBetter }.',
  });
}

function isByName(metrics: Metrics | MetricsByName): metrics is MetricsByName {
  return Object.prototype.toString.call(metrics) === '[object Object]' && !('compute' in (metrics as object));
}

function resolved(metrics: Metrics, output: string | undefined): NamedMetric[] {
  const list: readonly Measure[] = Array.isArray(metrics) ? metrics : [metrics];
  return list.map((measure) => {
    const metric = resolveMetric(measure, 'option metrics');
    const name = output === undefined ? metric.name : `${output}.${metric.name}`;
    return { output, metric, name, isOurs: typeof measure === 'string' };
  });
}

/**
 * The metrics with the outputs that they are of.
 *
 * @throws OptionError for outputs that the network does not have, or metrics that do not say of which they are
 */
export function followedMetrics(
  metrics: readonly NamedMetric[],
  { ports }: Model,
): readonly FollowedMetric[] {
  const names = ports && Object.keys(ports.outputs);
  return metrics.map(({ name, output, metric, isOurs }) => {
    const index = names ? names.indexOf(output ?? '') : 0;
    if (index === -1 || (output !== undefined && !names)) throw wrongOutput(output, names);
    return { ...metric, name, isOurs, output: index };
  });
}

function wrongOutput(output: string | undefined, names: readonly string[] | undefined): OptionError {
  const nearest = output === undefined || !names ? undefined : nearestName(output, names);
  return new OptionError({
    where: 'option metrics',
    expected: names
      ? `metrics by the names of outputs, out of ${names.join(', ')}`
      : 'metrics of the only output',
    received: output === undefined ? 'metrics without' : `some for ${shown(output)}`,
    ...(nearest !== undefined && { remedy: `Did you mean '${nearest}'?` }),
  });
}
