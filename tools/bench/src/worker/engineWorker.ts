import { engineInfo } from '@neutype/backend-cpu';
import { logSoftmax } from '@neutype/core';
import * as tf from '@tensorflow/tfjs-core';
import { bareSteps, blockSteps, sampleSizes } from '../engine/bareSteps.js';
import { blocks } from '../engine/blocks.js';
import { networks } from '../engine/networks.js';
import type { OptimizerName } from '../engine/optimizers.js';
import { predictWorkload } from '../engine/predictWorkload.js';
import { raceWorkload } from '../engine/race.js';
import { rowsWorkload, widthWorkload } from '../engine/scaleWorkloads.js';
import {
  epochWorkload,
  evaluationWorkload,
  optimizerWorkload,
  xorTrainWorkload,
} from '../engine/trainWorkloads.js';
import { BLOCK_INPUTS, type BlockName } from '../workloads/blocks.js';
import type { MemoryKernel, Product } from '../workloads/kernels.js';
import { BATCH_SIZE, type NetworkName, XOR_UPDATES, xorSamples } from '../workloads/networks.js';
import type { Recipe } from '../workloads/recipes.js';
import { memoryWorkload, productWorkload } from '../workloads/tfKernels.js';
import { someBatches } from '../workloads/values.js';
import { serve, type Workload } from './serve.js';

interface StepOptions {
  readonly network: NetworkName;
  readonly replay?: boolean;
  /** Updates that are timed as one piece of work. */
  readonly updates?: number;
  /** Updates that are timed together, each of which counts as one. */
  readonly together?: number;
}

function stepWorkload({ network, replay = true, updates = 1, together = 1 }: StepOptions): Workload {
  const steps = bareSteps(network, BATCH_SIZE, replay);
  const batches = someBatches(BATCH_SIZE, ...sampleSizes(networks[network]()));
  return {
    repeats: together,
    run: () => {
      for (let update = 0; update < updates * together; update++) {
        const { x, y } = batches.next();
        steps.run(x, y);
      }
    },
  };
}

function blockWorkload(block: BlockName): Workload {
  const [rows] = BLOCK_INPUTS[block] as [number];
  const steps = blockSteps(block, rows);
  const batches = someBatches(rows, ...sampleSizes(blocks[block]()));
  return {
    run: () => {
      const { x, y } = batches.next();
      steps.run(x, y);
    },
  };
}

function xorWorkload(): Workload {
  const steps = bareSteps('xor', 4, true);
  return {
    repeats: XOR_UPDATES,
    run: () => {
      for (let update = 0; update < XOR_UPDATES; update++) steps.run(xorSamples.x, xorSamples.y);
    },
  };
}

void serve({
  about: () => {
    const { variant, threads } = engineInfo();
    return `variant ${variant}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  },
  workloads: {
    product: (options) => productWorkload(tf, options as unknown as Product),
    memory: (options) => memoryWorkload({ ...tf, logSoftmax }, options as unknown as MemoryKernel),
    step: (options) => stepWorkload(options as unknown as StepOptions),
    block: ({ block }) => blockWorkload(block as BlockName),
    epoch: ({ samples, validation }) => epochWorkload(samples as number, validation as number),
    evaluation: ({ samples }) => evaluationWorkload(samples as number),
    optimizer: ({ optimizer }) => optimizerWorkload(optimizer as OptimizerName),
    predict: ({ network, images }) => predictWorkload(network as NetworkName, images as number),
    race: ({ recipe, folder }) => raceWorkload(recipe as Recipe, folder as string),
    width: ({ width }) => widthWorkload(width as number),
    rows: ({ rows }) => rowsWorkload(rows as number),
    xor: xorWorkload,
    xorTrain: xorTrainWorkload,
  },
});
