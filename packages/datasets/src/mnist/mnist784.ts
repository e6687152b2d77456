import { NdArray } from '@neutype/ndarray';
import { syntheticDigits784 } from '../synthetic/syntheticDigits.js';
import { mnistCatalogue } from './catalogue.js';
import type { DataSource } from './load.js';
import { type LabeledImages, loadStandardSplit } from './standardSplit.js';
import { type MnistOptions, orSynthetic } from './syntheticFallback.js';

/** MNIST as one table. */
export interface Mnist784 {
  /** uint8 of shape [70000, 784], a row an image, 0 (paper) to 255 (ink). */
  readonly images: NdArray<Uint8Array>;
  /** uint8 of shape [70000]: the digit, 0 to 9. */
  readonly labels: NdArray<Uint8Array>;
  /** Where the data came from. */
  readonly source: DataSource;
}

/**
 * MNIST as OpenML's `mnist_784` has it (scikit-learn's `fetch_openml`): one table of 70,000 images, the training images
 * first, then the test images. Where it comes from: see {@link mnist}.
 *
 * @throws CorruptFileError for a damaged file, DataNotFoundError where MNIST is not found,
 *   OptionError for options that there are not
 *
 * @example
 * ```ts
 * const { images, labels } = await mnist784();
 * const x = images.toFloat32().divide(255);
 * x.subtract(x.mean(0));
 * ```
 */
export function mnist784(options: MnistOptions = {}): Promise<Mnist784> {
  return orSynthetic(
    'mnist784',
    options,
    async () => {
      const { train, test, source } = await loadStandardSplit(mnistCatalogue, options);
      return { ...joined(train, test), source };
    },
    (seed) => ({ ...syntheticDigits784({ seed }), source: 'synthetic' }),
  );
}

function joined(train: LabeledImages, test: LabeledImages): LabeledImages {
  return {
    images: new NdArray(concatenated(train.images.data, test.images.data), [70_000, 784]),
    labels: new NdArray(concatenated(train.labels.data, test.labels.data), [70_000]),
  };
}

function concatenated(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
