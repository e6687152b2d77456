import { customGrad, type Tensor } from '@tensorflow/tfjs-core';

/**
 * A function of a tensor whose gradient is known better than its operations give it.
 *
 * @param value the function
 * @param gradient what comes back for `dy`, computed from the function's input by operations that can be differentiated:
 * so are second derivatives right, where an outer tape records
 *
 * @example
 * ```ts
 * const softplus = withGradient((z) => log1p(exp(z)), (dy, z) => mul(dy, sigmoid(z)));
 * ```
 */
export function withGradient(
  value: (x: Tensor) => Tensor,
  gradient: (dy: Tensor, x: Tensor) => Tensor,
): (x: Tensor) => Tensor {
  return (x) =>
    customGrad<Tensor>((...all) => {
      const [input, save] = all as unknown as [Tensor, (tensors: Tensor[]) => void];
      save([input]);
      return { value: value(input), gradFunc: (dy: Tensor, [saved]: Tensor[]) => gradient(dy, saved!) };
    })(x);
}
