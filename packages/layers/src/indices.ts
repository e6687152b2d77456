import type { IndexRange } from '@neutype/core';
import type { PlacedLayer } from './placedLayer.js';

/**
 * What must come in at the beginning of a network, where a layer takes it as numbers of its rows: itself, or behind layers
 * that only change its shape.
 */
export function indicesOf(layers: readonly PlacedLayer[], start: PlacedLayer): IndexRange | undefined {
  const passing = new Set([start.name]);
  let range: IndexRange | undefined;
  for (const { inputs, indicesBelow, name, outputs } of layers) {
    if (!inputs.some((input) => passing.has(input))) continue;
    if (outputs === 'same') passing.add(name);
    if (indicesBelow === undefined || (range && range.below <= indicesBelow)) continue;
    range = { below: indicesBelow, layer: name };
  }
  return range;
}

/** The same for each input by name. */
export function indicesByName(
  layers: readonly PlacedLayer[],
  starts: readonly PlacedLayer[],
): Readonly<Record<string, IndexRange>> {
  return Object.fromEntries(
    starts.flatMap((start) => {
      const range = indicesOf(layers, start);
      return range ? [[start.name, range]] : [];
    }),
  );
}
