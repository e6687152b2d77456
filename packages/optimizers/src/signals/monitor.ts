import { checkChoice, OptionError, shown } from '@neutype/errors';
import type { EpochRecord } from '../history.js';

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
  checkChoice(`${where}, mode`, mode, ['min', 'max']);
}

/** Losses shall become small, and metrics large unless their name tells otherwise. */
export function usualMode(monitor: Monitor): MonitorMode {
  return ERRORS.test(monitor) ? 'min' : 'max';
}

const ERRORS = /^(valid|train)$|loss|error|mse|mae|mape|msle|entropy|divergence|brier|hamming/i;
