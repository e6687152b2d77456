import { fileNamesBelow, joinPath, kindOfPlace, readIfPresent, shownPath } from '../platform/node.js';
import { DataNotFoundError } from '../support/errors.js';
import { type CatalogueDataset, type CatalogueFile, type Part, parts } from './catalogue.js';
import { verifiedContent } from './verify.js';

/** The four files of a dataset, decompressed and verified. */
export type Contents = Record<Part, Uint8Array>;

/**
 * Reads a dataset from a directory, or from a folder in it that has the dataset's name.
 *
 * @param folders which folders of the directory to look in; `'.'` is the directory itself
 * @returns undefined where no folder holds any of the files
 * @throws DataNotFoundError where some files are there and others are not, CorruptFileError for a damaged one
 */
export async function readDirectory(
  dataset: CatalogueDataset,
  directory: string,
  folders: readonly string[],
): Promise<Contents | undefined> {
  for (const folder of folders) {
    const path = joinPath(directory, folder);
    const contents: Partial<Contents> = {};
    for (const part of parts) {
      const content = await readContent(dataset.files[part], path);
      if (content !== undefined) contents[part] = content;
      else if (part !== 'trainImages') throw await notFound(dataset, part, path);
      else if ((await readContent(dataset.files.trainLabels, path)) === undefined) break;
      else throw await notFound(dataset, part, path);
    }
    if (contents.trainImages !== undefined) return contents as Contents;
  }
  return undefined;
}

/** As {@link readDirectory}, where the caller said that the data is there. */
export async function readGivenDirectory(dataset: CatalogueDataset, directory: string): Promise<Contents> {
  const folders = dataset.folders.includes('.') ? dataset.folders : [...dataset.folders, '.'];
  const contents = await readDirectory(dataset, directory, folders);
  if (contents === undefined) throw await notFound(dataset, 'trainImages', directory);
  return contents;
}

/** Where the first file lies instead, as a sentence with a space behind it; nothing where that is unknown. */
export async function whereInstead({ files }: CatalogueDataset, directory: string): Promise<string> {
  const file = files.trainImages;
  for (const { folder, name } of await fileNamesBelow(directory)) {
    if (namesOf(file).includes(name)) return `${name} lies in ${folder}: name that directory. `;
    if (isSimilar(name, file)) return `There is ${joinPath(folder, name)}. `;
  }
  return '';
}

async function readContent(file: CatalogueFile, folder: string): Promise<Uint8Array | undefined> {
  for (const name of namesOf(file)) {
    const path = joinPath(folder, name);
    const bytes = await readIfPresent(path);
    if (bytes !== undefined) return verifiedContent(bytes, file, shownPath(path));
  }
  return undefined;
}

/** The published name; with a dot, as some copies have it; and in a folder of that name, as some archives unpack. */
function namesOf({ name }: CatalogueFile): string[] {
  const dotted = name.replace('-idx', '.idx');
  return [name, `${name}.gz`, dotted, `${dotted}.gz`, `${name}/${name}`, `${dotted}/${dotted}`];
}

function isSimilar(name: string, file: CatalogueFile): boolean {
  const stem = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '');
  return stem(name).startsWith(stem(file.name.replace(/-idx.*/, '')));
}

async function notFound(
  dataset: CatalogueDataset,
  part: Part,
  directory: string,
): Promise<DataNotFoundError> {
  const { name } = dataset.files[part];
  const place = await kindOfPlace(directory);
  const instead = place === undefined && part === 'trainImages' ? await whereInstead(dataset, directory) : '';
  const all = parts.map((each) => dataset.files[each].name).join(', ');
  return new DataNotFoundError({
    where: dataset.title,
    expected: `${name} or ${name}.gz in ${shownPath(directory)}`,
    received: place ?? 'neither',
    remedy: `${instead}The dataset is these four files, each as it is or with .gz: ${all}.`,
  });
}
