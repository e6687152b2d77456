import { oneHot, trainTestSplit } from '@neutype/datasets';
import { type NdArray, ndarray } from '@neutype/ndarray';
import { CLASSES, DIGIT_PIXELS, SPLIT } from '../../shared/recipe.js';
import type { DatasetName } from '../../shared/settings.js';

export interface LabeledImages {
  readonly images: NdArray<Uint8Array>;
  readonly labels: NdArray<Uint8Array>;
}

/** Digits prepared as in the tutorial: pixels from 0 to 1 less the mean image, one-hot targets, a seventh held out. */
export class Digits {
  readonly dataset: DatasetName;
  readonly mean: Float32Array;
  /** Whether they are centred by their own mean. */
  readonly isOwnMean: boolean;
  readonly xTrain: NdArray;
  readonly yTrain: NdArray;
  readonly xTest: NdArray;
  readonly yTest: NdArray;
  readonly testLabels: NdArray<Int32Array>;

  /** @param mean the image to centre by instead of the digits' own mean */
  constructor(dataset: DatasetName, { images, labels }: LabeledImages, mean?: Float32Array) {
    const x = images.toFloat32().divide(255);
    const centre = mean === undefined ? x.mean(0) : ndarray(mean, [DIGIT_PIXELS]);
    x.subtract(centre);
    this.dataset = dataset;
    this.mean = centre.data;
    this.isOwnMean = mean === undefined;
    [this.xTrain, this.xTest, this.yTrain, this.yTest] = trainTestSplit(
      x,
      oneHot(labels, { classes: CLASSES }),
      SPLIT,
    );
    this.testLabels = this.yTest.argmax(1);
  }

  /** A validation image as it was: 784 pixels from 0 to 255. */
  testImage(index: number): Uint8Array {
    const centred = this.xTest.row(index).data;
    const image = new Uint8Array(DIGIT_PIXELS);
    // `Uint8Array.from` with a function takes hundreds of times as long, and this is done for hundreds of mistakes.
    for (let pixel = 0; pixel < DIGIT_PIXELS; pixel++) {
      image[pixel] = Math.round(255 * ((centred[pixel] as number) + (this.mean[pixel] as number)));
    }
    return image;
  }
}

/** Rows of pixels as images of the shape that a network takes. The data are shared. */
export function shapedFor(inputShape: readonly number[], rows: NdArray): NdArray {
  return rows.reshape(-1, ...inputShape);
}
