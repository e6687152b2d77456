import type { NdArray } from '@neutype/ndarray';
import { parseIdx } from '../idx/parseIdx.js';
import type { CatalogueDataset } from './catalogue.js';
import type { Contents } from './directory.js';
import { type DataSource, type LoadOptions, loadContents } from './load.js';

/** Images and what they show. */
export interface LabeledImages {
  /** uint8 of shape [n, 28, 28], 0 (paper) to 255 (ink). */
  readonly images: NdArray<Uint8Array>;
  /** uint8 of shape [n]: the class, 0 to 9. */
  readonly labels: NdArray<Uint8Array>;
}

/** A dataset in the split that its authors published: 60,000 images to train on, 10,000 to test with. */
export interface StandardSplit {
  readonly train: LabeledImages;
  readonly test: LabeledImages;
  /** Where the data came from. */
  readonly source: DataSource;
}

/** A dataset of MNIST's form, found, verified and read. */
export async function loadStandardSplit(
  dataset: CatalogueDataset,
  options: LoadOptions,
): Promise<StandardSplit> {
  const { contents, source } = await loadContents(dataset, options);
  return { ...standardSplit(contents, dataset), source };
}

/** The four files as arrays, which share the files' bytes. */
export function standardSplit(
  contents: Contents,
  { title, files }: CatalogueDataset,
): Omit<StandardSplit, 'source'> {
  const read = (part: keyof Contents): NdArray<Uint8Array> =>
    parseIdx(contents[part], `${title}'s ${files[part].name}`) as NdArray<Uint8Array>;
  return {
    train: { images: read('trainImages'), labels: read('trainLabels') },
    test: { images: read('testImages'), labels: read('testLabels') },
  };
}
