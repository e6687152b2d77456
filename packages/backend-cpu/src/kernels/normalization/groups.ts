import { type KernelOf, NeutypeGroupNorm, NeutypeGroupNormGrad } from '@neutype/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../engine/cpuEngine.js';
import type { EngineKernel } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';
import { reduction as reductionCode } from '../../generated/layout.js';
import { areFloat32 } from '../dtypes.js';
import { reduceAt } from '../reduce/reduce.js';
import { itemsFor } from '../work.js';

const NANOSECONDS_PER_ELEMENT = 0.6;
/** With fewer samples than this, groups are shared out as well. */
const SAMPLES_ENOUGH = 16;
const LEAST_CHANNELS_PER_SHARE = 16;
/** What a thread keeps for each channel of a sample: four floats. */
const SCRATCH_BYTES_PER_CHANNEL = 16;

export const groupNorm: EngineKernel<KernelOf<typeof NeutypeGroupNorm>> = {
  name: NeutypeGroupNorm.kernel,
  run({ inputs: { x, gamma, beta }, attrs: { groups, epsilon }, engine }) {
    if (!areFloat32(x, gamma, beta)) return undefined;
    const extent = extentOf(x, groups);
    engine.reserveScratch(extent.channels * SCRATCH_BYTES_PER_CHANNEL);
    const statistics = [extent.samples, groups];
    const outputs = [engine.output(x.shape), engine.output(statistics), engine.output(statistics)] as const;
    const elements = util.sizeFromShape(x.shape);
    if (elements === 0) return [...outputs];
    const [y, mean, invStd] = outputs.map((output) => engine.pointer(output)) as [number, number, number];
    const given = { ...pointersTo(engine, { x, gamma }), ...extent };
    launch
      .normalizeGroups(engine, given, { beta: engine.pointer(beta), y, mean, invStd, epsilon })
      .run(itemsOf(extent, elements), elements * NANOSECONDS_PER_ELEMENT * 2);
    return [...outputs];
  },
};

export const groupNormGrad: EngineKernel<KernelOf<typeof NeutypeGroupNormGrad>> = {
  name: NeutypeGroupNormGrad.kernel,
  run({ inputs: { dy, x, gamma, mean, invStd }, engine }) {
    if (!areFloat32(dy, x, gamma, mean, invStd)) return undefined;
    const extent = extentOf(x, mean.shape[1]!);
    const { samples, channels } = extent;
    engine.reserveScratch(channels * SCRATCH_BYTES_PER_CHANNEL);
    const outputs = [engine.output(x.shape), engine.output([channels]), engine.output([channels])] as const;
    const [dx, dgamma, dbeta] = outputs.map((output) => engine.pointer(output)) as [number, number, number];
    const given = { ...pointersTo(engine, { x, gamma }), ...extent };
    const statistics = pointersTo(engine, { dy, mean, invStd });
    const gammas = engine.temporary(samples * channels * 4);
    const betas = engine.temporary(samples * channels * 4);
    const sums = { gammaSums: gammas.address, betaSums: betas.address };
    const elements = util.sizeFromShape(x.shape);
    launch
      .normalizeGroupsGrad(engine, given, { ...statistics, dx, ...sums })
      .run(itemsOf(extent, elements), elements * NANOSECONDS_PER_ELEMENT * 3);
    const reduction = { outer: 1, rows: samples, columns: channels };
    reduceAt(engine, reductionCode.sum, gammas.address, dgamma, reduction);
    reduceAt(engine, reductionCode.sum, betas.address, dbeta, reduction);
    engine.free(gammas);
    engine.free(betas);
    return [...outputs];
  },
};

interface Extent {
  readonly samples: number;
  readonly positions: number;
  readonly channels: number;
  readonly groups: number;
  readonly shares: number;
}

function extentOf({ shape }: TensorInfo, groups: number): Extent {
  const samples = shape[0]!;
  const channels = shape.at(-1)!;
  const shares = Math.min(groups, Math.ceil(channels / LEAST_CHANNELS_PER_SHARE));
  return {
    samples,
    positions: util.sizeFromShape(shape.slice(1, -1)),
    channels,
    groups,
    shares: samples >= SAMPLES_ENOUGH ? 1 : shares,
  };
}

function itemsOf({ samples, shares }: Extent, elements: number): number {
  return Math.max(1, Math.min(samples * shares, itemsFor(elements, 2)));
}

function pointersTo<Name extends string>(
  engine: CpuEngine,
  tensors: Readonly<Record<Name, TensorInfo>>,
): Record<Name, number> {
  const pointers = Object.entries<TensorInfo>(tensors).map(([name, tensor]) => [
    name,
    engine.pointer(tensor),
  ]);
  return Object.fromEntries(pointers) as Record<Name, number>;
}
