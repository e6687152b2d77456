import {
  type KernelOf,
  NeutypeLayerNorm,
  NeutypeLayerNormGrad,
  NeutypeRmsNorm,
  NeutypeRmsNormGrad,
} from '@neutype/core';
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

export const layerNorm: EngineKernel<KernelOf<typeof NeutypeLayerNorm>> = {
  name: NeutypeLayerNorm.kernel,
  run({ inputs: { x, gamma, beta }, attrs: { epsilon }, engine }) {
    if (!areFloat32(x, gamma, beta)) return undefined;
    const each = x.shape.slice(0, -1);
    const outputs = [engine.output(x.shape), engine.output(each), engine.output(each)] as const;
    const [y, mean, invStd] = outputs;
    normalizeRows(engine, { x, gamma, beta, y, mean, invStd, epsilon });
    return [...outputs];
  },
};

export const rmsNorm: EngineKernel<KernelOf<typeof NeutypeRmsNorm>> = {
  name: NeutypeRmsNorm.kernel,
  run({ inputs: { x, gamma }, attrs: { epsilon }, engine }) {
    if (!areFloat32(x, gamma)) return undefined;
    const y = engine.output(x.shape);
    const invRms = engine.output(x.shape.slice(0, -1));
    normalizeRows(engine, { x, gamma, y, invStd: invRms, epsilon });
    return [y, invRms];
  },
};

export const layerNormGrad: EngineKernel<KernelOf<typeof NeutypeLayerNormGrad>> = {
  name: NeutypeLayerNormGrad.kernel,
  run({ inputs, engine }) {
    if (!areFloat32(...Object.values(inputs))) return undefined;
    const channels = inputs.gamma.shape;
    const outputs = [
      engine.output(inputs.x.shape),
      engine.output(channels),
      engine.output(channels),
    ] as const;
    const [dx, dgamma, dbeta] = outputs;
    takeGradient(engine, { ...inputs, dx, dgamma, dbeta });
    return [...outputs];
  },
};

export const rmsNormGrad: EngineKernel<KernelOf<typeof NeutypeRmsNormGrad>> = {
  name: NeutypeRmsNormGrad.kernel,
  run({ inputs: { invRms, ...inputs }, engine }) {
    if (!areFloat32(invRms, ...Object.values(inputs))) return undefined;
    const dx = engine.output(inputs.x.shape);
    const dgamma = engine.output(inputs.gamma.shape);
    takeGradient(engine, { ...inputs, invStd: invRms, dx, dgamma });
    return [dx, dgamma];
  },
};

interface Normalization {
  readonly x: TensorInfo;
  readonly gamma: TensorInfo;
  readonly beta?: TensorInfo;
  readonly y: TensorInfo;
  /** Without it, it is not taken away. */
  readonly mean?: TensorInfo;
  readonly invStd: TensorInfo;
  readonly epsilon: number;
}

function normalizeRows(engine: CpuEngine, { x, gamma, beta, y, mean, invStd, epsilon }: Normalization): void {
  const { rows, columns } = extentOf(x);
  if (rows * columns === 0) return;
  const given = {
    x: engine.pointer(x),
    gamma: engine.pointer(gamma),
    beta: pointerOrNone(engine, beta),
    y: engine.pointer(y),
    mean: pointerOrNone(engine, mean),
    invStd: engine.pointer(invStd),
  };
  const elements = rows * columns;
  launch
    .normalizeRows(engine, { ...given, rows, columns, epsilon })
    .run(Math.min(rows, itemsFor(elements)), elements * NANOSECONDS_PER_ELEMENT);
}

interface Gradient {
  readonly dy: TensorInfo;
  readonly x: TensorInfo;
  readonly gamma: TensorInfo;
  readonly mean?: TensorInfo;
  readonly invStd: TensorInfo;
  readonly dx: TensorInfo;
  readonly dgamma: TensorInfo;
  readonly dbeta?: TensorInfo;
}

function takeGradient(engine: CpuEngine, { dy, x, gamma, mean, invStd, dx, dgamma, dbeta }: Gradient): void {
  const { rows, columns } = extentOf(x);
  const reduction = { outer: 1, rows, columns };
  const chunks = chunksOf(reduction);
  const given = {
    dy: engine.pointer(dy),
    x: engine.pointer(x),
    gamma: engine.pointer(gamma),
    mean: pointerOrNone(engine, mean),
    invStd: engine.pointer(invStd),
    dx: engine.pointer(dx),
  };
  const [gammas, betas] = [engine.pointer(dgamma), pointerOrNone(engine, dbeta)];
  const partial = [dgamma, ...(dbeta === undefined ? [] : [dbeta])].map(() =>
    engine.temporary(chunks * columns * 4),
  );
  const [gammaSums, betaSums = 0] = partial.map(({ address }) => address) as [number, number?];
  launch
    .normalizeRowsGrad(engine, { ...given, gammaSums, betaSums, rows, columns })
    .run(chunks, rows * columns * NANOSECONDS_PER_ELEMENT * 2);
  const sums = { outer: 1, rows: chunks, columns };
  reduceAt(engine, reductionCode.sum, gammaSums, gammas, sums);
  if (dbeta !== undefined) reduceAt(engine, reductionCode.sum, betaSums, betas, sums);
  for (const block of partial) engine.free(block);
}

function extentOf({ shape }: TensorInfo): { rows: number; columns: number } {
  return { rows: util.sizeFromShape(shape.slice(0, -1)), columns: shape.at(-1)! };
}

function pointerOrNone(engine: CpuEngine, tensor: TensorInfo | undefined): number {
  return tensor === undefined ? 0 : engine.pointer(tensor);
}
