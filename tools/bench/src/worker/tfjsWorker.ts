import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { tfjsPredictWorkload } from '../tfjs/answers.js';
import { tfjsStepWorkload, tfjsXorWorkload } from '../tfjs/steps.js';
import type { MemoryKernel, Product } from '../workloads/kernels.js';
import { BATCH_SIZE, type NetworkName } from '../workloads/networks.js';
import { memoryWorkload, productWorkload } from '../workloads/tfKernels.js';
import { serve } from './serve.js';

/** Stock tfjs on the backend that the first argument names: `cpu` or `wasm`. */
const backend = process.argv[2] ?? 'cpu';

async function start(): Promise<void> {
  if (backend === 'wasm') {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(join(dirname(entry), '/'));
  }
  await tf.setBackend(backend);
  await tf.ready();
}
const started = start();

function whenStarted<Options, Result>(make: (options: Options) => Result) {
  return async (options: Options): Promise<Result> => {
    await started;
    return make(options);
  };
}

void serve({
  about: async () => {
    await started;
    return `tfjs ${tf.version_core}, backend ${tf.getBackend()}`;
  },
  workloads: {
    product: whenStarted((options) => productWorkload(tf, options as unknown as Product)),
    memory: whenStarted((options) => memoryWorkload(tf, options as unknown as MemoryKernel)),
    step: whenStarted(({ network, rows = BATCH_SIZE }) =>
      tfjsStepWorkload(network as NetworkName, rows as number),
    ),
    predict: whenStarted(({ network, images }) =>
      tfjsPredictWorkload(network as NetworkName, images as number),
    ),
    xor: whenStarted(tfjsXorWorkload),
  },
});
