import { sizeOf } from '@neutype/ndarray';
import { reshape } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import type { OneInput } from '../takes.js';

/**
 * Makes each sample one row of features: what stands between convolutions and `relu(100)`.
 *
 * `[?, height, width, channels]` → `[?, height · width · channels]`
 *
 * @example
 * ```ts
 * const network = input([28, 28, 1]).to(conv2d(32, 3), relu(), flatten(), softmax(10));
 * ```
 */
export function flatten(options: { readonly name?: string } = {}): Layer<readonly [number], OneInput> {
  checkLayerOptions('flatten', options);
  return layer({
    kind: 'flatten',
    name: options.name,
    replayable: true,
    settings: {},
    outputs: 'same',
    outputShape: (inputShape) => [sizeOf(inputShape)],
    forward: (x) => reshape(x, [x.shape[0] as number, sizeOf(x.shape.slice(1))]),
  });
}
