import { syntheticDigits } from '../synthetic/syntheticDigits.js';
import { mnistCatalogue } from './catalogue.js';
import { loadStandardSplit, type StandardSplit } from './standardSplit.js';
import { type MnistOptions, orSynthetic } from './syntheticFallback.js';

/**
 * MNIST in its standard split: 60,000 handwritten digits to train on and 10,000 to test with, 28 x 28 gray levels.
 *
 * It is taken from `dataDir` if given; else from the directory that `NEUTYPE_DATA_DIR` names, the cache, or a download;
 * and only with `fallback: 'synthetic'` generated where none of these has it, which is announced in one line.
 *
 * Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
 *
 * @throws CorruptFileError for a damaged file, DataNotFoundError where MNIST is not found,
 *   OptionError for options that there are not
 *
 * @example
 * ```ts
 * const { train, test } = await mnist();
 * console.log(train.images.shape, test.labels.shape); // [60000, 28, 28] [10000]
 * ```
 */
export function mnist(options: MnistOptions = {}): Promise<StandardSplit> {
  return orSynthetic(
    'mnist',
    options,
    () => loadStandardSplit(mnistCatalogue, options),
    (seed) => {
      const { images, labels } = syntheticDigits({ samples: 70_000, seed });
      const square = images.reshape(-1, 28, 28);
      return {
        train: { images: square.rows(0, 60_000), labels: labels.rows(0, 60_000) },
        test: { images: square.rows(60_000), labels: labels.rows(60_000) },
        source: 'synthetic',
      };
    },
  );
}
