import type { ForwardContext } from '@neutype/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { PlacedLayer } from './placedLayer.js';

/** One thing to compute of a network. */
export type Stage = PlacedLayer['forward'];

/** What is to be computed one after the other: layers, each with the activation behind it where it can. */
export function stagesOf(layers: readonly PlacedLayer[]): readonly Stage[] {
  return layers.flatMap(({ activation, forward, forwardWith }, index) => {
    if (activation && layers[index - 1]?.forwardWith) return [];
    const next = layers[index + 1]?.activation;
    return [next && forwardWith ? forwardWith(next) : forward];
  });
}

/** What comes out of the last stage. */
export function runStages(stages: readonly Stage[], x: Tensor, context: ForwardContext): Tensor {
  return stages.reduce((value, stage) => stage(value, context), x);
}
