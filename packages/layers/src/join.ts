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
export const join = <In extends Shape, Out extends Shape, const Layers extends readonly Layer[]>(
  first: Network<In, Out>,
  ...layers: Layers
): Network<In, Through<Out, Layers>> => first.to<Layers>(...layers);
