import { type KernelOf, NeutypeMaskedSoftmax, NeutypeMaskedSoftmaxGrad } from '@neutype/core';
import { util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';
import { areFloat32 } from '../dtypes.js';
import { itemsFor } from '../work.js';

const NANOSECONDS_PER_WEIGHT = 0.7;
const NANOSECONDS_PER_SLOPE = 1;

export const maskedSoftmax: EngineKernel<KernelOf<typeof NeutypeMaskedSoftmax>> = {
  name: NeutypeMaskedSoftmax.kernel,
  run({ inputs: { scores, keep }, attrs: { causal, scale }, engine }) {
    const { shape } = scores;
    const size = util.sizeFromShape(shape);
    if (size === 0 || !areFloat32(scores, keep) || !(scale > 0)) return undefined;
    const [, heads, queries, keys] = shape as [number, number, number, number];
    const from = engine.pointer(scores);
    const keepFrom = keep ? engine.pointer(keep) : 0;
    const weights = engine.output(shape);
    const to = engine.pointer(weights);
    const rows = size / keys;
    launch
      .maskedSoftmax(engine, {
        scores: from,
        keep: keepFrom,
        weights: to,
        rows,
        keys,
        queries,
        rowsPerSample: heads * queries,
        causal,
        scale,
      })
      .run(Math.min(rows, itemsFor(size)), size * NANOSECONDS_PER_WEIGHT);
    return weights;
  },
};

export const maskedSoftmaxGrad: EngineKernel<KernelOf<typeof NeutypeMaskedSoftmaxGrad>> = {
  name: NeutypeMaskedSoftmaxGrad.kernel,
  run({ inputs, attrs: { scale }, engine }) {
    const { shape } = inputs.weights;
    const size = util.sizeFromShape(shape);
    if (size === 0 || !areFloat32(inputs.dweights, inputs.weights)) return undefined;
    const keys = shape.at(-1)!;
    const rows = size / keys;
    const dweights = engine.pointer(inputs.dweights);
    const weights = engine.pointer(inputs.weights);
    const dscores = engine.output(shape);
    const to = engine.pointer(dscores);
    launch
      .maskedSoftmaxGrad(engine, { dweights, weights, dscores: to, rows, keys, scale })
      .run(Math.min(rows, itemsFor(size, 2)), size * NANOSECONDS_PER_SLOPE);
    return dscores;
  },
};
