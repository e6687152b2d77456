import { OptionError } from '@neutype/errors';
import type { EpochRecord } from '../history.js';
import type { Optimizer } from '../optimizer.js';
import type { TrainStart } from '../signals.js';
import { type Monitor, type MonitorMode, monitoredValue } from './monitor.js';
import { takeSnapshot } from './snapshot.js';

/** An epoch, and the number that was monitored. */
export interface MonitoredEpoch {
  readonly epoch: number;
  readonly value: number;
}

/** The best epoch of a run so far, and its weights, if they are kept. */
export class BestEpoch {
  readonly #where: string;
  readonly #monitor: Monitor;
  readonly #mode: MonitorMode;
  readonly #keeps: boolean;
  #isValidated = true;
  #epoch: MonitoredEpoch | undefined;
  #last: number | undefined;
  #restore: (() => void) | undefined;

  /**
   * @param where the signal, for messages
   * @param plan `keeps`: whether the weights of the best epoch are kept
   */
  constructor(
    where: string,
    { monitor, mode, keeps }: { monitor: Monitor; mode: MonitorMode; keeps: boolean },
  ) {
    this.#where = where;
    this.#monitor = monitor;
    this.#mode = mode;
    this.#keeps = keeps;
  }

  /** Undefined before any. */
  get epoch(): MonitoredEpoch | undefined {
    return this.#epoch;
  }

  /** @throws OptionError where nothing will be there to monitor */
  begin({ isValidated }: TrainStart): void {
    [this.#epoch, this.#last, this.#restore] = [undefined, undefined, undefined];
    this.#isValidated = isValidated;
    if (this.#monitor !== 'valid' || isValidated) return;
    throw new OptionError({
      where: `${this.#where}, monitor`,
      expected: "validation data, for it looks at 'valid'",
      received: 'none',
      remedy: "Give train xTest and yTest or validationSplit, or write { monitor: 'train' }.",
    });
  }

  /**
   * @returns the number that is monitored; undefined for an epoch that was not finished
   * @throws OptionError for a metric that is not tracked
   */
  async see(optimizer: Optimizer, record: EpochRecord): Promise<number | undefined> {
    const value = monitoredValue(record, this.#monitor);
    this.#last = record.epoch;
    if (value === undefined) {
      if (!this.#isValidated || record.valid !== undefined) throw this.#unknownMetric(record);
      return undefined;
    }
    if (this.#epoch !== undefined && !isBetter(value, this.#epoch.value, this.#mode)) return value;
    if (Number.isNaN(value)) return value;
    this.#epoch = { epoch: record.epoch, value };
    if (this.#keeps) this.#restore = await takeSnapshot(optimizer);
    return value;
  }

  /** Brings the weights of the best epoch back, if another was the last. */
  restore(isWhole: boolean): void {
    if (!isWhole || this.#last !== this.#epoch?.epoch) this.#restore?.();
    this.#restore = undefined;
  }

  #unknownMetric({ metrics = {} }: EpochRecord): OptionError {
    return new OptionError({
      where: `${this.#where}, monitor`,
      expected: `one of 'valid', 'train'${Object.keys(metrics)
        .map((name) => `, '${name}'`)
        .join('')}`,
      received: `'${this.#monitor}'`,
      remedy: 'A metric must be tracked to be monitored.',
    });
  }
}

/** @param least how much better it must be */
export function isBetter(value: number, best: number, mode: MonitorMode, least = 0): boolean {
  return mode === 'min' ? value < best - least : value > best + least;
}
