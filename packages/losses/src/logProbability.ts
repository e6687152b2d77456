import { customGrad, div, log, maximum, type Tensor, tidy } from '@tensorflow/tfjs-core';

/** The smallest number that float32 holds with all of its digits. */
const SMALLEST = 2 ** -126;

/**
 * The logarithm of probabilities, as exact as they are: only one below 2^-126, 0 above all, counts as that, so that
 * logarithms end at −87.3.
 *
 * Its gradient, `1 / probability`, ends there too, and does not become 0: behind a softmax or sigmoid the product with
 * their own gradient is right again. (PyTorch ends logarithms at −100, which float32 knows no probability for.)
 */
export function logProbability(probabilities: Tensor): Tensor {
  return tidy(() =>
    customGrad<Tensor>((...all) => {
      const [p, save] = all as unknown as [Tensor, (tensors: Tensor[]) => void];
      const kept = maximum(p, SMALLEST);
      save([kept]);
      return { value: log(kept), gradFunc: (dy: Tensor, [saved]: Tensor[]) => div(dy, saved as Tensor) };
    })(probabilities),
  );
}
