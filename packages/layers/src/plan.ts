import type { ForwardContext } from '@neutype/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { PlacedLayer } from './placedLayer.js';

/** One thing to compute of a network. */
export interface PlanStep {
  /** Which layer's output it gives. */
  readonly name: string;
  readonly inputs: readonly string[];
  readonly compute: PlacedLayer['forward'];
}

/** Tensors by the names of the layers that they come out of; for the inputs of a network, what goes into them. */
export type Computed = Map<string, Tensor>;

/**
 * What is to be computed, one after another: layers, each with the activation behind it where it can and nobody else
 * reads what comes between.
 *
 * @param layers each after those that it takes its inputs from
 * @param wanted the layers whose outputs are asked for
 */
export function planOf(layers: readonly PlacedLayer[], wanted: readonly string[]): readonly PlanStep[] {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const readers = readersOf(layers);
  const fusedInto = (layer: PlacedLayer): PlacedLayer | undefined => {
    const [source = ''] = layer.inputs;
    const before = byName.get(source);
    const isAlone = readers.get(source) === 1 && !wanted.includes(source);
    return layer.activation && isAlone && before?.forwardWith && !before.activation ? before : undefined;
  };
  const gone = new Set(layers.map(fusedInto));
  return layers.flatMap((layer): PlanStep[] => {
    if (gone.has(layer)) return [];
    const { activation, forward, inputs, name } = layer;
    const before = fusedInto(layer);
    if (activation && before?.forwardWith) {
      return [{ name, inputs: before.inputs, compute: before.forwardWith(activation) }];
    }
    return [{ name, inputs: inputs.length === 0 ? [name] : inputs, compute: forward }];
  });
}

function readersOf(layers: readonly PlacedLayer[]): ReadonlyMap<string, number> {
  const readers = new Map<string, number>();
  for (const { inputs } of layers) {
    for (const source of inputs) readers.set(source, (readers.get(source) ?? 0) + 1);
  }
  return readers;
}

/** Computes all of it; the outputs are added to what is known. */
export function runPlan(plan: readonly PlanStep[], known: Computed, context: ForwardContext): Computed {
  for (const { name, inputs, compute } of plan) {
    const [first, ...others] = inputs.map((source) => known.get(source) as Tensor);
    known.set(name, compute(others.length === 0 ? (first as Tensor) : [first as Tensor, ...others], context));
  }
  return known;
}
