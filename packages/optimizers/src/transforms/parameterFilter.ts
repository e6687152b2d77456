import type { Shape } from '@neutype/core';

/** Chooses parameters, by name (`relu-1.weight`) or shape. */
export type ParameterFilter = (name: string, shape: Shape) => boolean;

/**
 * Weights: what has two dimensions or more. Biases, and the gains and shifts of normalization layers, have one; to pull
 * those to 0 does not keep a network from learning by heart, and takes from what it can express.
 */
export function weightsAlone(_name: string, shape: Shape): boolean {
  return shape.length > 1;
}
