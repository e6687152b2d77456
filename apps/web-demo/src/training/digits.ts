import { mnist784, oneHot, syntheticDigits, trainTestSplit } from '@neutype/datasets';
import { accuracyScore } from '@neutype/metrics';
import type { NdArray } from '@neutype/ndarray';
import type { Settings } from '../settings/settings.js';

/** Enough to learn from, few enough to be drawn in a second. */
export const SYNTHETIC_SAMPLES = 14_000;

interface LabelledImages {
  readonly images: NdArray<Uint8Array>;
  readonly labels: NdArray<Uint8Array>;
}

/** Digits prepared as in the tutorial: pixels from 0 to 1 less the mean image, one-hot targets, a seventh held out. */
export class Digits {
  readonly mean: Float32Array;
  readonly xTrain: NdArray;
  readonly yTrain: NdArray;
  readonly xTest: NdArray;
  readonly yTest: NdArray;
  readonly testLabels: NdArray<Int32Array>;

  constructor({ images, labels }: LabelledImages, seed: number) {
    const x = images.toFloat32().divide(255);
    const mean = x.mean(0);
    x.subtract(mean);
    this.mean = mean.data;
    [this.xTrain, this.xTest, this.yTrain, this.yTest] = trainTestSplit(x, oneHot(labels), {
      testSize: 1 / 7,
      seed,
    });
    this.testLabels = this.yTest.argmax(1);
  }

  /** A validation image as it was: 784 pixels from 0 to 255. */
  testImage(index: number): Uint8Array {
    return Uint8Array.from(this.xTest.row(index).data, (value, pixel) =>
      Math.round(255 * (value + (this.mean[pixel] as number))),
    );
  }

  /** The share of validation digits that `predict` gets right. */
  async accuracyOf(predict: (x: NdArray) => Promise<NdArray>): Promise<number> {
    return accuracyScore(this.testLabels, (await predict(this.xTest)).argmax(1));
  }
}

let last: { readonly key: string; readonly digits: Digits } | undefined;

/** The digits that the settings ask for; those used last are kept. `site` is the page's address. */
export async function digitsFor(
  { dataset, seed }: Settings,
  site: string,
  onNotice: (message: string) => void,
): Promise<Digits> {
  const key = `${dataset} ${seed}`;
  if (last?.key === key) return last.digits;
  last = undefined;
  const found = dataset === 'mnist' ? await fetchMnist(site, onNotice) : drawDigits(seed);
  last = { key, digits: new Digits(found, seed) };
  return last.digits;
}

const drawDigits = (seed: number): LabelledImages => syntheticDigits({ samples: SYNTHETIC_SAMPLES, seed });

/** MNIST from beside this page if it lies there, else from its mirrors; verified either way. */
async function fetchMnist(site: string, onNotice: (message: string) => void): Promise<LabelledImages> {
  const beside = new URL('mnist/', site).href;
  const answer = await fetch(`${beside}t10k-labels-idx1-ubyte.gz`, { method: 'HEAD' }).catch(() => undefined);
  const isThere = answer?.ok && !answer.headers.get('content-type')?.startsWith('text/html');
  onNotice(isThere ? 'Fetching MNIST…' : 'Fetching MNIST from its mirrors…');
  return mnist784(isThere ? { dataDir: beside, onNotice } : { onNotice });
}
