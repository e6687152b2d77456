import { OptionError, shown } from '@neutype/errors';
import { isLayer, isNetwork } from './checkLayer.js';
import type { Layer } from './layer.js';
import type { Network } from './network.js';
import type { Shape } from './shape.js';
import type { Through } from './through.js';

/**
 * A network out of its parts: the input, or a network so far, and the layers behind it. The same as `first.to(…)`.
 *
 * @throws ShapeError where a layer cannot take what the one before it gives
 *
 * @example
 * ```ts
 * const network = join(
 *   input(784),
 *   relu(500),
 *   relu(300),
 *   softmax(10),
 * );
 * ```
 */
export function join<In extends Shape, Out extends Shape, const Layers extends readonly Layer[]>(
  first: Network<In, Out>,
  ...layers: Layers
): Network<In, Through<Out, Layers>> {
  if (isNetwork(first)) return first.to<Layers>(...layers);
  throw new OptionError({
    where: 'join',
    expected: 'a network to begin with',
    received: isLayer(first) ? 'a layer' : shown(first),
    remedy: 'Begin with input(784), or with a network so far.',
  });
}
