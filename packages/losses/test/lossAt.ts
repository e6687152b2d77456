import { useBackend, valueAndGradients } from '@neutype/core';
import { type Tensor, type TensorLike, tensor, variable } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { LossComputation } from '../src/index.js';

/** A loss, and its slopes with respect to all values in a row. */
export async function lossAt(
  { compute }: LossComputation,
  targets: TensorLike,
  values: TensorLike,
): Promise<{ loss: number; slopes: number[] }> {
  await useBackend('cpu');
  const given = variable(tensor(values));
  const { value, gradients } = valueAndGradients(() => compute(tensor(targets), given), [given]);
  const slopes = [...(gradients[0] as Tensor).dataSync<'float32'>()];
  return { loss: value.dataSync()[0] as number, slopes };
}
