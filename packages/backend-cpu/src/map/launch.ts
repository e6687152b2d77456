import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { CpuEngine, ResidentDtype } from '../engine/cpuEngine.js';
import { tensorOperand } from './operand.js';
import type { MapOperation } from './operations.js';
import type { MapOperand } from './program.js';

/** A tensor, or a number that all elements share. */
export type MapInput = TensorInfo | number;

/** A new tensor: the operation element by element, its inputs broadcast against each other. */
export function mapTensors(
  engine: CpuEngine,
  operation: MapOperation,
  inputs: readonly MapInput[],
  dtype: ResidentDtype,
): TensorInfo {
  const shape = sharedShape(inputs);
  const operands = inputs.map((input) => operandOf(engine, input, shape));
  const y = engine.output(shape, dtype);
  const to = { kind: 'tensor', address: engine.pointer(y), dtype } as const;
  engine.map({ size: util.sizeFromShape(shape), instructions: [{ operation, operands, to }] });
  return y;
}

function sharedShape(inputs: readonly MapInput[]): number[] {
  let shape: number[] = [];
  for (const input of inputs) {
    if (typeof input === 'number' || util.arraysEqual(input.shape, shape)) continue;
    shape = shape.length === 0 ? input.shape : backend_util.assertAndGetBroadcastShape(shape, input.shape);
  }
  return shape;
}

function operandOf(engine: CpuEngine, input: MapInput, shape: readonly number[]): MapOperand {
  if (typeof input === 'number') return { kind: 'number', value: input, dtype: 'float32' };
  return tensorOperand(engine.pointer(input), input.dtype as ResidentDtype, input.shape, shape);
}
