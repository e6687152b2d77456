import { argMax, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Report } from '../../shared/protocol.js';
import type { Occasion, Shown, View } from './view.js';

/** As many of the validation digits as say within some percent how many of all are right. */
const DIGITS = 200;
const EVERY_MILLISECONDS = 500;
/** Looking takes no more than a fortieth of the time. */
const REST = 40;

/** How many validation digits the network gets right, in the midst of an epoch: of a few, so that training hardly waits. */
export class AccuracyView implements View {
  readonly #report: (report: Report) => void;
  #restsUntil = Number.NEGATIVE_INFINITY;

  constructor(report: (report: Report) => void) {
    this.#report = report;
  }

  async show({ trained: { network }, digits }: Shown, occasion: Occasion): Promise<void> {
    const begun = performance.now();
    if (occasion !== 'update' || !digits || begun < this.#restsUntil) return;
    const few = digits.xTest.rows(0, Math.min(DIGITS, digits.xTest.length));
    const images = tensor(few.data, [few.length, ...network.inputShape]);
    // Not by `predict`, which keeps what it recorded for batches of this size.
    const answers = tidy(() => argMax(network.forwardLogits(images), 1));
    const digitsFound = await answers.data();
    images.dispose();
    answers.dispose();
    const right = digitsFound.filter((digit, index) => digit === digits.testLabels.data[index]).length;
    this.#report({ type: 'accuracy', accuracy: right / few.length });
    const ended = performance.now();
    this.#restsUntil = ended + Math.max(EVERY_MILLISECONDS, REST * (ended - begun));
  }
}
