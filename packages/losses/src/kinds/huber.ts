import { checkNumber, checkOptions, optionNames } from '@neutype/errors';
import { abs, add, clipByValue, minimum, mul, square, sub } from '@tensorflow/tfjs-core';
import { type ConfigurableLoss, configurable } from '../configurable.js';
import type { Loss } from '../loss.js';
import { withGradient } from '../math/withGradient.js';
import { meanOf } from '../meanOf.js';

export interface HuberOptions {
  /** The error from which on the loss is linear. Above 0; 1. */
  readonly delta?: number;
}

const OPTIONS = optionNames<HuberOptions>({ delta: true });

/**
 * Huber loss: the mean of `e² / 2` where the error `e = |o − t|` is at most δ, and of `δ (e − δ / 2)` beyond, over all
 * elements, so that single outliers do not rule the gradient.
 *
 * Huber, "Robust estimation of a location parameter", 1964.
 *
 * Targets and outputs are numbers of any size, in the same shape. PyTorch's SmoothL1Loss is this one divided by δ.
 *
 * @throws OptionError for a delta that is not above 0
 *
 * @example
 * ```ts
 * const optimizer = adam(input(13).to(relu(64), linear(1)), { loss: 'huber' });
 * const wider = adam(input(13).to(relu(64), linear(1)), { loss: huber({ delta: 5 }) });
 * ```
 */
export const huber: ConfigurableLoss<HuberOptions> = /* @__PURE__ */ configurable(create);

function create(options: HuberOptions = {}): Loss {
  checkOptions('huber', options, OPTIONS);
  const { delta = 1 } = options;
  checkNumber('huber, delta', delta, { above: 0 });
  const ofError = withGradient(
    (error) => {
      const size = abs(error);
      const small = minimum(size, delta);
      return add(mul(square(small), 0.5), mul(sub(size, small), delta));
    },
    (dy, error) => mul(dy, clipByValue(error, -delta, delta)),
  );
  return {
    name: 'huber',
    replayable: true,
    expects: 'numbers',
    ...meanOf((targets, outputs) => ofError(sub(outputs, targets))),
  };
}
