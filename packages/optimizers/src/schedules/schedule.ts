import type { EpochRecord } from '../history.js';
import type { Monitor } from '../signals/monitor.js';

/** Where training is, just before an update. */
export interface ScheduleMoment {
  /** Updates made so far, over all calls of `train`. */
  readonly update: number;
  /**
   * Epochs passed so far, over all calls of `train`: 2.5 in the middle of the third. A whole number throughout an epoch
   * whose length is not known beforehand.
   */
  readonly epoch: number;
}

/** What a schedule that reacts to training remembers: plain data, for checkpoints. */
export type ScheduleMemory =
  | null
  | number
  | readonly ScheduleMemory[]
  | { readonly [name: string]: ScheduleMemory };

/**
 * The learning rate over the course of training, as a pure function of where training is. The `step` option takes one.
 *
 * A schedule has no state: any number of optimizers may share one, and what reacts to training is handed its memory.
 *
 * @example One of your own
 * ```ts
 * const halved: Schedule = { name: 'halved', at: ({ epoch }) => 0.1 * 0.5 ** Math.floor(epoch) };
 * momentum(network, { step: halved });
 * ```
 */
export interface Schedule {
  readonly name: string;
  /** What it goes by, if only by one of them. */
  readonly counts?: Unit;
  /** What it looks at in the records of epochs: training without them is refused. */
  readonly monitors?: readonly Monitor[];
  /** The learning rate of the update that is to be made: finite, 0 or more. */
  at(moment: ScheduleMoment, memory?: ScheduleMemory): number;
  /**
   * Hears of the end of an epoch.
   *
   * @param memory what it returned last; undefined at first
   * @param next where training is now
   * @returns what it wants to be handed from now on
   */
  react?(
    record: EpochRecord,
    memory: ScheduleMemory | undefined,
    next: ScheduleMoment,
  ): ScheduleMemory | undefined;
  /** As one would write it in code. */
  toString(): string;
}

/** What a schedule may go by. */
export type Unit = 'updates' | 'epochs';
