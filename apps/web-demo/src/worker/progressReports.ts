import type { Optimizer } from '@neutype/optimizers';
import { memory } from '@tensorflow/tfjs-core';
import type { Progress } from '../shared/protocol.js';
import { SpeedMeter } from './speedMeter.js';

/** In milliseconds. */
const REPORT_EVERY = 250;

/** How a run goes: its losses since the last report, and how fast it is. */
export class ProgressReports {
  readonly #batchSize: number;
  readonly #totalUpdates: number;
  readonly #report: (progress: Progress) => void;
  readonly #meter = new SpeedMeter();
  #epoch = 1;
  #reported = 0;
  #reportedAt = Number.NEGATIVE_INFINITY;

  constructor(
    run: { readonly samples: number; readonly batchSize: number; readonly epochs: number },
    report: (progress: Progress) => void,
  ) {
    this.#batchSize = run.batchSize;
    this.#totalUpdates = run.epochs * Math.ceil(run.samples / run.batchSize);
    this.#report = report;
  }

  /** After an update: tells of it, if the last report was long enough ago or it is `urgent`. */
  afterUpdate(optimizer: Optimizer, epoch: number, urgent: boolean): void {
    this.#epoch = epoch;
    if (urgent || performance.now() - this.#reportedAt >= REPORT_EVERY) this.tell(optimizer);
  }

  /** What happens while training stands still is no slowness. */
  pause(): void {
    this.#meter.restart();
  }

  /** Tells of all updates that were not told of. */
  tell({ history, updatesMade }: Optimizer): void {
    const losses = history.train.slice(this.#reported);
    this.#reported += losses.length;
    this.#reportedAt = performance.now();
    this.#meter.mark(this.#reportedAt, updatesMade);
    const speed = this.#meter.updatesPerSecond;
    const { numTensors, numBytes } = memory();
    this.#report({
      epoch: this.#epoch,
      update: updatesMade,
      totalUpdates: this.#totalUpdates,
      losses,
      imagesPerSecond: speed && speed * this.#batchSize,
      secondsLeft: speed && (this.#totalUpdates - updatesMade) / speed,
      tensors: numTensors,
      megabytes: numBytes / 2 ** 20,
    });
  }
}
