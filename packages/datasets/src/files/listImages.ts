import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { shown } from '@neutype/errors';
import { CorruptFileError, DataNotFoundError } from '../support/errors.js';
import { listed } from '../support/listed.js';
import { imageKind } from './imageKind.js';
import { openFailure } from './openFailure.js';

export interface ImageList {
  /** The classes' names in sorted order: the folders in which there are images. */
  readonly classes: readonly string[];
  readonly files: readonly string[];
  /** For each file, the index of its class. */
  readonly labels: readonly number[];
}

/**
 * The images below a folder's folders, each of which is a class: in the order of torchvision's `ImageFolder`, links
 * followed. Files that programs put beside data are passed over; everything else that is left out is reported.
 *
 * @throws DataNotFoundError where there are no images, CorruptFileError for images of a kind that is not read
 */
export async function listImages(directory: string, tell: (line: string) => void): Promise<ImageList> {
  const { folders, files: loose } = await entriesOf(directory);
  const above = new Set([await realpath(directory)]);
  const found: { name: string; files: string[] }[] = [];
  for (const name of folders) found.push({ name, files: await imagesOfClass(join(directory, name), above) });
  const classes = found.filter(({ files }) => files.length > 0);
  const outside: string[] = [];
  for (const name of loose) {
    if ((await imageKind(join(directory, name))) !== 'no image') outside.push(name);
  }
  const lines = remarks(
    directory,
    classes.map(({ name }) => name),
    found.filter(({ files }) => files.length === 0).map(({ name }) => name),
    outside,
  );
  if (classes.length === 0) {
    const expected = 'expected a folder for each class with images in it, found none';
    throw new DataNotFoundError([`imageFolder: ${directory}: ${expected}.`, ...lines].join(' '));
  }
  for (const line of lines) tell(`imageFolder: ${directory}: ${line}`);
  return {
    classes: classes.map(({ name }) => name),
    files: classes.flatMap(({ files }) => files),
    labels: classes.flatMap(({ files }, label) => files.map(() => label)),
  };
}

/** Names that stand for parts of a data set rather than classes. */
const PARTS = new Set(['train', 'training', 'test', 'testing', 'val', 'valid', 'validation', 'dev']);

function remarks(
  directory: string,
  classes: readonly string[],
  empty: readonly string[],
  outside: readonly string[],
): string[] {
  const lines: string[] = [];
  if (empty.length > 0) {
    lines.push(
      `no images are in ${listed(empty)}, which ${empty.length === 1 ? 'is no class' : 'are no classes'}.`,
    );
  }
  if (outside.length > 0) {
    const [lie, are] = outside.length === 1 ? ['lies', 'is'] : ['lie', 'are'];
    lines.push(`${listed(outside)} ${lie} in no class's folder and ${are} left out.`);
  }
  if (classes.length > 1 && classes.every((name) => PARTS.has(name.toLowerCase()))) {
    const names = `${listed(classes.slice(0, -1))} and ${shown(classes.at(-1))}`;
    const part = shown(join(directory, classes[0]!));
    lines.push(`the classes are ${names}. For one part of the data, name its folder: imageFolder(${part}).`);
  }
  return lines;
}

/** The images of a folder and of those in it, folder by folder in the order of their paths. */
async function imagesOfClass(directory: string, above: ReadonlySet<string>): Promise<string[]> {
  const found = await imagesBelow(directory, above);
  return found.sort((a, b) => (a.folder < b.folder ? -1 : 1)).flatMap(({ images }) => images);
}

interface FolderWithImages {
  readonly folder: string;
  readonly images: readonly string[];
}

/** A folder that a link leads back to is not entered again. */
async function imagesBelow(folder: string, above: ReadonlySet<string>): Promise<FolderWithImages[]> {
  const real = await realpath(folder);
  if (above.has(real)) return [];
  const { folders, files } = await entriesOf(folder);
  const images: string[] = [];
  for (const path of files.map((name) => join(folder, name))) if (await isRead(path)) images.push(path);
  const found: FolderWithImages[] = [{ folder, images }];
  for (const name of folders) {
    found.push(...(await imagesBelow(join(folder, name), new Set([...above, real]))));
  }
  return found;
}

/** @throws CorruptFileError for an image of a kind that is not read, rather than to leave it out */
async function isRead(path: string): Promise<boolean> {
  const kind = await imageKind(path);
  if (kind !== 'not read') return kind === 'read';
  throw new CorruptFileError(
    path,
    'images of this kind are not read. Convert it to PNG (with ImageMagick: mogrify -format png), or take it out.',
  );
}

/** The folders and files in a folder, sorted by name, without hidden ones and those that archivers and servers make. */
async function entriesOf(directory: string): Promise<{ folders: string[]; files: string[] }> {
  const folders: string[] = [];
  const files: string[] = [];
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
    throw openFailure(directory, 'imageFolder', error);
  });
  for (const entry of entries.filter(({ name }) => !/^(\.|__MACOSX$|@eaDir$)/.test(name))) {
    const path = join(directory, entry.name);
    const kind = entry.isSymbolicLink() ? await followed(path) : entry;
    if (kind.isDirectory()) folders.push(entry.name);
    else if (kind.isFile()) files.push(entry.name);
  }
  return { folders: folders.sort(), files: files.sort() };
}

function followed(path: string): ReturnType<typeof stat> {
  return stat(path).catch((error: unknown) => {
    throw openFailure(path, 'imageFolder', error);
  });
}
