import { reshape } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import { sequenceShape } from './sequenceShape.js';
import { sliceAlong } from './sliceAlong.js';

/**
 * The last time step of a sequence: beside all of a recurrent layer's states, the one that has seen everything. A layer told
 * a `maskValue` holds its state over padding, so that padding at the end does no harm. Behind a layer that reads
 * `backwards`, everything is seen at the first step: `crop([[0, time - 1]])` leaves that.
 *
 * `[?, time, features]` → `[?, features]`
 *
 * @throws ShapeError in the network, for what is no sequence
 *
 * @example
 * ```ts
 * const states = input([20, 8]).to(lstm(32, { returnSequences: true }));
 * const network = parallel(states, states.to(lastStep()));
 * ```
 */
export function lastStep(options: { readonly name?: string } = {}): Layer {
  checkLayerOptions('lastStep', options);
  return layer({
    kind: 'last-step',
    name: options.name,
    replayable: true,
    settings: {},
    outputShape: (inputShape, where) => [sequenceShape(inputShape, where)[1]],
    forward: (x) => {
      const [samples = 0, time = 0, features = 0] = x.shape;
      return reshape(sliceAlong(x, 1, time - 1, 1), [samples, features]);
    },
  });
}
