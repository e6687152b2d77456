import { type KernelOf, NeutypeBatchNormTraining, NeutypeBatchNormTrainingGrad } from '@neutype/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../engine/cpu-engine.js';
import type { EngineKernel } from '../../engine/kernel.js';
import { reduction as reductionCode } from '../../generated/layout.js';
import { opcode } from '../../generated/opcodes.js';
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

interface Normalization {
  readonly x: number;
  readonly y: number;
  readonly mean: number;
  readonly factor: number;
  readonly offset: number;
}

function launchNormalize(engine: CpuEngine, { rows, channels }: Extent, addresses: Normalization): void {
  const elements = rows * channels;
  engine
    .command(opcode.normalize)
    .pointer(addresses.x)
    .pointer(addresses.y)
    .pointer(addresses.mean)
    .pointer(addresses.factor)
    .pointer(addresses.offset)
    .int(rows)
    .int(channels)
    .run(Math.min(rows, itemsFor(elements)), elements * NANOSECONDS_PER_ELEMENT);
}

/** Mean and variance in two passes, so that a mean far from zero costs no precision. */
export const batchNormTraining: EngineKernel<KernelOf<typeof NeutypeBatchNormTraining>> = {
  name: NeutypeBatchNormTraining.kernel,
  run({ inputs, attrs: { epsilon }, engine }) {
    const extent = extentOf(inputs.x);
    const { rows, channels } = extent;
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
    engine
      .command(opcode.squaredDeviations)
      .pointer(x)
      .pointer(mean)
      .pointer(partial.address)
      .int(rows)
      .int(channels)
      .run(chunks, rows * channels * NANOSECONDS_PER_ELEMENT);
    sumChunks(engine, partial.address, chunks, channels, variance, rows);
    launchFactors(engine, { variance, gamma, invStd, factor: factor.address, channels, epsilon });
    launchNormalize(engine, extent, { x, y, mean, factor: factor.address, offset });
    for (const block of [partial, factor]) engine.free(block);
    return outputs;
  },
};

interface Factors {
  readonly variance: number;
  readonly gamma: number;
  readonly invStd: number;
  readonly factor: number;
  readonly channels: number;
  readonly epsilon: number;
}

function launchFactors(
  engine: CpuEngine,
  { variance, gamma, invStd, factor, channels, epsilon }: Factors,
): void {
  engine
    .command(opcode.deviationFactors)
    .pointer(variance)
    .pointer(gamma)
    .pointer(invStd)
    .pointer(factor)
    .int(channels)
    .float(epsilon)
    .run(1, channels);
}

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
    engine
      .command(opcode.batchNormGradientSums)
      .pointer(dy)
      .pointer(x)
      .pointer(mean)
      .pointer(invStd)
      .pointer(plain.address)
      .pointer(weighted.address)
      .int(rows)
      .int(channels)
      .run(chunks, elements * NANOSECONDS_PER_ELEMENT * 2);
    sumChunks(engine, plain.address, chunks, channels, dbeta);
    sumChunks(engine, weighted.address, chunks, channels, dgamma);
    engine
      .command(opcode.batchNormImageGradient)
      .pointer(dy)
      .pointer(x)
      .pointer(dx)
      .pointer(gamma)
      .pointer(mean)
      .pointer(invStd)
      .pointer(dgamma)
      .pointer(dbeta)
      .int(rows)
      .int(channels)
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
    const { channels } = extent;
    const addresses = {
      x: engine.pointer(x!),
      mean: engine.pointer(mean!),
      offset: offset ? engine.pointer(offset) : 0,
    };
    const gamma = scale ? engine.pointer(scale) : 0;
    const spread = engine.pointer(variance!);
    const output = engine.output(x!.shape);
    const y = engine.pointer(output);
    const invStd = engine.temporary(channels * 4);
    const factor = engine.temporary(channels * 4);
    const epsilon = (attrs['varianceEpsilon'] as number | null | undefined) ?? 0.001;
    launchFactors(engine, {
      variance: spread,
      gamma,
      invStd: invStd.address,
      factor: factor.address,
      channels,
      epsilon,
    });
    launchNormalize(engine, extent, { ...addresses, y, factor: factor.address });
    engine.free(invStd);
    engine.free(factor);
    return output;
  },
};
