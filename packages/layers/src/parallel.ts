import { OptionError } from '@neutype/errors';
import { isNetwork } from './checkLayer.js';
import type { Graph, Node } from './graph.js';
import { checkParts } from './join.js';
import { Network } from './network.js';
import type { AnyNetwork, Block, Part } from './part.js';
import { Placement } from './placement.js';
import type { Shape } from './shape.js';

/**
 * Parts side by side. What comes before goes into each of them, or, where as many outputs come before as there are
 * parts, one into each. A layer that takes several inputs, such as `add()` or `concatenate()`, brings them together.
 *
 * Networks alone make a network of them all, with their inputs and outputs in order; what they have in common stays one.
 *
 * @throws OptionError without parts
 *
 * @example
 * ```ts
 * const inception = input([28, 28, 1]).to(
 *   parallel(conv2d(8, 1), conv2d(8, 3, { padding: 'same' }), conv2d(8, 5, { padding: 'same' })),
 *   concatenate(),
 * );
 * const twoInputs = parallel(input(784).to(relu(100)), input(3).to(relu(10))).to(concatenate(), softmax(10));
 * ```
 */
export function parallel<const Parts extends readonly AnyNetwork[]>(
  ...networks: Parts
): Network<Shape, Shape, OpenOf<Parts>>;
export function parallel<const Parts extends readonly Part[]>(...parts: Parts): Block<'parallel', Parts>;
export function parallel(...parts: readonly Part[]): unknown {
  checkParts('parallel', parts);
  if (parts.length === 0) {
    throw new OptionError({
      where: 'parallel',
      expected: 'the parts that stand side by side',
      received: 'none',
    });
  }
  if (parts.every(isNetwork)) return new Network(together('parallel', parts));
  return { arrangement: 'parallel', parts } satisfies Block;
}

/** The shapes that networks give, in order. */
type OpenOf<Parts extends readonly AnyNetwork[]> = number extends Parts['length']
  ? readonly Shape[]
  : Parts extends readonly [Network<Shape, Shape, infer Open>, ...infer Rest extends readonly AnyNetwork[]]
    ? readonly [...Open, ...OpenOf<Rest>]
    : readonly [];

/** One graph of several, those places once that they have in common. */
export function together(where: string, networks: readonly AnyNetwork[]): Graph {
  const placement = new Placement(where);
  const ends = networks.flatMap(({ graph }): readonly Node[] => graph.ends.flatMap(placement.adopt(graph)));
  return { placed: placement.placed, ends };
}
