import { threefry2x32 } from '@neutype/random';
import { add, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { StagedScalar } from '../staged/stagedScalar.js';
import type { Operation } from './operation.js';
import { runOperation } from './runOperation.js';

export interface GaussianNoiseAttrs {
  readonly mean: number;
  readonly std: number;
  readonly key0: number;
  readonly key1: number;
}

/**
 * Block j of Threefry-2x32-20 under key (key0, key1) with the counter words (counter, j) makes elements 2j and 2j + 1, by
 * Box and Muller's transform: with u = (first word / 256 (rounded down) + 1) / 2^24 and v = second word / 256 (rounded down) /
 * 2^24 they are sqrt(-2 ln u) cos(2πv) and sqrt(-2 ln u) sin(2πv). A kernel reads the counter when it runs.
 */
export const NeutypeGaussianNoise: Operation<{ x: Tensor; counter: StagedScalar }, 'y', GaussianNoiseAttrs> =
  {
    name: 'gaussianNoise',
    kernel: 'NeutypeGaussianNoise',
    inputs: {
      x: { shape: ['...'], converts: true },
      counter: { shape: [], dtype: 'int32', staged: true, constant: true },
    },
    outputs: { y: ['...'] },
    examples: [{ mean: 0.5, std: 2, key0: 11, key1: 22 }],
    compose({ x, counter }, attrs) {
      return { y: add(x, tensor(gaussianValues(x.size, attrs, counter.value), x.shape)) };
    },
    gradient: { saves: [], take: (dy) => ({ x: () => dy.clone() }) },
  };

/**
 * Adds normally distributed numbers of this mean and standard deviation.
 *
 * They are a pure function of the key, the counter and the element's index, so every backend draws the same ones but for
 * rounding: see `NeutypeGaussianNoise`.
 *
 * Source: Box & Muller, "A note on the generation of random normal deviates", 1958.
 *
 * @param x integers and booleans count as the numbers they are
 * @param distribution `mean` and `std`
 * @param key what sets this layer's numbers apart from other layers'
 * @param counter the number of the update, staged so that a replayed step draws other numbers; of type int32
 * @throws DataError for a counter of another type
 *
 * @example
 * ```ts
 * const update = stagedScalar(0, 'int32');
 * const noisy = gaussianNoise(zeros([4, 100]), { mean: 0, std: 0.1 }, [1, 2], update);
 * ```
 */
export function gaussianNoise<T extends Tensor>(
  x: T,
  { mean, std }: { readonly mean: number; readonly std: number },
  [key0, key1]: readonly [number, number],
  counter: StagedScalar,
): T {
  return runOperation(NeutypeGaussianNoise, { x, counter }, { mean, std, key0, key1 }).y as T;
}

/** What is added to each of `size` elements: the numbers that every backend draws. */
export function gaussianValues(
  size: number,
  { mean, std, key0, key1 }: GaussianNoiseAttrs,
  counter: number,
): Float32Array {
  const values = new Float32Array(size);
  const words = new Uint32Array(2);
  for (let element = 0; element < size; element += 2) {
    threefry2x32(key0, key1, counter, element >>> 1, words);
    const radius = Math.sqrt(-2 * Math.log(((words[0]! >>> 8) + 1) / 2 ** 24));
    const angle = 2 * Math.PI * ((words[1]! >>> 8) / 2 ** 24);
    values[element] = mean + std * radius * Math.cos(angle);
    if (element + 1 < size) values[element + 1] = mean + std * radius * Math.sin(angle);
  }
  return values;
}
