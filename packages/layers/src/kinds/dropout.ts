import { checkLayerOptions } from '../checkLayerOptions.js';
import { dropped } from '../dropped.js';
import { type Layer, layer } from '../layer.js';
import { checkRate } from '../randomness.js';
import type { OneInput } from '../takes.js';

/**
 * While training, zeroes each value with probability `rate` and scales the others by `1 / (1 − rate)`; otherwise
 * passes all on. Any shape stays as it is.
 *
 * Which values fall away is a function of the seed, the layer's name and the number of the update alone.
 *
 * Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", 2014.
 *
 * @param rate probability from 0 up to, but not including, 1
 * @throws OptionError for any other rate
 *
 * @example
 * ```ts
 * const network = input(784).to(relu(500), dropout(0.5), softmax(10));
 * ```
 */
export function dropout(rate: number, options: { readonly name?: string } = {}): Layer<'same', OneInput> {
  checkLayerOptions('dropout', options);
  checkRate('dropout(rate)', rate, 'dropout(0.5) drops half of the values.');
  return layer({
    kind: 'dropout',
    name: options.name,
    replayable: true,
    outputs: rate === 0 ? 'same' : 'numbers',
    settings: { rate },
    forward: (x, _, context) => dropped(x, rate, context),
  });
}
