import { openSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import { ndarray } from '@neutype/ndarray';
import { momentum as momentumOptimizer, type Optimizer, type Reporter } from '@neutype/optimizers';
import type { Workload } from '../worker/serve.js';
import {
  BATCH_SIZE,
  MOMENTUM,
  STEP,
  UPDATES_TOGETHER,
  XOR_UPDATES,
  xorSamples,
} from '../workloads/networks.js';
import { oneHotRows, someValues } from '../workloads/values.js';
import { networks } from './networks.js';
import { type OptimizerName, optimizers } from './optimizers.js';

/** Epochs of one call of `train`. */
const EPOCHS = 2;

/** Whole epochs by `train`: shuffling, the log, and the validation data if there are any. Timed per epoch. */
export function epochWorkload(samples: number, validationSamples: number): Workload {
  const optimizer = momentumOptimizer(networks.tutorial(), {
    ...options(),
    batchSize: BATCH_SIZE,
    loss: 'categoricalCrossentropy',
    shuffleData: true,
  });
  const [x, y] = digits(samples);
  const [xValid, yValid] = validationSamples > 0 ? digits(validationSamples) : [undefined, undefined];
  return { repeats: EPOCHS, run: () => trained(optimizer.train(x, y, xValid, yValid, { epochs: EPOCHS })) };
}

/** Updates of the tutorial network by `train`, so many that checking the data does not count. */
export function optimizerWorkload(name: OptimizerName): Workload {
  const batches = 8;
  const epochs = UPDATES_TOGETHER / batches;
  const make = optimizers[name];
  const optimizer = make(networks.tutorial(), {
    batchSize: BATCH_SIZE,
    loss: 'categoricalCrossentropy',
    step: 1e-4,
    seed: 0,
  });
  const [x, y] = digits(batches * BATCH_SIZE);
  return { repeats: UPDATES_TOGETHER, run: () => trained(optimizer.train(x, y, { epochs })) };
}

/** The mean loss over samples, as validation takes it. */
export function evaluationWorkload(samples: number): Workload {
  const optimizer = momentumOptimizer(networks.tutorial(), {
    ...options(),
    batchSize: BATCH_SIZE,
    loss: 'categoricalCrossentropy',
  });
  const [x, y] = digits(samples);
  return { run: async () => void (await optimizer.score(x, y)) };
}

/** Updates of the XOR network by `train`, one each epoch. */
export function xorTrainWorkload(): Workload {
  const optimizer = momentumOptimizer(networks.xor(), {
    ...options(),
    batchSize: null,
    loss: 'binaryCrossentropy',
    showEpoch: 100,
  });
  const x = ndarray([...xorSamples.x]).reshape(4, 2);
  const y = ndarray([...xorSamples.y]).reshape(4, 1);
  return { repeats: XOR_UPDATES, run: () => trained(optimizer.train(x, y, { epochs: XOR_UPDATES })) };
}

async function trained(training: Promise<Optimizer>): Promise<void> {
  await training;
}

function options() {
  return {
    step: STEP,
    momentum: MOMENTUM,
    nesterov: true,
    seed: 0,
    verbose: true,
    reporter: silentReporter(),
  };
}

/** Writes the log, with its progress bar, where it is forgotten; at once, as standard output does. */
function silentReporter(): Reporter {
  const nowhere = openSync(devNull, 'w');
  const write = (text: string) => void writeSync(nowhere, text);
  return {
    print: (line) => write(`${line}\n`),
    warn: (message) => write(`${message}\n`),
    progress: (progress) => write(JSON.stringify(progress ?? null)),
  };
}

function digits(samples: number) {
  return [
    ndarray(someValues(samples * 784), [samples, 784]),
    ndarray(oneHotRows(samples, 10), [samples, 10]),
  ] as const;
}
