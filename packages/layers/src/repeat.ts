import { checkCount } from '@neutype/errors';
import { checkPart, isBlock, isNetwork } from './checkLayer.js';
import type { Block, Part } from './part.js';

/**
 * A part n times, one after another: the first is itself, and the others are copies with parameters of their own.
 *
 * @throws OptionError for a number below 1
 * @throws ShapeError in the network, where the part cannot take what it gives
 *
 * @example
 * ```ts
 * const network = input(64).to(repeat(residual(relu(64), linear(64)), 4), softmax(10));
 * ```
 */
export function repeat<const P extends Part>(part: P, times: number): Block<'chain', readonly P[]> {
  checkPart(part, 'repeat');
  checkCount('repeat, times', times);
  const parts = Array.from({ length: times }, (_, index) => (index === 0 ? part : (copyOf(part) as P)));
  return { arrangement: 'chain', parts };
}

function copyOf(part: Part): Part {
  if (isNetwork(part)) return part.copy();
  if (isBlock(part)) return { ...part, parts: part.parts.map(copyOf) };
  return { ...part, isCopy: true };
}
