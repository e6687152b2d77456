import type { EpochRecord } from '../history.js';
import { advice } from './advice.js';
import { shortNumber } from './shortNumber.js';
import type { TrainingRun } from './trainingRun.js';

/** Warns once where the loss has grown beyond all measure, and may yet be far from infinite. */
export class DivergenceWatch {
  readonly #run: TrainingRun;
  #hasWarned = false;

  constructor(run: TrainingRun) {
    this.#run = run;
  }

  see({ train: loss }: EpochRecord): void {
    const { history, settings } = this.#run;
    const first = history.train[0] as number;
    if (this.#hasWarned || loss < GROWN * Math.max(1, first)) return;
    this.#hasWarned = true;
    settings.reporter.warn(
      `The loss has grown from ${shortNumber(first)} to ${shortNumber(loss)}: training diverges. ${advice(this.#run)}`,
    );
  }
}

/** No loss that is still falling has been a million times what it was at first. */
const GROWN = 1e6;
