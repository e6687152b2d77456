import { joinPath, readIfPresent } from '../platform/node.js';
import { DataNotFoundError } from '../support/errors.js';
import { type CatalogueDataset, type CatalogueFile, type Part, parts } from './catalogue.js';
import { verifiedContent } from './verify.js';

/** The four files of a dataset, decompressed and verified. */
export type Contents = Record<Part, Uint8Array>;

/**
 * Reads a dataset from a directory, or from a folder in it that has the dataset's name.
 *
 * @param folders which folders of the directory to look in; `'.'` is the directory itself
 * @returns undefined where no folder holds the first file
 * @throws DataNotFoundError where some files are there and others are not, CorruptFileError for a damaged one
 */
export async function readDirectory(
  dataset: CatalogueDataset,
  directory: string,
  folders: readonly string[],
): Promise<Contents | undefined> {
  for (const folder of folders) {
    const path = joinPath(directory, folder);
    const first = await readContent(dataset.files.trainImages, path);
    if (first === undefined) continue;
    const contents: Partial<Contents> = { trainImages: first };
    for (const part of parts.slice(1)) {
      contents[part] = (await readContent(dataset.files[part], path)) ?? missing(dataset, part, path);
    }
    return contents as Contents;
  }
  return undefined;
}

/** As {@link readDirectory}, where the caller said that the data is there. */
export async function readGivenDirectory(dataset: CatalogueDataset, directory: string): Promise<Contents> {
  const folders = dataset.folders.includes('.') ? dataset.folders : [...dataset.folders, '.'];
  return (await readDirectory(dataset, directory, folders)) ?? missing(dataset, 'trainImages', directory);
}

async function readContent(file: CatalogueFile, folder: string): Promise<Uint8Array | undefined> {
  for (const name of [file.name, `${file.name}.gz`]) {
    const path = joinPath(folder, name);
    const bytes = await readIfPresent(path);
    if (bytes !== undefined) return verifiedContent(bytes, file, path);
  }
  return undefined;
}

function missing(dataset: CatalogueDataset, part: Part, folder: string): never {
  const { name } = dataset.files[part];
  const all = parts.map((each) => dataset.files[each].name).join(', ');
  throw new DataNotFoundError(
    `${dataset.title}: expected ${name} or ${name}.gz in ${folder}, found neither. ` +
      `The dataset is these four files, each as it is or with .gz: ${all}.`,
  );
}
