import { OptionError, shown } from '@neutype/errors';
import type { Layer } from './layer.js';
import { callOf, layerNames, nearestLayer } from './layerNames.js';

/** Refuses what is no layer, and says how to make one of it. */
export function checkLayer(value: unknown): Layer {
  if (isLayer(value)) return value;
  throw new OptionError({
    where: 'network.to',
    expected: 'layers such as relu(500)',
    received: isNetwork(value) ? 'a network' : shown(value),
    remedy: remedyFor(value),
  });
}

/** Whether it is a layer, not yet in a network. */
export function isLayer(value: unknown): value is Layer {
  return typeof value === 'object' && value !== null && 'definition' in value;
}

/** Whether it is a network, which layers can be put behind. */
export function isNetwork(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'to' in value && typeof value.to === 'function';
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
  return 'Only the first part of a network is a network: input(784).to(relu(500), softmax(10)).';
}
