import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../engine/cpu-engine.js';
import type { EngineKernel } from '../../engine/kernel.js';
import { opcode } from '../../generated/opcodes.js';
import { type BroadcastKernel, runBroadcast } from './run-broadcast.js';

/** Numbers of the operations in `assembly/elementwise/binary.ts`. */
export const binaryCode = {
  add: 0,
  subtract: 1,
  multiply: 2,
  divide: 3,
  squaredDifference: 4,
  maximum: 5,
  minimum: 6,
  prelu: 7,
  reluGrad: 8,
  relu6Grad: 9,
  sigmoidGrad: 10,
  tanhGrad: 11,
  eluGrad: 12,
  leakyReluGrad: 13,
} as const;

const binary: BroadcastKernel = { opcode: opcode.binary, nanosecondsPerElement: 0.4, dtype: 'float32' };

/** One of the operations above on two float32 tensors; undefined where it is left to tfjs's own kernel. */
export function runBinary(
  engine: CpuEngine,
  code: number,
  a: TensorInfo,
  b: TensorInfo,
  alpha?: number,
): TensorInfo | undefined {
  return runBroadcast(engine, binary, code, a, b, alpha);
}

const kernelNames = [
  ['Add', binaryCode.add],
  ['Sub', binaryCode.subtract],
  ['Multiply', binaryCode.multiply],
  ['RealDiv', binaryCode.divide],
  ['SquaredDifference', binaryCode.squaredDifference],
  ['Maximum', binaryCode.maximum],
  ['Minimum', binaryCode.minimum],
] as const;

/** Element-wise functions of two float32 tensors. */
export const binaryKernels: readonly EngineKernel[] = kernelNames.map(([name, code]) => ({
  name,
  run: ({ inputs, engine }) => runBinary(engine, code, inputs['a']!, inputs['b']!),
}));

export const prelu: EngineKernel = {
  name: 'Prelu',
  run: ({ inputs, engine }) => runBinary(engine, binaryCode.prelu, inputs['x']!, inputs['alpha']!),
};
