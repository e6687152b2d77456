import { checkNumber } from '@neutype/errors';
import type { EpochRecord } from '../history.js';
import { checkMonitored } from '../signals/monitor.js';
import type { TrainStart } from '../signals.js';
import type { Schedule, ScheduleMemory, ScheduleMoment } from './schedule.js';

/** The largest float32. */
const LARGEST = (2 - 2 ** -23) * 2 ** 127;

/** A schedule of one's own may have a name and no text. */
function inCode(schedule: Schedule): string {
  const text = String(schedule);
  return text === String({}) ? schedule.name : text;
}

/** What an optimizer's learning rate follows: a schedule and what it remembers, or nothing where it is a number. */
export class Pace {
  #schedule: Schedule | undefined;
  /** Plain data, for checkpoints; undefined where there is nothing to remember. */
  memory: ScheduleMemory | undefined;

  /** @returns the learning rate at that moment */
  follow(step: number | Schedule, moment: ScheduleMoment): number {
    this.memory = undefined;
    this.#schedule = typeof step === 'number' ? undefined : step;
    return typeof step === 'number' ? step : this.at(moment, 0);
  }

  /**
   * @param otherwise the learning rate where there is no schedule
   * @throws OptionError for a schedule that gives no learning rate
   */
  at(moment: ScheduleMoment, otherwise: number): number {
    if (this.#schedule === undefined) return otherwise;
    const step = this.#schedule.at(moment, this.memory);
    checkNumber(`schedule ${this.#schedule.name}, after ${moment.update} updates`, step, {
      from: 0,
      to: LARGEST,
    });
    return step;
  }

  /** The schedule as one would write it in code; undefined where there is none. */
  get code(): string | undefined {
    return this.#schedule && inCode(this.#schedule);
  }

  /** @throws OptionError where the schedule looks at what will not be there */
  check(start: Pick<TrainStart, 'isValidated' | 'metrics'>): void {
    const { name, monitors = [] } = this.#schedule ?? {};
    for (const monitor of monitors) checkMonitored(`schedule ${name}`, monitor, start);
  }

  /** Lets a schedule that reacts hear of an epoch that has ended. */
  hear(record: EpochRecord, now: ScheduleMoment): void {
    if (this.#schedule?.react) this.memory = this.#schedule.react(record, this.memory, now);
  }
}
