import { NeutypeError, OptionError, shown } from '@neutype/errors';
import type { FollowedMetric } from '../options/metrics.js';
import type { CollectedOutputs } from './collectedOutputs.js';

/**
 * The values of metrics, by name.
 *
 * @throws OptionError that names the metric which cannot be computed, or gives no number
 */
export function measured(
  metrics: readonly FollowedMetric[],
  collected: CollectedOutputs,
): Record<string, number> {
  return Object.fromEntries(metrics.map((metric) => [metric.name, computed(metric, collected)]));
}

function computed(metric: FollowedMetric, collected: CollectedOutputs): number {
  const { name, output, compute } = metric;
  let value: unknown;
  try {
    value = compute(collected.targets(output), collected.outputs(output));
  } catch (error) {
    if (metric.isOurs && error instanceof NeutypeError) throw unfit(name, error);
    throw error;
  }
  if (typeof value === 'number') return value;
  throw new OptionError({ where: `metric ${name}`, expected: 'a number', received: shown(value) });
}

/** What computes a metric names itself in its errors, and what it was given by names of its own. */
function unfit(name: string, cause: NeutypeError): OptionError {
  const { problem } = cause;
  const where = `option metrics, ${shown(name)}`;
  if (problem === undefined) return new OptionError(`${where}: ${cause.message}`, { cause });
  const remedy = problem.remedy ?? 'Take a metric that fits the outputs of the network and the targets.';
  return new OptionError({ ...problem, where: `${where} (${problem.where})`, remedy }, { cause });
}
