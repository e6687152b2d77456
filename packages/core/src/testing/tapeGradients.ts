import { dispose, engine, sum, type Tensor } from '@tensorflow/tfjs-core';
import { ensureGradients } from '../gradients/registerGradients.js';
import { disposeAbandonedTape } from '../gradients/valueAndGradients.js';
import type { TensorFunction } from './numericGradient.js';

/** The gradient of the sum of `f`'s output with respect to each input, from tfjs's tape; zeros where there is none. */
export async function tapeGradients(f: TensorFunction, inputs: readonly Tensor[]): Promise<Float32Array[]> {
  ensureGradients();
  try {
    const { value, grads } = engine().gradients(() => sum(f(...inputs)), [...inputs], undefined, true);
    const gradients: Float32Array[] = [];
    for (const [index, gradient] of grads.entries()) {
      gradients.push(
        gradient == null
          ? new Float32Array(inputs[index]!.size)
          : Float32Array.from(await (gradient as Tensor).data()),
      );
    }
    dispose([value, ...grads.filter((gradient) => gradient != null)]);
    return gradients;
  } catch (error) {
    disposeAbandonedTape();
    throw error;
  }
}
