import { input, relu, softmax } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { momentum } from '@neutype/optimizers';
import type { Workload } from '../worker/serve.js';
import { BATCH_SIZE, MOMENTUM, STEP } from '../workloads/networks.js';
import { SCALE_FEATURES } from '../workloads/scale.js';
import { oneHotRows, someBatches, someValues } from '../workloads/values.js';
import { networkSteps } from './bareSteps.js';

/** One update of a network that is as wide everywhere. */
export function widthWorkload(width: number): Workload {
  const steps = networkSteps(input(width).to(relu(width), relu(width), softmax(10)), BATCH_SIZE);
  const batches = someBatches(BATCH_SIZE, width, 10);
  return {
    run: () => {
      const { x, y } = batches.next();
      steps.run(x, y);
    },
  };
}

/** An epoch by `train`, with shuffling, of a small network on so many rows. */
export function rowsWorkload(rows: number): Workload {
  const optimizer = momentum(input(SCALE_FEATURES).to(relu(SCALE_FEATURES), softmax(10)), {
    loss: 'categoricalCrossentropy',
    batchSize: BATCH_SIZE,
    step: STEP,
    momentum: MOMENTUM,
    shuffleData: true,
    seed: 0,
  });
  const x = ndarray(someValues(rows * SCALE_FEATURES), [rows, SCALE_FEATURES]);
  const y = ndarray(oneHotRows(rows, 10), [rows, 10]);
  return { run: async () => void (await optimizer.train(x, y, { epochs: 1 })) };
}
