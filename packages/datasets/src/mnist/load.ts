import { cachedFile, type FetchOptions } from '../fetch/cachedFile.js';
import { namedCache } from '../fetch/namedCache.js';
import { crossOrigin, environmentVariable, kindOfPlace } from '../platform/node.js';
import { notify } from '../support/notify.js';
import { type CatalogueDataset, type CatalogueFile, parts } from './catalogue.js';
import { type Contents, readDirectory, readGivenDirectory, whereInstead } from './directory.js';
import { verifiedContent } from './verify.js';

/** Where the data came from. */
export type DataSource = 'directory' | 'cache' | 'download' | 'synthetic';

export interface LoadOptions extends FetchOptions {
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
  options.signal?.throwIfAborted();
  if (options.dataDir !== undefined) {
    return { contents: await readGivenDirectory(dataset, options.dataDir), source: 'directory' };
  }
  const contents = await readEnvironmentDirectory(dataset, options);
  if (contents !== undefined) return { contents, source: 'directory' };
  return loadThroughCache(dataset, options);
}

async function readEnvironmentDirectory(
  dataset: CatalogueDataset,
  options: LoadOptions,
): Promise<Contents | undefined> {
  const directory = environmentVariable(DATA_DIR_VARIABLE);
  if (directory === undefined || directory === '') return undefined;
  const contents = await readDirectory(dataset, directory, dataset.folders);
  if (contents === undefined) {
    const kind = await kindOfPlace(directory);
    const place = kind === undefined ? directory : `${directory}, ${kind}`;
    const instead = await whereInstead(dataset, directory);
    const line = `${dataset.title} is not in ${DATA_DIR_VARIABLE} (${place}); looking further. ${instead}`;
    notify(options, line.trimEnd());
  }
  return contents;
}

/** File after file, so that a slow line brings one whole file after the other and not four pieces. */
async function loadThroughCache(dataset: CatalogueDataset, options: LoadOptions): Promise<Loaded> {
  const cache = await namedCache(dataset.id, dataset.title, options);
  const contents: Partial<Contents> = {};
  let source: DataSource = 'cache';
  for (const part of parts) {
    const loaded = await cachedFile(described(dataset, dataset.files[part], options), cache, options);
    contents[part] = loaded.content;
    if (loaded.source === 'download') source = 'download';
  }
  return { contents: contents as Contents, source };
}

function described(
  dataset: CatalogueDataset,
  file: CatalogueFile,
  options: LoadOptions,
): Parameters<typeof cachedFile>[0] {
  const builtIn =
    crossOrigin && dataset.crossOriginMirrors.length > 0 ? dataset.crossOriginMirrors : dataset.mirrors;
  return {
    what: `${dataset.title}'s ${file.name}`,
    name: file.name,
    bytes: file.bytes,
    urls: (options.mirrors ?? builtIn).map((mirror) => `${asFolder(mirror)}${file.name}.gz`),
    verify: (bytes, path) => verifiedContent(bytes, file, path),
  };
}

/** A query is left as it is: the name may be what it asks for. */
function asFolder(mirror: string): string {
  return mirror.endsWith('/') || mirror.includes('?') ? mirror : `${mirror}/`;
}
