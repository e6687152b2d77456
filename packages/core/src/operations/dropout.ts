import { threefry2x32 } from '@neutype/random';
import { mul, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { StagedScalar } from '../staged/stagedScalar.js';
import type { Operation } from './operation.js';
import { runOperation } from './runOperation.js';

export interface DropoutAttrs {
  readonly rate: number;
  readonly key0: number;
  readonly key1: number;
}

/**
 * Block j of Threefry-2x32-20 under key (key0, key1) with the counter words (counter, j) decides elements 2j and
 * 2j + 1: word / 256 (rounded down) / 2^24 is a uniform number in [0, 1), and the element is kept if it is >= rate
 * (compared in double precision). A kernel reads the counter when it runs.
 */
export const NeutypeDropout: Operation<{ x: Tensor; counter: StagedScalar }, 'y' | 'scale', DropoutAttrs> = {
  name: 'dropout',
  kernel: 'NeutypeDropout',
  inputs: {
    x: { shape: ['...'], converts: true },
    counter: { shape: [], dtype: 'int32', staged: true, constant: true },
  },
  outputs: { y: ['...'], scale: ['...'] },
  hidden: ['scale'],
  examples: [{ rate: 0.4, key0: 11, key1: 22 }],
  compose({ x, counter }, { rate, key0, key1 }) {
    const scale = tensor(dropoutScale(x.size, rate, [key0, key1], counter.value), x.shape);
    return { y: mul(x, scale), scale };
  },
  gradient: {
    saves: ['scale'],
    take: (dy, { scale }) => ({ x: () => mul(dy, scale) }),
  },
};

/**
 * Zeroes each element with probability `rate` and scales the others by 1 / (1 - rate).
 *
 * The mask is a pure function of the key, the counter and the element's index, so every backend draws the same one: see
 * `NeutypeDropout`.
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
  [key0, key1]: readonly [number, number],
  counter: StagedScalar,
): T {
  return runOperation(NeutypeDropout, { x, counter }, { rate, key0, key1 }).y as T;
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
