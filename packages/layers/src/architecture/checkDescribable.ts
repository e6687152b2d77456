import { OptionError, shown } from '@neutype/errors';
import type { Layer } from '../layer.js';
import type { AnyNetwork } from '../part.js';
import type { PlacedLayer } from '../placedLayer.js';
import { makeLayer } from './makeLayer.js';
import { MAKERS_BY_KIND } from './makers.js';
import { isPlainValue, plainValues } from './plainValue.js';

/**
 * Refuses a network that {@link architectureOf} cannot say all of: one with a layer whose settings hold a function, or a
 * layer of your own that has no settings at all, or the kind of one of ours.
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
  if (odd === undefined) {
    checkKind(where, name, layer);
    return;
  }
  const [key, value] = odd;
  throw new OptionError({
    where: `${where}, layer ${name}, ${key}`,
    expected: 'a plain value, which a file can hold',
    received: shown(value),
    remedy: `Make it a layer of your own, layer({ kind: 'name', settings: {}, forward }), and have load make it again: { layers: { name: () => … } }.`,
  });
}

/** Refuses a layer of somebody's own by the kind of one of ours, which would be made in its place. */
function checkKind(where: string, name: string, { definition }: Layer): void {
  const { forward, kind, settings = {} } = definition;
  if (!MAKERS_BY_KIND.has(kind) || isMadeAgain(kind, settings, String(forward))) return;
  throw new OptionError({
    where: `${where}, layer ${name}, kind`,
    expected: `the layer ${kind} of Neutype, or another kind`,
    received: 'a layer of your own',
    remedy: `Choose a kind that no other layer has: layer({ kind: 'my-${kind}', … }).`,
  });
}

/** Whether the layer that is made of these settings computes by the same code. */
function isMadeAgain(kind: string, settings: Readonly<Record<string, unknown>>, code: string): boolean {
  try {
    return String(makeLayer(kind, plainValues(settings)).definition.forward) === code;
  } catch {
    return false;
  }
}

function keyOf(kind: string): string {
  return /^\w+$/.test(kind) ? kind : `'${kind}'`;
}
