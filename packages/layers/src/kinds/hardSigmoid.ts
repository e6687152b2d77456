import { checkNumber } from '@neutype/errors';
import { add, clipByValue, mul, type Tensor } from '@tensorflow/tfjs-core';
import { lecunNormal } from '../initializers/lecunNormal.js';
import type { LastSize, Layer } from '../layer.js';
import type { OneInput } from '../takes.js';
import {
  type ActivationOptions,
  type DenseArguments,
  type DenseOptions,
  denseArguments,
  denseLayer,
} from './dense.js';

/** Options of `hardSigmoid`. */
export interface HardSigmoidOptions {
  /** How steep it is at 0, above 0: 0.2. */
  readonly slope?: number;
}

/**
 * `min(max(slope · z + 0.5, 0), 1)` of `z = x · weight + bias`, or `hardSigmoid()` of x alone: a sigmoid of straight lines.
 * Weights begin as `lecunNormal()`, the bias as 0.
 *
 * The slope is 0.2 as in NeuPy, and in Keras before version 3. PyTorch and Keras 3 have 1/6: `hardSigmoid({ slope: 1 / 6 })`.
 *
 * Courbariaux et al., "BinaryConnect", 2015.
 *
 * `[?, …, inputs]` → `[?, …, units]`; alone, any shape stays as it is.
 *
 * @throws OptionError for a number of units below 1 or a slope that is not positive
 *
 * @example
 * ```ts
 * const network = input(20).to(tanh(50), hardSigmoid(1));
 * ```
 */
export function hardSigmoid<const Units extends number>(
  units: Units,
  options?: HardSigmoidOptions & DenseOptions,
): Layer<LastSize<Units>, OneInput>;
export function hardSigmoid(options?: HardSigmoidOptions & ActivationOptions): Layer<'same', OneInput>;
export function hardSigmoid(...args: DenseArguments<HardSigmoidOptions>): Layer {
  const given = denseArguments('hardSigmoid', args, ['slope']);
  const { slope = 0.2 } = given.options;
  checkNumber('hardSigmoid, slope', slope, { above: 0 });
  const apply = (z: Tensor): Tensor => clipByValue(add(mul(z, slope), 0.5), 0, 1);
  return denseLayer(
    { name: 'hardSigmoid', weight: lecunNormal(), outputs: 'probabilities', settings: { slope }, apply },
    given,
  );
}
