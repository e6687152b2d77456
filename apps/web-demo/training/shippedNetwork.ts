import { configureEngine } from '@neutype/backend-cpu';
import { oneHot, syntheticDigits } from '@neutype/datasets';
import { accuracyScore } from '@neutype/metrics';
import { type NdArray, ndarray } from '@neutype/ndarray';
import { adam, oneCycle } from '@neutype/optimizers';
import { CLASSES, DIGIT_PIXELS, DIGIT_SIDE } from '../src/shared/recipe.js';
import { buildNetwork } from '../src/worker/architecture/buildNetwork.js';
import { networkToFile } from '../src/worker/weights/networkToFile.js';
import { inOtherHands } from './otherHands.js';
import { scribbles } from './scribbles.js';
import { shorten } from './shortened.js';

const ARCHITECTURE =
  'input([28, 28, 1]).to(conv2d(8, 5), relu(), maxPool2d(2), conv2d(12, 5), relu(), maxPool2d(2), flatten(), relu(32), softmax(10))';
const SEED = 19;
const HELD_BACK = 2000;
const BATCH_SIZE = 64;
/** Digits and scribbles are made anew for each. */
const ROUNDS = 12;
const DIGITS = 10_000;
const SCRIBBLES = 2600;
/** Letters and signs are many, and some are much like digits: those that the scribbles have are too few. */
const SIGNS = 1400;
const PEAK_STEP = 0.004;

/**
 * The file of a network that is trained on digits, and to find no digit likelier than another in what is none: Hendrycks, Mazeika
 * and Dietterich, "Deep anomaly detection with outlier exposure", 2019. The same bytes on every machine.
 */
export async function shippedNetwork(tell: (line: string) => void): Promise<Uint8Array<ArrayBuffer>> {
  // Other variants round differently.
  configureEngine({ variant: 'simd' });
  const network = buildNetwork(ARCHITECTURE);
  const heldBack = syntheticDigits({ samples: HELD_BACK, seed: SEED });
  const mean = pixels(heldBack.images.data).mean(0);
  const optimizer = adam(network, {
    loss: 'categoricalCrossentropy',
    batchSize: BATCH_SIZE,
    step: oneCycle(PEAK_STEP, { epochs: ROUNDS }),
    shuffleData: true,
    seed: SEED,
    reporter: { color: false, print: () => {}, warn: tell },
  });
  for (let round = 1; round <= ROUNDS; round++) {
    const { images, targets } = lesson(SEED + round);
    await optimizer.train(prepared(images, mean), targets, { epochs: 1 });
    const predicted = await network.predict(prepared(heldBack.images.data, mean));
    const accuracy = accuracyScore(heldBack.labels, predicted.argmax(1));
    tell(`round ${round} of ${ROUNDS}: ${(100 * accuracy).toFixed(1)} % of the digits held back are right`);
  }
  optimizer.dispose();
  await shorten(network);
  return networkToFile({ network, mean: mean.data, architecture: ARCHITECTURE });
}

interface Lesson {
  readonly images: Uint8Array;
  /** The digit for certain; the same probability of all of them for a scribble. */
  readonly targets: NdArray<Float32Array>;
}

function lesson(seed: number): Lesson {
  const { images, labels } = syntheticDigits({ samples: DIGITS, seed });
  const samples = DIGITS + SCRIBBLES + SIGNS;
  const all = new Uint8Array(samples * DIGIT_PIXELS);
  all.set(images.data);
  all.set(scribbles(SCRIBBLES, seed), DIGITS * DIGIT_PIXELS);
  all.set(scribbles(SIGNS, seed, ['sign']), (DIGITS + SCRIBBLES) * DIGIT_PIXELS);
  const targets = new Float32Array(samples * CLASSES).fill(1 / CLASSES);
  targets.set(oneHot(labels).data);
  return {
    images: inOtherHands(all, seed),
    targets: ndarray(targets, [samples, CLASSES]),
  };
}

function prepared(images: Uint8Array, mean: NdArray<Float32Array>): NdArray<Float32Array> {
  return pixels(images).subtract(mean).reshape(-1, DIGIT_SIDE, DIGIT_SIDE, 1);
}

function pixels(images: Uint8Array): NdArray<Float32Array> {
  return ndarray(images, [images.length / DIGIT_PIXELS, DIGIT_PIXELS])
    .toFloat32()
    .divide(255);
}
