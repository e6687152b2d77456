import { checkNumber } from '@neutype/errors';
import type { InitialValue } from '../initialValue.js';
import type { ParameterDefinition } from '../layer.js';
import type { Shape } from '../shape.js';

/** Options of layers that normalize, then scale by gamma and shift by beta. */
export interface AffineOptions {
  /** Added to the variance, 1e-5. */
  readonly epsilon?: number;
  /** Initial scale, one for each size of the last axis, 1. */
  readonly gamma?: InitialValue;
  /** Initial shift, one for each size of the last axis, 0. */
  readonly beta?: InitialValue;
}

interface Affine {
  readonly epsilon: number;
  readonly parameters: (inputShape: Shape) => {
    readonly gamma: ParameterDefinition;
    readonly beta: ParameterDefinition;
  };
}

/** Those options with their defaults, and the parameters that they describe. */
export function checkedAffine(where: string, { epsilon = 1e-5, gamma = 1, beta = 0 }: AffineOptions): Affine {
  checkNumber(`${where} epsilon`, epsilon, { above: 0 });
  return {
    epsilon,
    parameters: (inputShape) => {
      const shape = inputShape.slice(-1);
      return { gamma: { shape, value: gamma }, beta: { shape, value: beta } };
    },
  };
}
