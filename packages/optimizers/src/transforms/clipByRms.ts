import { checkNumber } from '@neutype/errors';
import { div, maximum, mean, sqrt, square, type Tensor } from '@tensorflow/tfjs-core';
import { proven } from './proven.js';
import { type Transform, transform } from './transform.js';

/**
 * Makes each parameter's update smaller where the root of its mean square is above a threshold:
 * `u ← u / max(1, rms(u) / d)`.
 *
 * @throws OptionError for a threshold that is not positive
 */
export function clipByRms(threshold: number): Transform<never, never> {
  checkNumber('option clipThreshold', threshold, { above: 0 });
  return proven(
    transform({
      name: 'clipByRms',
      update: (gradient) => div(gradient, maximum(div(rms(gradient), threshold), 1)),
    }),
  );
}

/** The root of the mean square of all values. */
export function rms(values: Tensor): Tensor {
  return sqrt(mean(square(values)));
}
