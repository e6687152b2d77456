import { setImmediate } from 'node:timers/promises';
import { momentum } from '@neutype/optimizers';
import { random } from '@neutype/random';
import { classifier, classifierOptions, samplesOf, targetsOf } from './classifier.js';

const MOST_ROWS = 200;
/** Answers between two turns of the event loop, in which training goes on. */
const BURST = 20;
const TRAINED_ROWS = 1000;

/**
 * Answers requests of 1 to 200 random rows while other optimizers train in the same process, one after the other.
 *
 * @param onProgress called after each hundredth of the answers
 * @returns how long each answer to a single row took, in milliseconds
 */
export async function serve(predictions: number, onProgress: (answered: number) => void): Promise<number[]> {
  const network = classifier();
  const optimizer = momentum(network, classifierOptions);
  const requests = random(1).split('requests');
  const training = trainOn();
  const milliseconds: number[] = [];
  for (let answered = 1; answered <= predictions; answered++) {
    const request = samplesOf(1 + requests.integer(MOST_ROWS), requests);
    const began = performance.now();
    await optimizer.predict(request);
    if (request.shape[0] === 1) milliseconds.push(performance.now() - began);
    if (answered % BURST === 0) await setImmediate();
    if (answered % Math.ceil(predictions / 100) === 0) onProgress(answered);
  }
  await training.stop();
  optimizer.dispose();
  network.dispose();
  return milliseconds;
}

/** Trains new networks, with batches of another size each time, until it is stopped. */
function trainOn() {
  let stopped = false;
  let stopCurrent = () => {};
  const sizes = random(2).split('batch sizes');
  async function run(): Promise<void> {
    while (!stopped) {
      const network = classifier();
      const optimizer = momentum(network, {
        ...classifierOptions,
        batchSize: 1 + sizes.integer(TRAINED_ROWS),
      });
      stopCurrent = () => optimizer.stop();
      await optimizer.train(samplesOf(TRAINED_ROWS, sizes), targetsOf(TRAINED_ROWS), { epochs: 50 });
      optimizer.dispose();
      network.dispose();
    }
  }
  const done = run();
  return {
    stop: () => {
      stopped = true;
      stopCurrent();
      return done;
    },
  };
}
