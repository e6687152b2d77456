import { checkOptions, NeutypeError, optionNames } from '@neutype/errors';
import { mul, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { numericGradient, type TensorFunction } from './numericGradient.js';
import { scattered } from './scattered.js';
import { tapeGradients } from './tapeGradients.js';

export interface GradientCheckOptions {
  /** How far inputs are moved for the central differences; 0.02 unless said otherwise. */
  readonly step?: number;
  /** The largest |difference| / max(1, |gradient|) that passes; 1e-3 unless said otherwise. */
  readonly tolerance?: number;
}

const CHECK_OPTIONS = optionNames<GradientCheckOptions>({ step: true, tolerance: true });

/**
 * Holds the gradient that tfjs's tape gives for a function against central differences, for every element of every
 * input: for everyone who writes a layer, a loss or a kernel.
 *
 * Outputs are weighted unequally first, so that mistakes do not cancel in the sum. Stay away from points where the
 * function has a kink.
 *
 * @param f deterministic; sees tensors of the same shapes as `inputs`
 * @returns the largest error found
 * @throws OptionError for an option that there is not
 * @throws NeutypeError naming the input, the element and both gradients
 *
 * @example
 * ```ts
 * await checkGradients((x, w) => matMul(x as Tensor2D, w as Tensor2D), [x, w]);
 * ```
 */
export async function checkGradients(
  f: TensorFunction,
  inputs: readonly Tensor[],
  options: GradientCheckOptions = {},
): Promise<number> {
  checkOptions('checkGradients', options, CHECK_OPTIONS);
  const { step = 0.02, tolerance = 1e-3 } = options;
  const weighted: TensorFunction = (...args) => {
    const output = f(...args);
    return mul(output, tensor(scattered(output.size, 0.5, 1.5), output.shape));
  };
  const taped = await tapeGradients(weighted, inputs);
  const numeric = await numericGradient(weighted, inputs, step);
  let worst = 0;
  for (const [index, gradient] of taped.entries()) {
    for (const [element, expected] of numeric[index]!.entries()) {
      const error = Math.abs(gradient[element]! - expected) / Math.max(1, Math.abs(expected));
      if (!(error <= tolerance)) throw mismatch(index, element, gradient[element]!, expected);
      worst = Math.max(worst, error);
    }
  }
  return worst;
}

function mismatch(input: number, element: number, taped: number, numeric: number): NeutypeError {
  return new NeutypeError({
    where: `checkGradients, input ${input}, element ${element}`,
    expected: `a gradient of about ${numeric} (central differences)`,
    received: `${taped}`,
    remedy: 'If the function has a kink near this point, move the input away from it.',
  });
}
