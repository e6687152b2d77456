import { type ParameterFilter, parameterMatcher, weightsAlone } from '@neutype/core';
import { checkNumber } from '@neutype/errors';
import { add, mul } from '@tensorflow/tfjs-core';
import { proven } from './proven.js';
import { type Transform, transform } from './transform.js';

/** Options of {@link addDecayedWeights}, and of all whose weights decay. */
export interface WeightDecayOptions {
  /** How much of a weight is taken away in an update, times the learning rate; from 0. 0.01. */
  readonly weightDecay?: number;
  /**
   * Which parameters decay: by name, pattern, or a function of name and shape. Weights alone by default: not those with
   * one dimension, which are biases and the parameters of normalization layers. `() => true` is what PyTorch does.
   */
  readonly decayFilter?: ParameterFilter;
}

/**
 * Decoupled weight decay: `u ← g + λ·w`, behind what scales gradients.
 *
 * Loshchilov and Hutter, "Decoupled weight decay regularization", 2019.
 *
 * @throws OptionError for a value out of range
 */
export function addDecayedWeights(options: WeightDecayOptions = {}): Transform<never, never> {
  const { weightDecay = 0.01, decayFilter = weightsAlone } = options;
  checkNumber('option weightDecay', weightDecay, { from: 0 });
  const decays = parameterMatcher(decayFilter, 'option decayFilter');
  return proven(
    transform({
      name: 'addDecayedWeights',
      update: (gradient, { name, value }) =>
        weightDecay > 0 && decays({ name, shape: value.shape })
          ? add(gradient, mul(value, weightDecay))
          : gradient,
    }),
  );
}
