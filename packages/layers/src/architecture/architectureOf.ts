import type { Parameter } from '@neutype/core';
import type { Graph } from '../graph.js';
import type { AnyNetwork } from '../part.js';
import type { PlacedLayer } from '../placedLayer.js';
import { ARCHITECTURE_VERSION, type Architecture, type LayerRecord } from './architecture.js';
import { copyOfJson } from './plainValue.js';

/**
 * A network as plain, versioned data: all but the values of its parameters. {@link networkFrom} makes a network of it.
 *
 * What has no plain value, such as the function of `apply`, is left out; {@link checkDescribable} finds such layers.
 *
 * @returns a copy: it goes through JSON unchanged
 *
 * @example
 * ```ts
 * const text = JSON.stringify(architectureOf(network));
 * const again = networkFrom(JSON.parse(text));
 * again.write(await network.read());
 * ```
 */
export function architectureOf({ graph, layers }: AnyNetwork): Architecture {
  const owners = ownersOf(layers);
  return copyOfJson<Architecture>({
    version: ARCHITECTURE_VERSION,
    layers: layers.map((layer) => recordOf(layer, owners)),
    outputs: graph.ends.map((end) => nameAt(graph, end)),
    ...(graph.endNames && { outputNames: graph.endNames }),
  });
}

function recordOf(layer: PlacedLayer, owners: ReadonlyMap<Parameter, PlacedLayer>): LayerRecord {
  const { inputShape, inputs, kind, name, parameters, settings } = layer;
  const first = Object.values(parameters)[0];
  const owner = first && owners.get(first.source);
  const isOwner = owner === undefined || owner === layer;
  const frozen = Object.keys(parameters).filter((key) => parameters[key]?.frozen);
  return {
    name,
    kind,
    inputs,
    ...(inputs.length === 0 && { shape: inputShape }),
    settings,
    ...(!isOwner && { sharedWith: owner.name }),
    ...(isOwner && frozen.length > 0 && { frozen }),
  };
}

/** By parameter, the first layer that has it. */
function ownersOf(layers: readonly PlacedLayer[]): ReadonlyMap<Parameter, PlacedLayer> {
  const owners = new Map<Parameter, PlacedLayer>();
  for (const layer of layers) {
    for (const { source } of Object.values(layer.parameters)) {
      if (!owners.has(source)) owners.set(source, layer);
    }
  }
  return owners;
}

function nameAt({ placed }: Graph, end: Graph['ends'][number]): string {
  return (placed.get(end) as PlacedLayer).name;
}
