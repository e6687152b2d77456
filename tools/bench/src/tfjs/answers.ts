import * as tf from '@tensorflow/tfjs-core';
import type { Workload } from '../worker/serve.js';
import type { NetworkName } from '../workloads/networks.js';
import { someValues } from '../workloads/values.js';
import { tfjsNetworks } from './networks.js';

/** Answers to arrays, in arrays, with tfjs's ops. */
export function tfjsPredictWorkload(name: NetworkName, images: number): Workload {
  const { inputShape, logits } = tfjsNetworks[name]();
  const values = someValues(images * 784);
  return {
    run: async () => {
      const answers = tf.tidy(() =>
        tf.softmax(logits(tf.tensor(values, [images, ...inputShape])) as tf.Tensor),
      );
      await answers.data();
      answers.dispose();
    },
  };
}
