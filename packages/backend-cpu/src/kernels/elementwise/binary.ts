import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../engine/cpu-engine.js';
import type { EngineKernel } from '../../engine/kernel.js';
import { opcode } from '../../generated/opcodes.js';
import { planBroadcast, writeOuter } from './broadcast.js';

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

const NANOSECONDS_PER_ELEMENT = 0.4;

/** f(a, b), broadcast; undefined for other dtypes than float32 and more dimensions than a command holds. */
export function runBinary(
  engine: CpuEngine,
  code: number,
  a: TensorInfo,
  b: TensorInfo,
  alpha = 0,
): TensorInfo | undefined {
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
  const plan = planBroadcast(a.shape, b.shape);
  if (plan === undefined) return undefined;
  const fromA = engine.pointer(a);
  const fromB = engine.pointer(b);
  const y = engine.output(plan.shape);
  const to = engine.pointer(y);
  const count = util.sizeFromShape(plan.shape);
  if (count === 0) return y;
  const command = engine
    .command(opcode.binary)
    .int(code)
    .pointer(fromA)
    .pointer(fromB)
    .pointer(to)
    .float(alpha)
    .int(plan.rows)
    .int(plan.inner)
    .int(Number(plan.walksA))
    .int(Number(plan.walksB))
    .int(plan.parts);
  writeOuter(command, plan).run(plan.items, count * NANOSECONDS_PER_ELEMENT);
  return y;
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
