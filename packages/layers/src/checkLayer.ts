import { OptionError, shown } from '@neutype/errors';
import type { Layer } from './layer.js';
import { callOf, layerNames, nearestLayer } from './layerNames.js';
import type { AnyNetwork, Block, Part } from './part.js';

/**
 * Refuses what cannot stand in a network, and says how to make something of it that can: for functions that take layers.
 *
 * @param where the argument or option, for the message
 * @throws OptionError for anything but a layer, a block or a network
 *
 * @example
 * ```ts
 * checkPart('relu', 'twice, part'); // OptionError: twice, part: expected layers such as relu(500), got 'relu'. …
 * ```
 */
export function checkPart(value: unknown, where: string): Part {
  if (isPart(value)) return value;
  throw new OptionError({
    where,
    expected: 'layers such as relu(500)',
    received: shown(value),
    remedy: remedyFor(value),
  });
}

/** Whether it is a layer, a block of them, or a network. */
export function isPart(value: unknown): value is Part {
  return isLayer(value) || isBlock(value) || isNetwork(value);
}

/** Whether it is a layer, not yet in a network. */
export function isLayer(value: unknown): value is Layer {
  return typeof value === 'object' && value !== null && 'definition' in value;
}

/** Whether it is several parts, not yet in a network. */
export function isBlock(value: unknown): value is Block {
  return typeof value === 'object' && value !== null && 'arrangement' in value;
}

/** Whether it is a network. */
export function isNetwork(value: unknown): value is AnyNetwork {
  return typeof value === 'object' && value !== null && 'graph' in value && 'to' in value;
}

function remedyFor(value: unknown): string {
  if (typeof value === 'function') return `Call it: ${callOf(value.name)}.`;
  if (typeof value === 'string') {
    const nearest = nearestLayer(value);
    return nearest === undefined
      ? `The layers are ${layerNames.join(', ')}.`
      : `Did you mean ${callOf(nearest)}?`;
  }
  if (Array.isArray(value)) return 'Spread it: to(...layers).';
  if (value === undefined) return 'Is it imported, and does its function return it?';
  return 'Write input(784).to(relu(500), softmax(10)), for example.';
}
