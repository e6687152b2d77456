import type { Network } from '@neutype/layers';
import { accuracyScore, classificationReport, confusionMatrix } from '@neutype/metrics';
import type { Mistake, Results } from '../shared/protocol.js';
import { type Digits, shapedFor } from './digits/digits.js';

/** How the network does on the validation digits, and where it is wrong. */
export async function collectResults(
  network: Pick<Network, 'inputShape' | 'predict'>,
  digits: Digits,
): Promise<Results> {
  const probabilities = await network.predict(shapedFor(network.inputShape, digits.xTest), {
    batchSize: 1000,
  });
  const predicted = probabilities.argmax(1);
  const actual = digits.testLabels;
  const mistakes: Mistake[] = [];
  predicted.data.forEach((guess, index) => {
    const label = actual.data[index] as number;
    if (guess === label) return;
    mistakes.push({
      image: digits.testImage(index),
      actual: label,
      predicted: guess,
      confidence: probabilities.row(index).data[guess] as number,
    });
  });
  mistakes.sort((a, b) => b.confidence - a.confidence);
  return {
    dataset: digits.dataset,
    accuracy: accuracyScore(actual, predicted),
    report: classificationReport(actual, predicted),
    confusion: confusionMatrix(actual, predicted).toArray() as number[][],
    mistakes,
  };
}
