import { argMax, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Report } from '../../shared/protocol.js';
import type { Digits } from '../digits/digits.js';
import type { Trained } from '../predictDrawing.js';
import { Pace } from './pace.js';
import type { Occasion, Shown, View } from './view.js';

/** As many of the validation digits as say within some percent how many of all are right. */
const DIGITS = 200;

/** How many validation digits the network gets right, in the midst of an epoch: of a few, so that training hardly waits. */
export class AccuracyView implements View {
  readonly #report: (report: Report) => void;
  readonly #pace = new Pace({ share: 1 / 40, shortestPause: 500 });

  constructor(report: (report: Report) => void) {
    this.#report = report;
  }

  async show({ trained, digits }: Shown, occasion: Occasion): Promise<void> {
    if (occasion !== 'update' || !digits || !this.#pace.isTime(occasion)) return;
    const accuracy = await this.#pace.spend(() => accuracyOnFew(trained, digits));
    this.#report({ type: 'accuracy', accuracy });
  }
}

async function accuracyOnFew({ network }: Trained, { xTest, testLabels }: Digits): Promise<number> {
  const few = xTest.rows(0, Math.min(DIGITS, xTest.length));
  const images = tensor(few.data, [few.length, ...network.inputShape]);
  // Not by `predict`, which keeps what it recorded for batches of this size.
  const answers = tidy(() => argMax(network.forwardLogits(images), 1));
  const digitsFound = await answers.data();
  images.dispose();
  answers.dispose();
  const right = digitsFound.filter((digit, index) => digit === testLabels.data[index]).length;
  return right / few.length;
}
