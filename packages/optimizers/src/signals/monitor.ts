import { checkChoice, OptionError, shown } from '@neutype/errors';
import type { Metric } from '@neutype/metrics';
import type { EpochRecord } from '../history.js';
import type { TrainStart } from '../signals.js';

/**
 * A number of every epoch: the loss of the validation data (`'valid'`), the mean training loss (`'train'`), or a metric by
 * its name.
 */
export type Monitor = 'valid' | 'train' | (string & {});

/** Whether a monitored number shall become small, as losses do, or large, as accuracies do. */
export type MonitorMode = 'min' | 'max';

/** The number that is monitored; undefined for an epoch that has none, since it was stopped on the way for example. */
export function monitoredValue(record: EpochRecord, monitor: Monitor): number | undefined {
  if (monitor === 'valid') return record.valid;
  if (monitor === 'train') return record.trainMean;
  return record.metrics?.[monitor];
}

/** @throws OptionError for what names no number of an epoch, or for a mode that there is not */
export function checkMonitor(where: string, monitor: unknown, mode: unknown): void {
  if (typeof monitor !== 'string' || monitor === '') {
    const expected = "'valid', 'train' or the name of a metric";
    throw new OptionError({ where: `${where}, monitor`, expected, received: shown(monitor) });
  }
  if (mode !== undefined) checkChoice(`${where}, mode`, mode, ['min', 'max']);
}

/**
 * What is better where nothing says so: less of a loss, and of a metric what it says of itself.
 *
 * @returns undefined for what is neither a loss nor one of these metrics
 */
export function usualMode(
  monitor: Monitor,
  metrics: readonly Pick<Metric, 'name' | 'greaterIsBetter'>[],
): MonitorMode | undefined {
  if (monitor === 'valid' || monitor === 'train') return 'min';
  const metric = metrics.find(({ name }) => name === monitor);
  return metric && (metric.greaterIsBetter ? 'max' : 'min');
}

/**
 * @param where what looks at it, for messages: `earlyStopping`
 * @throws OptionError where the records of epochs will not have it
 */
export function checkMonitored(
  where: string,
  monitor: Monitor,
  { isValidated, metrics }: Pick<TrainStart, 'isValidated' | 'metrics'>,
): void {
  const followed = metrics.map(({ name }) => name);
  if (monitor === 'train' || (monitor === 'valid' && isValidated) || followed.includes(monitor)) return;
  if (monitor === 'valid') {
    throw new OptionError({
      where: `${where}, monitor`,
      expected: "validation data, for it looks at 'valid'",
      received: 'none',
      remedy: "Give train xTest and yTest or validationSplit, or write { monitor: 'train' }.",
    });
  }
  throw new OptionError({
    where: `${where}, monitor`,
    expected: `one of ${['valid', 'train', ...followed].map((name) => `'${name}'`).join(', ')}`,
    received: shown(monitor),
    remedy: remedyFor(monitor, followed),
  });
}

/** Keras calls the losses `val_loss` and `loss`, and the metrics of validation data `val_accuracy` and the like. */
function remedyFor(monitor: string, followed: readonly string[]): string {
  const plain = monitor.replace(/[-_\s]/g, '').toLowerCase();
  if (/^val(id|idation)?(loss|error)?$/.test(plain))
    return "The loss of the validation data is 'valid' here.";
  if (/^(train|training)?(loss|error)$/.test(plain)) return "The mean training loss is 'train' here.";
  const measured = monitor.replace(/^val(id|idation)?[-_]/, '');
  if (followed.includes(measured))
    return `Did you mean ${shown(measured)}? Validation data are measured where there are some.`;
  return `Have the optimizer follow it: { metrics: [${shown(measured)}] }.`;
}
