import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../engine/cpu-engine.js';
import type { EngineKernel, KernelCall } from '../../engine/kernel.js';
import { opcode } from '../../generated/opcodes.js';
import { itemsFor } from '../work.js';

interface UnaryOperation {
  /** Its number in `assembly/elementwise/unary.ts`. */
  readonly code: number;
  readonly nanoseconds: number;
}

const CHEAP = 0.3;
const DIVISION = 0.6;
const EXPONENTIAL = 1.5;

const operations = {
  Neg: { code: 0, nanoseconds: CHEAP },
  Abs: { code: 1, nanoseconds: CHEAP },
  Square: { code: 2, nanoseconds: CHEAP },
  Sqrt: { code: 3, nanoseconds: DIVISION },
  Rsqrt: { code: 4, nanoseconds: DIVISION * 2 },
  Reciprocal: { code: 5, nanoseconds: DIVISION },
  Exp: { code: 6, nanoseconds: EXPONENTIAL },
  Log: { code: 7, nanoseconds: EXPONENTIAL },
  Sigmoid: { code: 8, nanoseconds: EXPONENTIAL },
  Tanh: { code: 9, nanoseconds: EXPONENTIAL },
  Relu6: { code: 10, nanoseconds: CHEAP },
  LeakyRelu: { code: 11, nanoseconds: CHEAP },
  Elu: { code: 12, nanoseconds: EXPONENTIAL },
  Step: { code: 13, nanoseconds: CHEAP },
  Softplus: { code: 14, nanoseconds: EXPONENTIAL * 2 },
  ClipByValue: { code: 15, nanoseconds: CHEAP },
} satisfies Record<string, UnaryOperation>;

function launch(
  engine: CpuEngine,
  operation: UnaryOperation,
  x: TensorInfo,
  alpha: number,
  beta: number,
): TensorInfo {
  const count = util.sizeFromShape(x.shape);
  const from = engine.pointer(x);
  const y = engine.output(x.shape);
  const to = engine.pointer(y);
  if (count === 0) return y;
  engine
    .command(opcode.unary)
    .int(operation.code)
    .pointer(from)
    .pointer(to)
    .int(count)
    .float(alpha)
    .float(beta)
    .run(itemsFor(count, operation.nanoseconds), count * operation.nanoseconds);
  return y;
}

/** The two numbers that an operation may take, from the attributes of its tfjs kernel. */
const parameters: Record<string, (attrs: KernelCall['attrs']) => [number, number]> = {
  LeakyRelu: ({ alpha }) => [alpha as number, 0],
  Step: ({ alpha }) => [alpha as number, 0],
  ClipByValue: ({ clipValueMin, clipValueMax }) => [clipValueMin as number, clipValueMax as number],
};

/** Element-wise functions of one float32 tensor. */
export const unaryKernels: readonly EngineKernel[] = Object.entries(operations).map(([name, operation]) => ({
  name,
  run({ inputs, attrs, engine }) {
    const x = inputs['x']!;
    if (x.dtype !== 'float32') return undefined;
    const [alpha, beta] = parameters[name]?.(attrs) ?? [0, 0];
    return launch(engine, operation, x, alpha, beta);
  },
}));
