import { OptionError } from '@neutype/errors';
import type { OpenedFile } from '../node/openPath.js';
import type { Pieces } from '../pieces.js';

export { crc32 } from '../checkpoints/crc32.js';
export { pageFolder as openFolder } from '../page/pageFolder.js';

/*
 * What differs between Node and a browser, the browser's side; see node.ts.
 */

export async function openPath(given: string | URL, where: string): Promise<OpenedFile> {
  throw withoutPaths(
    given,
    where,
    'Give the File of a file input, or a Blob: await (await fetch(address)).blob().',
  );
}

export async function writePath(given: string | URL, _pieces: Pieces, where: string): Promise<void> {
  throw withoutPaths(given, where, 'Make a Blob of it, and offer that as a download.');
}

export function toPath(given: string | URL, where: string): string {
  throw withoutPaths(given, where, 'Make a Blob of it, and offer that as a download.');
}

export async function makeFolder(path: string): Promise<void> {
  throw withoutPaths(path, 'makeFolder', 'Keep files in the browser: navigator.storage.getDirectory().');
}

function withoutPaths(given: string | URL, where: string, remedy: string): OptionError {
  return new OptionError({
    where: `${where}, file`,
    expected: 'no path, as a browser has none',
    received: String(given),
    remedy,
  });
}
