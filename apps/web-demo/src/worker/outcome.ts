import { accuracyScore } from '@neutype/metrics';
import type { NdArray } from '@neutype/ndarray';
import { type Digits, shapedFor } from './digits/digits.js';

/** What a network takes each validation digit for, and how sure it is. */
export interface Outcome {
  readonly answers: Uint8Array;
  readonly confidences: Float32Array;
  /** The share that is right. */
  readonly accuracy: number;
}

/** @param predict gives the probabilities of images of the network's input shape */
export async function outcomeOf(
  inputShape: readonly number[],
  digits: Digits,
  predict: (x: NdArray) => Promise<NdArray>,
): Promise<Outcome> {
  const probabilities = await predict(shapedFor(inputShape, digits.xTest));
  const answers = Uint8Array.from(probabilities.argmax(1).data);
  const classes = probabilities.shape[1] as number;
  const confidences = new Float32Array(answers.length);
  answers.forEach((answer, row) => {
    confidences[row] = probabilities.data[row * classes + answer] as number;
  });
  return { answers, confidences, accuracy: accuracyScore(digits.testLabels, answers) };
}

/** Enough to see whether a network has learned its digits by heart, few enough to cost nothing beside an epoch. */
const MOST_TRAINING_DIGITS = 500;

/**
 * The share that is right of the training digits that come first.
 *
 * @param samples how many of them the network is trained on
 */
export async function trainAccuracyOf(
  inputShape: readonly number[],
  { xTrain, yTrain }: Digits,
  predict: (x: NdArray) => Promise<NdArray>,
  samples: number,
): Promise<number> {
  const count = Math.min(samples, MOST_TRAINING_DIGITS);
  const probabilities = await predict(shapedFor(inputShape, xTrain.rows(0, count)));
  return accuracyScore(yTrain.rows(0, count).argmax(1), probabilities.argmax(1));
}
