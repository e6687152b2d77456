import type { PlacedLayer } from '@neutype/layers';
import type { GraphWriter } from './graphWriter.js';
import type { Value } from './value.js';

/** Writes the nodes of a layer, from what goes into it, and gives what comes out. */
export type LayerWriter = (
  graph: GraphWriter,
  layer: PlacedLayer,
  inputs: readonly [Value, ...Value[]],
) => Value;

/** Writers by the kind of layer. */
export type LayerWriters = Readonly<Record<string, LayerWriter>>;
