import { OptionError, shown } from '@neutype/errors';
import { isNetwork } from './checkLayer.js';
import { checkParts } from './join.js';
import type { Several } from './layer.js';
import type { HasSeveral } from './names.js';
import { Network } from './network.js';
import { together } from './parallel.js';
import type { AnyNetwork, Block, Part } from './part.js';
import type { Shape } from './shape.js';
import type { SeveralInputs } from './takes.js';

/**
 * Several outputs by name, at the end of a network: what comes before goes into each. Networks alone make one network of
 * them all; what they have in common stays one.
 *
 * @throws OptionError without any
 *
 * @example
 * ```ts
 * const image = input(784, { name: 'image' });
 * const network = image.to(relu(100), outputs({ digit: softmax(10), slant: linear(1) }));
 * const optimizer = adam(network, { loss: { digit: 'categoricalCrossentropy', slant: 'mse' } });
 * await optimizer.train({ image: x }, { digit, slant });
 *
 * const trunk = input(784).to(relu(100));
 * const same = outputs({ digit: trunk.to(softmax(10)), slant: trunk.to(linear(1)) });
 * ```
 */
export function outputs<const Networks extends Readonly<Record<string, AnyNetwork>>>(
  networks: Networks,
): HasSeveral<Networks> extends true ? Network<Shape, Shape, SeveralInputs> : Network;
export function outputs<const Parts extends Readonly<Record<string, Part>>>(
  parts: Parts,
): Block<'parallel', HasSeveral<Parts> extends true ? Several<Part> : readonly Part[]>;
export function outputs(parts: Readonly<Record<string, Part>>): unknown {
  if (typeof parts !== 'object' || parts === null || Object.keys(parts).length === 0) {
    throw new OptionError({
      where: 'outputs',
      expected: 'layers or networks by name, such as { digit: softmax(10), slant: linear(1) }',
      received: shown(parts),
    });
  }
  const [names, list] = [Object.keys(parts), Object.values(parts)];
  checkParts('outputs', list);
  if (list.every(isNetwork)) return new Network({ ...together('outputs', list), endNames: names });
  return { arrangement: 'parallel', parts: list, names } satisfies Block;
}
