import { augment, batches, mapBatches } from '@neutype/datasets';
import type { NdArray } from '@neutype/ndarray';
import type { Optimizer } from '@neutype/optimizers';
import { variationsPlan } from '../../shared/plan/optimizerPlan.js';
import { DIGIT_PIXELS } from '../../shared/recipe.js';
import type { Settings } from '../../shared/settings.js';
import { type Digits, shapedFor } from './digits.js';

/** What a network is taught with: as many of the training digits as were asked for, varied or as they are. */
export class Lessons {
  readonly samples: number;
  readonly #settings: Settings;
  readonly #x: NdArray;
  readonly #y: NdArray;
  readonly #digits: Digits;

  constructor(settings: Settings, digits: Digits) {
    const { xTrain, yTrain } = digits;
    this.samples = Math.min(settings.trainingDigits || xTrain.length, xTrain.length);
    this.#settings = settings;
    this.#x = xTrain.rows(0, this.samples);
    this.#y = yTrain.rows(0, this.samples);
    this.#digits = digits;
  }

  /** Trains on them, and validates on the digits that are held out. */
  async teach(optimizer: Optimizer, signal: AbortSignal): Promise<void> {
    const { epochs, batchSize, seed } = this.#settings;
    const { inputShape } = optimizer.network;
    const xTest = shapedFor(inputShape, this.#digits.xTest);
    const { yTest } = this.#digits;
    const variations = variationsPlan(this.#settings)?.args[0];
    if (!variations) {
      const x = shapedFor(inputShape, this.#x);
      await optimizer.train(x, this.#y, xTest, yTest, { epochs, signal });
      return;
    }
    const vary = augment(variations as Parameters<typeof augment>[0]);
    const source = mapBatches(
      batches(this.#x, this.#y, { batchSize, seed }),
      ([x, y]): [NdArray, NdArray] => [shapedFor(inputShape, vary(x.reshape(-1, DIGIT_PIXELS))), y],
    );
    await optimizer.train(source, { validation: { x: xTest, y: yTest }, epochs, signal });
  }
}
