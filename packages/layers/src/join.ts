import { checkPart, isNetwork } from './checkLayer.js';
import type { Layer } from './layer.js';
import type { Network } from './network.js';
import type { Block, Part } from './part.js';
import type { Shape } from './shape.js';
import type { Fitting, NetworkOf, Through } from './through.js';

/**
 * A network out of its parts: the input, or a network so far, and what stands behind it. The same as `first.to(…)`.
 * Layers without an input make a block, which stands wherever a layer stands and takes its shapes there. A block of
 * nothing passes on what comes in.
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
 * const hidden = join(relu(500), dropout(0.5));
 * const same = input(784).to(hidden, softmax(10));
 * ```
 */
export function join<
  In extends Shape,
  Out extends Shape,
  Open extends readonly Shape[],
  const Parts extends readonly Part[],
>(first: Network<In, Out, Open>, ...parts: Parts & Fitting<Open, Parts>): NetworkOf<In, Through<Open, Parts>>;
export function join(): Block<'chain', readonly []>;
export function join<const First extends Layer | Block, const Parts extends readonly Part[]>(
  first: First,
  ...parts: Parts
): Block<'chain', readonly [First, ...Parts]>;
export function join(...parts: readonly Part[]): unknown {
  const [first, ...others] = parts;
  if (isNetwork(first)) return first.to(...others);
  checkParts('join', parts);
  return { arrangement: 'chain', parts } satisfies Block;
}

/** Refuses what is no part of a network. */
export function checkParts(where: string, parts: readonly unknown[]): void {
  for (const part of parts) checkPart(part, where);
}
