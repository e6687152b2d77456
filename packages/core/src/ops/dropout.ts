import { threefry2x32 } from '@neutype/random';
import { cast, mul, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { hasKernel } from '../backends/active.js';
import { assertDtype } from '../dtype.js';
import { ensureGradients } from '../gradients/registerGradients.js';
import { NeutypeDropout } from '../kernels.js';
import { runKernel } from '../runKernel.js';
import { sizeOf } from '../shape.js';
import type { StagedScalar } from '../staged/stagedScalar.js';

/**
 * Zeroes each element with probability `rate` and scales the others by 1 / (1 - rate).
 *
 * The mask is a pure function of the key, the counter and the element's index (see `NeutypeDropout` in kernels.ts), so
 * every backend draws the same one.
 *
 * Source: Srivastava et al., "Dropout", 2014; Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011.
 *
 * @param x integers and booleans count as the numbers they are
 * @param rate in [0, 1)
 * @param key what sets this layer's masks apart from other layers'
 * @param counter the number of the update, staged so that a replayed step draws a fresh mask; of type int32
 * @throws DataError for a counter of another type
 *
 * @example
 * ```ts
 * const update = stagedScalar(0, 'int32');
 * const halved = dropout(ones([4, 100]), 0.5, [1, 2], update); // each element 0 or 2
 * update.value += 1; // other ones the next time
 * ```
 */
export function dropout<T extends Tensor>(
  x: T,
  rate: number,
  key: readonly [number, number],
  counter: StagedScalar,
): T {
  assertDtype('dropout, counter', counter.dtype, 'int32', "Make it with stagedScalar(value, 'int32').");
  if (x.dtype !== 'float32') return tidy(() => dropout(cast(x, 'float32'), rate, key, counter));
  const [key0, key1] = key;
  if (hasKernel(NeutypeDropout)) {
    const [y, scale] = runKernel<Tensor[]>(
      NeutypeDropout,
      { x, counter: counter.tensor },
      { rate, key0, key1 },
    );
    scale!.dispose(); // a tape has saved it
    return y as T;
  }
  ensureGradients();
  return tidy(() => mul(x, tensor(dropoutScale(sizeOf(x.shape), rate, key, counter.value), x.shape)) as T);
}

/** 0 or 1 / (1 - rate) for each of `size` elements: the mask that every backend draws. */
export function dropoutScale(
  size: number,
  rate: number,
  [key0, key1]: readonly [number, number],
  counter: number,
): Float32Array {
  const scale = new Float32Array(size);
  const kept = 1 / (1 - rate);
  const words = new Uint32Array(2);
  for (let element = 0; element < size; element += 2) {
    threefry2x32(key0, key1, counter, element >>> 1, words);
    scale[element] = keeps(words[0]!, rate) ? kept : 0;
    if (element + 1 < size) scale[element + 1] = keeps(words[1]!, rate) ? kept : 0;
  }
  return scale;
}

function keeps(word: number, rate: number): boolean {
  return (word >>> 8) / 2 ** 24 >= rate;
}
