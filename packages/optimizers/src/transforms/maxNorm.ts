import { type ParameterFilter, parameterMatcher, weightsAlone } from '@neutype/core';
import { checkChoice, checkNumber, checkOptions, OptionError, shown } from '@neutype/errors';
import { div, maximum, mul, sqrt, square, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { proven } from './proven.js';
import type { Transform } from './transform.js';

/** How large weights may become. */
export interface MaxNorm {
  /** The greatest Euclidean norm; more than 0. */
  readonly limit: number;
  /**
   * What has this norm: the weights that lead into each unit or channel, which are all axes but the last (`'unit'`), or
   * a parameter as a whole (`'parameter'`). `'unit'`.
   */
  readonly of?: 'unit' | 'parameter';
  /**
   * Which parameters are held: by name, pattern, or a function of name and shape. Weights alone by default: not those
   * with one dimension, which are biases and the parameters of normalization layers.
   */
  readonly filter?: ParameterFilter;
}

/**
 * Scales weights back after each update where they have become too large: `w ← w · min(1, limit / ‖w‖)`.
 *
 * Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014, hold the weights of each
 * unit at 3 to 4; Keras calls it `MaxNorm`, with the axes of each layer written out.
 *
 * @throws OptionError for a value out of range
 *
 * @example
 * ```ts
 * const transform = chain(trace(), scaleByStep(), maxNorm({ limit: 3 }));
 * ```
 */
export function maxNorm(options: MaxNorm | number): Transform<never, never> {
  const { limit, of = 'unit', filter = weightsAlone } = toMaxNorm(options);
  const isChosen = parameterMatcher(filter, 'option maxNorm, filter');
  return proven({
    name: 'maxNorm',
    apply: (targets) => targets.map(({ gradient }) => gradient),
    afterUpdate(parameters) {
      for (const { name, value } of parameters) {
        if (isChosen({ name, shape: value.shape })) tidy(() => value.assign(held(value, limit, of)));
      }
    },
  });
}

function held(weights: Tensor, limit: number, of: 'unit' | 'parameter'): Tensor {
  const axes = weights.shape.map((_, axis) => axis).slice(0, of === 'unit' ? -1 : undefined);
  const norms = sqrt(sum(square(weights), axes, true));
  return mul(weights, div(limit, maximum(norms, limit)));
}

/**
 * A limit alone, or with what it is of, checked.
 *
 * @throws OptionError
 */
export function toMaxNorm(options: unknown): MaxNorm {
  const given = typeof options === 'number' ? { limit: options } : options;
  if (typeof given !== 'object' || given === null) {
    throw new OptionError({
      where: 'option maxNorm',
      expected: 'a number, or an object with a limit',
      received: shown(options),
    });
  }
  checkOptions('option maxNorm', given, ['limit', 'of', 'filter']);
  const { limit, of = 'unit' } = given as Partial<MaxNorm>;
  checkNumber('option maxNorm, limit', limit, { above: 0 });
  checkChoice('option maxNorm, of', of, ['unit', 'parameter']);
  return given as MaxNorm;
}
