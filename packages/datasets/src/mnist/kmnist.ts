import { kmnistCatalogue } from './catalogue.js';
import { checkLoadOptions } from './checkLoadOptions.js';
import type { LoadOptions } from './load.js';
import { loadStandardSplit, type StandardSplit } from './standardSplit.js';

/** Which syllables the labels 0 to 9 of Kuzushiji-MNIST stand for. */
export const kmnistClasses: readonly string[] = ['o', 'ki', 'su', 'tsu', 'na', 'ha', 'ma', 'ya', 're', 'wo'];

/**
 * Kuzushiji-MNIST: cursive Japanese characters in MNIST's form, 60,000 and 10,000 of 28 x 28 gray levels. It is looked
 * for as {@link mnist} is; in the directory that `NEUTYPE_DATA_DIR` names, in a folder `kmnist` or `KMNIST/raw`.
 *
 * Only the published `.gz` files are accepted, for their digests are the ones that are known.
 *
 * Source: T. Clanuwat et al., "Deep learning for classical Japanese literature", arXiv:1812.01718.
 *
 * @throws CorruptFileError for a damaged file, DataNotFoundError where it is not found,
 *   OptionError for options that there are not
 *
 * @example
 * ```ts
 * const { train } = await kmnist();
 * console.log(train.images.shape); // [60000, 28, 28]
 * ```
 */
export async function kmnist(options: LoadOptions = {}): Promise<StandardSplit> {
  checkLoadOptions('kmnist', options);
  return loadStandardSplit(kmnistCatalogue, options);
}
