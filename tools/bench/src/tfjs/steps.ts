import * as tf from '@tensorflow/tfjs';
import type { Workload } from '../worker/serve.js';
import {
  BATCH_SIZE,
  MOMENTUM,
  type NetworkName,
  STEP,
  XOR_UPDATES,
  xorSamples,
} from '../workloads/networks.js';
import { someBatches } from '../workloads/values.js';
import { tfjsNetworks } from './networks.js';

/**
 * Updates with tfjs's own optimizer; each begins with a batch on the host, as ours do.
 *
 * @param rows samples of an update; the reported time is that of as many updates as make up a whole batch
 */
export function tfjsStepWorkload(name: NetworkName, rows: number): Workload {
  const { inputShape, outputs, logits, loss } = tfjsNetworks[name]();
  const optimizer = tf.train.momentum(STEP, MOMENTUM, true);
  const batches = someBatches(
    rows,
    inputShape.reduce((size, length) => size * length, 1),
    outputs,
  );
  return {
    repeats: rows / BATCH_SIZE,
    run: () =>
      tf.tidy(() => {
        const batch = batches.next();
        const x = tf.tensor(batch.x, [rows, ...inputShape]);
        const y = tf.tensor(batch.y, [rows, outputs]);
        optimizer.minimize(() => loss(y, logits(x)));
      }),
  };
}

export function tfjsXorWorkload(): Workload {
  const { logits, loss } = tfjsNetworks.xor();
  const optimizer = tf.train.momentum(STEP, MOMENTUM, true);
  function update(): void {
    const x = tf.tensor([...xorSamples.x], [4, 2]);
    const y = tf.tensor([...xorSamples.y], [4, 1]);
    optimizer.minimize(() => loss(y, logits(x)));
  }
  return {
    repeats: XOR_UPDATES,
    run: () => {
      for (let updates = 0; updates < XOR_UPDATES; updates++) tf.tidy(update);
    },
  };
}
