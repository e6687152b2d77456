import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../engine/cpuEngine.js';
import type { EngineKernel } from '../../engine/kernel.js';

/** Sets all elements of a float32 or int32 tensor in engine memory. */
export function fillAll(
  engine: CpuEngine,
  address: number,
  count: number,
  value: number,
  dtype: 'float32' | 'int32',
): void {
  const operands = [{ kind: 'number', value, dtype } as const];
  const to = { kind: 'tensor', address, dtype } as const;
  engine.map({ size: count, instructions: [{ operation: 'copy', operands, to }] });
}

function filled(engine: CpuEngine, shape: number[], value: number, dtype: string): TensorInfo | undefined {
  if (dtype !== 'float32' && dtype !== 'int32') return undefined;
  const y = engine.output(shape, dtype);
  fillAll(engine, engine.pointer(y), util.sizeFromShape(shape), value, dtype);
  return y;
}

export const fill: EngineKernel = {
  name: 'Fill',
  run({ attrs, engine }) {
    const { shape, value, dtype } = attrs as { shape: number[]; value: number | string; dtype?: string };
    if (typeof value !== 'number') return undefined;
    return filled(engine, shape, value, dtype ?? 'float32');
  },
};

export const zerosLike: EngineKernel = {
  name: 'ZerosLike',
  run: ({ inputs, engine }) => filled(engine, inputs['x']!.shape, 0, inputs['x']!.dtype),
};

export const onesLike: EngineKernel = {
  name: 'OnesLike',
  run: ({ inputs, engine }) => filled(engine, inputs['x']!.shape, 1, inputs['x']!.dtype),
};
