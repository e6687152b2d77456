import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { CpuEngine, ResidentDtype } from '../../engine/cpu-engine.js';
import { planBroadcast, writeOuter } from './broadcast.js';

/** A kernel of two inputs that are broadcast against each other: `binary` or `compare`. */
export interface BroadcastKernel {
  readonly opcode: number;
  readonly nanosecondsPerElement: number;
  readonly dtype: ResidentDtype;
}

/** f(a, b), broadcast; undefined for other dtypes than float32 and more dimensions than a command holds. */
export function runBroadcast(
  engine: CpuEngine,
  { opcode, nanosecondsPerElement, dtype }: BroadcastKernel,
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
  const y = engine.output(plan.shape, dtype);
  const to = engine.pointer(y);
  const count = util.sizeFromShape(plan.shape);
  if (count === 0) return y;
  const command = engine
    .command(opcode)
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
  writeOuter(command, plan).run(plan.items, count * nanosecondsPerElement);
  return y;
}
