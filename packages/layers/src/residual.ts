import { checkParts, join } from './join.js';
import { add } from './kinds/add.js';
import type { Layer } from './layer.js';
import { parallel } from './parallel.js';
import type { Block, Part } from './part.js';
import type { SeveralInputs } from './takes.js';

/**
 * Parts one after another, to whose output their input is added: `y = x + f(x)`. They must keep the shape; where they
 * do not, write `parallel(join(…), linear(n))` and `add()`.
 *
 * He et al., "Deep Residual Learning for Image Recognition", 2016.
 *
 * @throws ShapeError in the network, where the parts give another shape than they take
 *
 * @example
 * ```ts
 * const network = input(64).to(residual(relu(64), linear(64)), relu(), softmax(10));
 * ```
 */
export function residual<const Parts extends readonly Part[]>(...parts: Parts): Residual<Parts> {
  checkParts('residual', parts);
  return join(
    parallel(join(), join(...(parts as unknown as readonly [Layer]))),
    add(),
  ) as unknown as Residual<Parts>;
}

/** A block of the input itself beside the parts, and their sum. */
export type Residual<Parts extends readonly Part[]> = Block<
  'chain',
  readonly [
    Block<'parallel', readonly [Block<'chain', readonly []>, Block<'chain', Parts>]>,
    Layer<'merged', SeveralInputs>,
  ]
>;
