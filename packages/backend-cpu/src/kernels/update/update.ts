import { type KernelOf, NeutypeAssign, NeutypeRunningAverage } from '@neutype/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import type { NumberOperand, RegisterOperand, TensorDestination } from '../../map/program.js';
import { areFloat32 } from '../dtypes.js';

/** Kernels that change their inputs have no output of their own. */
const nothing: TensorInfo[] = [];

export const assign: EngineKernel<KernelOf<typeof NeutypeAssign>> = {
  name: NeutypeAssign.kernel,
  run({ inputs, engine }) {
    const { target, value } = inputs;
    if (!areFloat32(target, value)) return undefined;
    const operands = [float(engine.pointer(value))];
    const to = float(engine.writable(target));
    engine.map({
      size: util.sizeFromShape(target.shape),
      instructions: [{ operation: 'copy', operands, to }],
    });
    return nothing;
  },
};

/** running <- (1 - rate) running + rate batch */
export const runningAverage: EngineKernel<KernelOf<typeof NeutypeRunningAverage>> = {
  name: NeutypeRunningAverage.kernel,
  run({ inputs, attrs, engine }) {
    if (!areFloat32(...Object.values(inputs))) return undefined;
    const rate = Math.fround(attrs.rate);
    const batch = float(engine.pointer(inputs.batch));
    const running = float(engine.writable(inputs.running));
    const [old, added] = [register(0), register(1)];
    engine.map({
      size: util.sizeFromShape(inputs.running.shape),
      instructions: [
        { operation: 'mul', operands: [number(rate), batch], to: added },
        { operation: 'mul', operands: [number(1 - rate), running], to: old },
        { operation: 'add', operands: [old, added], to: running },
      ],
    });
    return nothing;
  },
};

function float(address: number): TensorDestination {
  return { kind: 'tensor', address, dtype: 'float32' };
}

function register(register: number): RegisterOperand {
  return { kind: 'register', register };
}

function number(value: number): NumberOperand {
  return { kind: 'number', value, dtype: 'float32' };
}
