import { type Tensors, writeCopies } from '../checkpoint/copies.js';
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

/** What is known of the best epoch so far, and its weights, if they are kept. */
export interface BestMemory {
  readonly data: { readonly best?: MonitoredEpoch | undefined; readonly last?: number | undefined };
  readonly tensors: Tensors;
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
  #optimizer: Optimizer | undefined;
  #kept: Tensors | undefined;

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
  begin(optimizer: Optimizer, start: TrainStart): void {
    const { monitor, mode } = this.#plan;
    [this.#epoch, this.#last, this.#kept] = [undefined, undefined, undefined];
    this.#optimizer = optimizer;
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
    return this.#kept !== undefined;
  }

  /** Brings the weights of the best epoch back, if another was the last, or was begun. */
  restore(isWhole: boolean): void {
    const isOther = !isWhole || this.#last !== this.#epoch?.epoch;
    if (isOther && this.#optimizer && this.#kept) writeCopies(this.#optimizer, this.#kept);
    this.#kept = undefined;
  }

  /** What it goes on from, once it has begun. */
  get memory(): BestMemory {
    const best = this.#epoch && { ...this.#epoch };
    return { data: { best, last: this.#last }, tensors: this.#kept ?? new Map() };
  }

  set memory({ data: { best, last }, tensors }: BestMemory) {
    this.#epoch = best;
    this.#last = last;
    this.#kept = tensors.size > 0 ? tensors : undefined;
  }

  /** @returns whether there is something to keep: an epoch's last update may have spoilt what its losses praise */
  async #keep(optimizer: Optimizer): Promise<boolean> {
    const snapshot = await takeSnapshot(optimizer);
    if (snapshot !== undefined) this.#kept = snapshot;
    return snapshot !== undefined;
  }
}

/** @param least how much better it must be */
export function isBetter(value: number, best: number, mode: MonitorMode, least = 0): boolean {
  return mode === 'min' ? value < best - least : value > best + least;
}
