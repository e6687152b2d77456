import { OptionError, shown } from '@neutype/errors';
import { type InputShape, input } from './kinds/input.js';
import type { Several } from './layer.js';
import type { HasSeveral } from './names.js';
import { Network } from './network.js';
import { together } from './parallel.js';
import type { Shape } from './shape.js';

/**
 * The beginning of a network with several inputs, by name.
 *
 * @param shapes what one sample of each looks like, as for `input`
 * @throws OptionError without any, or for what is no shape
 *
 * @example
 * ```ts
 * const network = inputs({ image: [28, 28, 1], age: 1 }).to(
 *   parallel(join(flatten(), relu(100)), relu(8)),
 *   concatenate(),
 *   softmax(10),
 * );
 * await adam(network).train({ image, age }, digits);
 * ```
 */
export function inputs<const Shapes extends Readonly<Record<string, number | Shape>>>(
  shapes: Shapes,
): Network<Shape, Shape, InputShapes<Shapes>> {
  if (typeof shapes !== 'object' || shapes === null || Object.keys(shapes).length === 0) {
    throw new OptionError({
      where: 'inputs',
      expected: 'shapes by name, such as { image: [28, 28, 1], age: 1 }',
      received: shown(shapes),
    });
  }
  const networks = Object.entries(shapes).map(([name, shape]) => input(shape, { name }));
  return new Network(together('inputs', networks));
}

/** Their shapes in a list; of more than one, in no order that the compiler knows. */
type InputShapes<Shapes extends Readonly<Record<string, number | Shape>>> =
  HasSeveral<Shapes> extends true
    ? Several<InputShape<Shapes[keyof Shapes]>>
    : readonly InputShape<Shapes[keyof Shapes]>[];
