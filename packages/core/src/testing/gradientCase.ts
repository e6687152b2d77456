import { sizeOf } from '@neutype/ndarray';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Shape } from '../shape.js';
import { checkGradients, type GradientCheckOptions } from './checkGradients.js';
import type { TensorFunction } from './numericGradient.js';
import { scattered } from './scattered.js';

/** A differentiable function and inputs to check its gradient at. */
export interface GradientCase extends GradientCheckOptions {
  readonly name: string;
  readonly f: TensorFunction;
  readonly inputs: readonly GradientInput[];
}

/** A shape, filled with scattered numbers from `low` to `high` (-1 to 1 unless said otherwise), or values. */
export interface GradientInput {
  readonly shape: Shape;
  readonly low?: number;
  readonly high?: number;
  readonly values?: readonly number[];
}

/** Checks one case on the current backend; throws what {@link checkGradients} throws. */
export async function checkGradientCase({ name: _, f, inputs, ...options }: GradientCase): Promise<void> {
  const tensors = inputs.map(makeInput);
  try {
    await checkGradients(f, tensors, options);
  } finally {
    for (const input of tensors) input.dispose();
  }
}

function makeInput({ shape, low = -1, high = 1, values }: GradientInput): Tensor {
  return tensor(values ? Float32Array.from(values) : scattered(sizeOf(shape), low, high), [...shape]);
}
