import { OptionError, shown } from '@neutype/errors';
import type { AnyNetwork } from '../part.js';
import type { PlacedLayer } from '../placedLayer.js';
import { isPlainValue } from './plainValue.js';

/**
 * Refuses a network that {@link architectureOf} cannot say all of: one with a layer whose settings hold a function, or a
 * layer of your own that has no settings at all.
 *
 * @param where what is called, for the message: `save`
 * @throws OptionError naming the layer, and what to do
 */
export function checkDescribable(where: string, { layers }: AnyNetwork): void {
  for (const layer of layers) checkLayer(where, layer);
}

function checkLayer(where: string, { kind, layer, name }: PlacedLayer): void {
  const { settings } = layer.definition;
  if (settings === undefined || settings === null) {
    throw new OptionError({
      where: `${where}, layer ${name}`,
      expected: 'settings from which the layer can be made again',
      received: 'none in its definition',
      remedy: `Write layer({ kind: '${kind}', settings: { … }, … }), plain values or {}, and have load make it: { layers: { ${keyOf(kind)}: (settings) => … } }.`,
    });
  }
  const odd = Object.entries(settings).find(([, value]) => value !== undefined && !isPlainValue(value));
  if (odd === undefined) return;
  const [key, value] = odd;
  throw new OptionError({
    where: `${where}, layer ${name}, ${key}`,
    expected: 'a plain value, which a file can hold',
    received: shown(value),
    remedy: `Make it a layer of your own, layer({ kind: 'name', settings: {}, forward }), and have load make it again: { layers: { name: () => … } }.`,
  });
}

function keyOf(kind: string): string {
  return /^\w+$/.test(kind) ? kind : `'${kind}'`;
}
