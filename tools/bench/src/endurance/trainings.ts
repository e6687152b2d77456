import { momentum } from '@neutype/optimizers';
import { random } from '@neutype/random';
import { classifier, classifierOptions, samplesOf, targetsOf } from './classifier.js';

const MOST_UNITS = 300;
const MOST_ROWS = 100;

/**
 * Trains networks of all sizes, one after the other, and disposes of each.
 *
 * @param onProgress called after each hundredth of them
 */
export async function trainMany(trainings: number, onProgress: (trained: number) => void): Promise<void> {
  const draws = random(3).split('trainings');
  for (let trained = 1; trained <= trainings; trained++) {
    const network = classifier(1 + draws.integer(MOST_UNITS));
    const rows = 1 + draws.integer(MOST_ROWS);
    const optimizer = momentum(network, { ...classifierOptions, batchSize: 1 + draws.integer(rows) });
    await optimizer.train(samplesOf(rows, draws), targetsOf(rows), { epochs: 3 });
    optimizer.dispose();
    network.dispose();
    if (trained % Math.ceil(trainings / 100) === 0) onProgress(trained);
  }
}
