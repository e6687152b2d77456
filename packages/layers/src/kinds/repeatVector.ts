import { checkCount } from '@neutype/errors';
import { fill, mul, reshape } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import type { OneInput } from '../takes.js';

/**
 * Each sample so many times, one after another along a new first axis: what a decoder that makes a sequence of one code
 * begins with.
 *
 * `[?, features]` → `[?, times, features]`
 *
 * @throws OptionError for what is no whole number from 1
 *
 * @example
 * ```ts
 * const network = input(8).to(repeatVector(20), linear(3)); // linear takes [?, 20, 8]
 * ```
 */
export function repeatVector<const Times extends number>(
  times: Times,
  options: { readonly name?: string } = {},
): Layer<{ readonly newAxis: Times }, OneInput> {
  checkLayerOptions('repeatVector', options);
  checkCount('repeatVector(times)', times);
  return layer({
    kind: 'repeat-vector',
    name: options.name,
    replayable: true,
    settings: { times },
    outputShape: (inputShape) => [times, ...inputShape],
    // A product is spread over an axis in one pass; tfjs's tile is no kernel of the engine's.
    forward: (x) => {
      const [samples = 0, ...sample] = x.shape;
      return mul(reshape(x, [samples, 1, ...sample]), fill([1, times, ...sample.map(() => 1)], 1));
    },
  });
}
