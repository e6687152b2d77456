import { fashionMnistCatalogue } from './catalogue.js';
import { checkLoadOptions } from './checkLoadOptions.js';
import type { LoadOptions } from './load.js';
import { loadStandardSplit, type StandardSplit } from './standardSplit.js';

/** What the labels 0 to 9 of Fashion-MNIST stand for. */
export const fashionMnistClasses: readonly string[] = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

/**
 * Fashion-MNIST: photographs of clothes in MNIST's form, 60,000 and 10,000 of 28 x 28 gray levels. It is looked for as
 * {@link mnist} is; in the directory that `NEUTYPE_DATA_DIR` names, in a folder `fashion-mnist` or `FashionMNIST/raw`.
 *
 * Source: H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST", arXiv:1708.07747.
 *
 * @throws CorruptFileError for a damaged file, DataNotFoundError where it is not found,
 *   OptionError for options that there are not
 *
 * @example
 * ```ts
 * const { train } = await fashionMnist();
 * console.log(fashionMnistClasses[train.labels.data[0]!]); // Ankle boot
 * ```
 */
export async function fashionMnist(options: LoadOptions = {}): Promise<StandardSplit> {
  checkLoadOptions('fashionMnist', options);
  return loadStandardSplit(fashionMnistCatalogue, options);
}
