import { cast, type Tensor, zerosLike } from '@tensorflow/tfjs-core';
import type { Gradient, GradientFamily } from './gradient.js';

/** Functions that do not change when their inputs change a little: their gradients are zero wherever they exist. */
export const constantGradients: GradientFamily = {
  ...zeroFor(['x'], ['ArgMax', 'ArgMin', 'Ceil', 'Floor', 'Round', 'Sign', 'Step']),
  ...zeroFor(['x'], ['IsFinite', 'IsInf', 'IsNan', 'LogicalNot', 'OnesLike', 'ZerosLike']),
  ...zeroFor(['a', 'b'], ['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual']),
  ...zeroFor(['a', 'b'], ['FloorDiv', 'LogicalAnd', 'LogicalOr']),
  ...zeroFor(['indices'], ['OneHot']),
};

function zeroFor(inputs: string[], kernels: string[]): Record<string, Gradient> {
  const gradient: Gradient = {
    inputsToSave: inputs,
    gradFunc: (_, saved) =>
      Object.fromEntries(inputs.map((input, index) => [input, () => floatZeros(saved[index]!)])),
  };
  return Object.fromEntries(kernels.map((kernel) => [kernel, gradient]));
}

/** tfjs insists on float32 gradients, also for integer inputs. */
function floatZeros(input: Tensor): Tensor {
  return cast(zerosLike(input), 'float32');
}
