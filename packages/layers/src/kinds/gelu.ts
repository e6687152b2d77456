import { selfGated } from '@neutype/core';
import { checkChoice } from '@neutype/errors';
import { heNormal } from '../initializers/heNormal.js';
import type { LastSize, Layer } from '../layer.js';
import type { OneInput } from '../takes.js';
import {
  type ActivationOptions,
  type DenseArguments,
  type DenseOptions,
  denseArguments,
  denseLayer,
} from './dense.js';

/** Options of `gelu`. */
export interface GeluOptions {
  /** `'tanh'` for the approximation; `'none'`, exactly, unless told otherwise. As in PyTorch. */
  readonly approximate?: 'none' | 'tanh';
}

/**
 * `z · Φ(z)`, Φ the distribution function of the normal distribution, of `z = x · weight + bias`, or `gelu()` of x alone.
 * Weights begin as `heNormal()`, the bias as 0.
 *
 * Hendrycks & Gimpel, "Gaussian Error Linear Units (GELUs)", 2016. The approximation, `z (1 + tanh(√(2/π) (z + 0.044715 z³))) / 2`,
 * is what GPT-2 and BERT were trained with.
 *
 * `[?, …, inputs]` → `[?, …, units]`; alone, any shape stays as it is.
 *
 * @throws OptionError for a number of units below 1 or another approximation
 *
 * @example
 * ```ts
 * const network = input(64).to(residual(gelu(256), linear(64)), gelu(64, { approximate: 'tanh' }), softmax(10));
 * ```
 */
export function gelu<const Units extends number>(
  units: Units,
  options?: GeluOptions & DenseOptions,
): Layer<LastSize<Units>, OneInput>;
export function gelu(options?: GeluOptions & ActivationOptions): Layer<'same', OneInput>;
export function gelu(...args: DenseArguments<GeluOptions>): Layer {
  const given = denseArguments('gelu', args, ['approximate']);
  const { approximate = 'none' } = given.options;
  checkChoice('gelu, approximate', approximate, ['none', 'tanh']);
  const gate = approximate === 'tanh' ? 'geluTanh' : 'gelu';
  return denseLayer(
    { name: 'gelu', weight: heNormal(), settings: { approximate }, apply: (z) => selfGated(z, gate) },
    given,
  );
}
