import { environmentVariable } from '../platform/node.js';
import { DataNotFoundError } from '../support/errors.js';
import { type Notices, notify } from '../support/notify.js';
import type { CatalogueDataset } from './catalogue.js';
import { type Contents, readDirectory, readGivenDirectory } from './directory.js';

/** Where the data came from. */
export type DataSource = 'directory' | 'cache' | 'download' | 'synthetic';

export interface LoadOptions extends Notices {
  /** Read from this directory (in a browser: address) and nowhere else. */
  readonly dataDir?: string | undefined;
}

/** What a loader found, and where. */
export interface Loaded {
  readonly contents: Contents;
  readonly source: DataSource;
}

/** The environment variable that names a directory with data. */
export const DATA_DIR_VARIABLE = 'NEUTYPE_DATA_DIR';

/**
 * The four files of a dataset from the first place that has them: the directory given, `NEUTYPE_DATA_DIR`, the cache, a
 * download.
 *
 * @throws DataNotFoundError where no place has them, CorruptFileError where a directory has a damaged file
 */
export async function loadContents(dataset: CatalogueDataset, options: LoadOptions): Promise<Loaded> {
  if (options.dataDir !== undefined) {
    return { contents: await readGivenDirectory(dataset, options.dataDir), source: 'directory' };
  }
  const contents = await readEnvironmentDirectory(dataset, options);
  if (contents !== undefined) return { contents, source: 'directory' };
  throw new DataNotFoundError(
    `${dataset.title} was not found: ${DATA_DIR_VARIABLE} names no directory that has it.`,
  );
}

async function readEnvironmentDirectory(
  dataset: CatalogueDataset,
  options: LoadOptions,
): Promise<Contents | undefined> {
  const directory = environmentVariable(DATA_DIR_VARIABLE);
  if (directory === undefined || directory === '') return undefined;
  const contents = await readDirectory(dataset, directory, dataset.folders);
  if (contents === undefined) {
    notify(options, `${dataset.title} is not in ${DATA_DIR_VARIABLE} (${directory}); looking further.`);
  }
  return contents;
}
