import {
  type KernelOf,
  NeutypeAssign,
  NeutypeGradientDescentUpdate,
  NeutypeMomentumUpdate,
  NeutypeRunningAverage,
} from '@neutype/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import { opcode } from '../../generated/opcodes.js';
import { areFloat32 } from '../dtypes.js';
import { launchCopy, planCopy } from '../layout/copy.js';
import { itemsFor } from '../work.js';

const BYTES_PER_ELEMENT = 4;
const NANOSECONDS_PER_ELEMENT = 0.6;
/** Kernels that change their inputs have no output of their own. */
const nothing: TensorInfo[] = [];

export const assign: EngineKernel<KernelOf<typeof NeutypeAssign>> = {
  name: NeutypeAssign.kernel,
  run({ inputs, engine }) {
    const [target, value] = [inputs.target, inputs.value];
    if (!areFloat32(target, value)) return undefined;
    const count = util.sizeFromShape(target.shape);
    const plan = planCopy([{ length: count, from: 1, to: 1 }], BYTES_PER_ELEMENT);
    if (plan === undefined) return undefined;
    if (count > 0) launchCopy(engine, plan, engine.pointer(value), engine.writable(target));
    return nothing;
  },
};

export const gradientDescentUpdate: EngineKernel<KernelOf<typeof NeutypeGradientDescentUpdate>> = {
  name: NeutypeGradientDescentUpdate.kernel,
  run({ inputs, engine }) {
    if (!areFloat32(...Object.values(inputs))) return undefined;
    const parameter = inputs.parameter;
    const count = util.sizeFromShape(parameter.shape);
    if (count === 0) return nothing;
    const g = engine.pointer(inputs.gradient);
    const step = engine.pointer(inputs.step);
    const w = engine.writable(parameter);
    engine
      .command(opcode.gradientDescentUpdate)
      .pointer(w)
      .pointer(g)
      .pointer(step)
      .int(count)
      .inPlace()
      .run(itemsFor(count), count * NANOSECONDS_PER_ELEMENT);
    return nothing;
  },
};

export const momentumUpdate: EngineKernel<KernelOf<typeof NeutypeMomentumUpdate>> = {
  name: NeutypeMomentumUpdate.kernel,
  run({ inputs, attrs: { momentum, nesterov }, engine }) {
    if (!areFloat32(...Object.values(inputs))) return undefined;
    const parameter = inputs.parameter;
    const count = util.sizeFromShape(parameter.shape);
    if (count === 0) return nothing;
    const g = engine.pointer(inputs.gradient);
    const step = engine.pointer(inputs.step);
    const w = engine.writable(parameter);
    const v = engine.writable(inputs.velocity);
    engine
      .command(opcode.momentumUpdate)
      .pointer(w)
      .pointer(v)
      .pointer(g)
      .pointer(step)
      .int(count)
      .float(momentum)
      .int(Number(nesterov))
      .inPlace()
      .run(itemsFor(count), count * NANOSECONDS_PER_ELEMENT);
    return nothing;
  },
};

export const runningAverage: EngineKernel<KernelOf<typeof NeutypeRunningAverage>> = {
  name: NeutypeRunningAverage.kernel,
  run({ inputs, attrs: { rate }, engine }) {
    if (!areFloat32(...Object.values(inputs))) return undefined;
    const count = util.sizeFromShape(inputs.running.shape);
    if (count === 0) return nothing;
    const batch = engine.pointer(inputs.batch);
    const running = engine.writable(inputs.running);
    engine
      .command(opcode.runningAverage)
      .pointer(running)
      .pointer(batch)
      .int(count)
      .float(rate)
      .inPlace()
      .run(itemsFor(count), count * NANOSECONDS_PER_ELEMENT);
    return nothing;
  },
};
