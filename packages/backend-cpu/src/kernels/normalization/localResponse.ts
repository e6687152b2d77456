import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../engine/cpuEngine.js';
import type { EngineKernel } from '../../engine/kernel.js';
import * as launch from '../../generated/launch.js';
import { areFloat32 } from '../dtypes.js';
import { itemsFor } from '../work.js';

/** A power takes that long, and each neighbor. */
const NANOSECONDS_PER_POWER = 2;
const NANOSECONDS_PER_NEIGHBOR = 0.15;

interface LocalResponseAttrs {
  readonly depthRadius: number;
  readonly bias: number;
  readonly alpha: number;
  readonly beta: number;
}

export const localResponseNorm: EngineKernel = {
  name: 'LRN',
  run({ inputs, attrs, engine }) {
    const x = inputs['x']!;
    const plan = planOf(engine, x, attrs);
    if (plan === undefined) return undefined;
    const output = engine.output(x.shape);
    const given = { ...plan.given, x: engine.pointer(x) };
    launch.localResponseNorm(engine, given, { y: engine.pointer(output) }).run(plan.items, plan.nanoseconds);
    return output;
  },
};

export const localResponseNormGrad: EngineKernel = {
  name: 'LRNGrad',
  run({ inputs, attrs, engine }) {
    const { x, dy } = inputs as Record<'x' | 'dy', TensorInfo>;
    const plan = areFloat32(dy) ? planOf(engine, x, attrs) : undefined;
    if (plan === undefined) return undefined;
    const output = engine.output(x.shape);
    const given = { ...plan.given, x: engine.pointer(x) };
    launch
      .localResponseNormGrad(engine, given, { dy: engine.pointer(dy), dx: engine.pointer(output) })
      .run(plan.items, 2 * plan.nanoseconds);
    return output;
  },
};

interface Plan {
  readonly given: Omit<launch.LocalResponse, 'x'>;
  readonly items: number;
  readonly nanoseconds: number;
}

/** With scratch for it; undefined for what is left to tfjs. */
function planOf(engine: CpuEngine, x: TensorInfo, attrs: object): Plan | undefined {
  const { depthRadius: radius, bias, alpha, beta } = attrs as LocalResponseAttrs;
  const channels = x.shape.at(-1)!;
  const elements = util.sizeFromShape(x.shape);
  if (!areFloat32(x) || elements === 0) return undefined;
  engine.reserveScratch(3 * (channels + 2 * radius + 4) * 4);
  const each = NANOSECONDS_PER_POWER + (2 * radius + 1) * NANOSECONDS_PER_NEIGHBOR;
  const pixels = elements / channels;
  return {
    given: { pixels, channels, radius, bias, alpha, beta },
    items: Math.min(pixels, itemsFor(elements, each)),
    nanoseconds: elements * each,
  };
}
