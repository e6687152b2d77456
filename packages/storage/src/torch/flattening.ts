import type { Parameter } from '@neutype/core';
import type { PlacedLayer } from '@neutype/layers';
import type { Order } from './translation.js';

/**
 * PyTorch flattens images channel by channel, we pixel by pixel. Where what follows is a dense layer, its weights are put
 * into PyTorch's order, as models that were made there have it; elsewhere the image is put into ours before.
 */

/** Layers that a value of each feature goes through by itself, or that have a number for each. */
const PASSING: ReadonlySet<string> = new Set([
  'batch-norm',
  'dropout',
  'elu',
  'gaussian-dropout',
  'gaussian-noise',
  'gelu',
  'hard-sigmoid',
  'hard-swish',
  'layer-norm',
  'leaky-relu',
  'mish',
  'relu',
  'relu6',
  'rms-norm',
  'selu',
  'sigmoid',
  'silu',
  'softplus',
  'tanh',
]);

const DENSE_KINDS: ReadonlySet<string> = new Set(['linear', 'log-softmax', 'p-relu', 'softmax', ...PASSING]);

/** Whether all that follows a layer, of a network that does not end in it, can take features in another order. */
export function takesAnyOrder(layer: PlacedLayer, graph: Surroundings): boolean {
  const consumers = graph.consumersOf(layer.name);
  if (graph.isEnd(layer.name) || consumers.length === 0) return false;
  return consumers.every((consumer) => {
    if (Object.values(consumer.parameters).some((parameter) => graph.isShared(parameter))) return false;
    if (DENSE_KINDS.has(consumer.kind) && consumer.parameters['weight'] !== undefined) return true;
    return PASSING.has(consumer.kind) && takesAnyOrder(consumer, graph);
  });
}

/** What a layer stands in. */
export interface Surroundings {
  consumersOf(name: string): readonly PlacedLayer[];
  /** Whether the network ends in it. */
  isEnd(name: string): boolean;
  /** Whether another layer has the parameter too, behind something else. */
  isShared(parameter: Parameter): boolean;
}

/** At each place of a flattened image of PyTorch's, which place of ours its value has. */
export function flattenedOrder(shape: readonly number[]): Order | undefined {
  const channels = shape.at(-1) as number;
  const pixels = shape.slice(0, -1).reduce((product, length) => product * length, 1);
  if (channels === 1 || pixels === 1) return undefined;
  return Array.from({ length: channels * pixels }, (_, at) => {
    const [channel, pixel] = [Math.floor(at / pixels), at % pixels];
    return pixel * channels + channel;
  });
}
