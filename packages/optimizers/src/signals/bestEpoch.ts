import type { EpochRecord } from '../history.js';
import type { Optimizer } from '../optimizer.js';
import type { TrainStart } from '../signals.js';
import { checkMonitored, type Monitor, type MonitorMode, monitoredValue, usualMode } from './monitor.js';
import { takeSnapshot } from './snapshot.js';

/** An epoch, and the number that was monitored. */
export interface MonitoredEpoch {
  readonly epoch: number;
  readonly value: number;
}

/** What a signal monitors, and whether the weights of the best epoch are kept. */
interface Plan {
  readonly monitor: Monitor;
  /** What the losses and metrics say themselves. */
  readonly mode?: MonitorMode;
  readonly keeps: boolean;
}

/** The best epoch of a run so far, and its weights, if they are kept. */
export class BestEpoch {
  readonly #where: string;
  readonly #plan: Plan;
  #mode: MonitorMode = 'min';
  #epoch: MonitoredEpoch | undefined;
  #last: number | undefined;
  #restore: (() => void) | undefined;

  /** @param where the signal, for messages */
  constructor(where: string, plan: Plan) {
    this.#where = where;
    this.#plan = plan;
  }

  /** Undefined before any. */
  get epoch(): MonitoredEpoch | undefined {
    return this.#epoch;
  }

  /** Whether better is less or more, in the present run. */
  get mode(): MonitorMode {
    return this.#mode;
  }

  /** @throws OptionError where nothing will be there to monitor */
  begin(start: TrainStart): void {
    const { monitor, mode } = this.#plan;
    [this.#epoch, this.#last, this.#restore] = [undefined, undefined, undefined];
    checkMonitored(this.#where, monitor, start);
    this.#mode = mode ?? usualMode(monitor, start.metrics) ?? 'min';
  }

  /** @returns the number that is monitored; undefined for an epoch that was not finished */
  async see(optimizer: Optimizer, record: EpochRecord): Promise<number | undefined> {
    const value = monitoredValue(record, this.#plan.monitor);
    this.#last = record.epoch;
    if (value === undefined || Number.isNaN(value)) return value;
    if (this.#epoch !== undefined && !isBetter(value, this.#epoch.value, this.#mode)) return value;
    if (this.#plan.keeps && !(await this.#keep(optimizer))) return value;
    this.#epoch = { epoch: record.epoch, value };
    return value;
  }

  /** Whether it has weights to bring back. */
  get restores(): boolean {
    return this.#restore !== undefined;
  }

  /** Brings the weights of the best epoch back, if another was the last, or was begun. */
  restore(isWhole: boolean): void {
    if (!isWhole || this.#last !== this.#epoch?.epoch) this.#restore?.();
    this.#restore = undefined;
  }

  /** @returns whether there is something to keep: an epoch's last update may have spoilt what its losses praise */
  async #keep(optimizer: Optimizer): Promise<boolean> {
    const snapshot = await takeSnapshot(optimizer);
    if (snapshot.isFinite) this.#restore = snapshot.restore;
    return snapshot.isFinite;
  }
}

/** @param least how much better it must be */
export function isBetter(value: number, best: number, mode: MonitorMode, least = 0): boolean {
  return mode === 'min' ? value < best - least : value > best + least;
}
