import { type KernelOf, NeutypeBatchNormTraining, NeutypeBatchNormTrainingGrad } from '@neutype/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../engine/cpuEngine.js';
import type { EngineKernel } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';
import { reduction as reductionCode } from '../../generated/layout.js';
import { areFloat32 } from '../dtypes.js';
import { chunksOf } from '../reduce/plan.js';
import { reduceAt } from '../reduce/reduce.js';
import { itemsFor } from '../work.js';

const NANOSECONDS_PER_ELEMENT = 0.6;

interface Extent {
  readonly rows: number;
  readonly channels: number;
}

function extentOf({ shape }: TensorInfo): Extent {
  const channels = shape.at(-1) ?? 1;
  return { rows: util.sizeFromShape(shape) / channels, channels };
}

function sumChunks(
  engine: CpuEngine,
  partial: number,
  chunks: number,
  channels: number,
  to: number,
  divisor = 1,
): void {
  reduceAt(engine, reductionCode.sum, partial, to, { outer: 1, rows: chunks, columns: channels }, divisor);
}

function launchNormalize(engine: CpuEngine, given: launch.Normalize): void {
  const elements = given.rows * given.channels;
  launch
    .normalize(engine, given)
    .run(Math.min(given.rows, itemsFor(elements)), elements * NANOSECONDS_PER_ELEMENT);
}

/** Mean and variance in two passes, so that a mean far from zero costs no precision. */
export const batchNormTraining: EngineKernel<KernelOf<typeof NeutypeBatchNormTraining>> = {
  name: NeutypeBatchNormTraining.kernel,
  run({ inputs, attrs: { epsilon }, engine }) {
    const { rows, channels } = extentOf(inputs.x);
    if (rows * channels === 0 || !areFloat32(...Object.values(inputs))) return undefined;
    const chunks = chunksOf({ outer: 1, rows, columns: channels });
    const x = engine.pointer(inputs.x);
    const gamma = engine.pointer(inputs.gamma);
    const offset = engine.pointer(inputs.beta);
    const outputs = [inputs.x.shape, [channels], [channels], [channels]].map((shape) => engine.output(shape));
    const [y, mean, variance, invStd] = outputs.map((output) => engine.pointer(output)) as [
      number,
      number,
      number,
      number,
    ];
    const partial = engine.temporary(chunks * channels * 4);
    const factor = engine.temporary(channels * 4);
    reduceAt(engine, reductionCode.sum, x, mean, { outer: 1, rows, columns: channels }, rows);
    launch
      .squaredDeviations(engine, { x, mean, sums: partial.address, rows, channels })
      .run(chunks, rows * channels * NANOSECONDS_PER_ELEMENT);
    sumChunks(engine, partial.address, chunks, channels, variance, rows);
    launch
      .deviationFactors(engine, { variance, gamma, invStd, factor: factor.address, channels, epsilon })
      .run(1, channels);
    launchNormalize(engine, { x, y, mean, factor: factor.address, offset, rows, channels });
    for (const block of [partial, factor]) engine.free(block);
    return outputs;
  },
};

export const batchNormTrainingGrad: EngineKernel<KernelOf<typeof NeutypeBatchNormTrainingGrad>> = {
  name: NeutypeBatchNormTrainingGrad.kernel,
  run({ inputs, engine }) {
    const { rows, channels } = extentOf(inputs.x);
    const elements = rows * channels;
    if (elements === 0 || !areFloat32(...Object.values(inputs))) return undefined;
    const chunks = chunksOf({ outer: 1, rows, columns: channels });
    const dy = engine.pointer(inputs.dy);
    const x = engine.pointer(inputs.x);
    const gamma = engine.pointer(inputs.gamma);
    const mean = engine.pointer(inputs.mean);
    const invStd = engine.pointer(inputs.invStd);
    const outputs = [
      engine.output(inputs.x.shape),
      engine.output([channels]),
      engine.output([channels]),
    ] as const;
    const [dx, dgamma, dbeta] = outputs.map((output) => engine.pointer(output)) as [number, number, number];
    const plain = engine.temporary(chunks * channels * 4);
    const weighted = engine.temporary(chunks * channels * 4);
    launch
      .batchNormGradientSums(engine, {
        dy,
        x,
        mean,
        invStd,
        plainSums: plain.address,
        weightedSums: weighted.address,
        rows,
        channels,
      })
      .run(chunks, elements * NANOSECONDS_PER_ELEMENT * 2);
    sumChunks(engine, plain.address, chunks, channels, dbeta);
    sumChunks(engine, weighted.address, chunks, channels, dgamma);
    launch
      .batchNormImageGradient(engine, { dy, x, dx, gamma, mean, invStd, dgamma, dbeta, rows, channels })
      .run(Math.min(rows, itemsFor(elements)), elements * NANOSECONDS_PER_ELEMENT * 2);
    engine.free(plain);
    engine.free(weighted);
    return [...outputs];
  },
};

/** tfjs's own kernel for inference, with statistics per channel. */
export const fusedBatchNorm: EngineKernel = {
  name: 'FusedBatchNorm',
  run({ inputs, attrs, engine }) {
    const { x, scale, offset, mean, variance } = inputs as Record<string, TensorInfo | undefined>;
    const extent = extentOf(x!);
    const perChannel = [scale, offset, mean, variance].every(
      (tensor) =>
        tensor === undefined || tensor === null || util.arraysEqual(tensor.shape, [extent.channels]),
    );
    const floats = areFloat32(x, scale, offset, mean, variance);
    if (!perChannel || !floats || extent.rows * extent.channels === 0) return undefined;
    const { rows, channels } = extent;
    const from = engine.pointer(x!);
    const means = engine.pointer(mean!);
    const beta = offset ? engine.pointer(offset) : 0;
    const gamma = scale ? engine.pointer(scale) : 0;
    const spread = engine.pointer(variance!);
    const output = engine.output(x!.shape);
    const y = engine.pointer(output);
    const invStd = engine.temporary(channels * 4);
    const factor = engine.temporary(channels * 4);
    const epsilon = (attrs['varianceEpsilon'] as number | null | undefined) ?? 0.001;
    launch
      .deviationFactors(engine, {
        variance: spread,
        gamma,
        invStd: invStd.address,
        factor: factor.address,
        channels,
        epsilon,
      })
      .run(1, channels);
    launchNormalize(engine, {
      x: from,
      y,
      mean: means,
      factor: factor.address,
      offset: beta,
      rows,
      channels,
    });
    engine.free(invStd);
    engine.free(factor);
    return output;
  },
};
