import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { defaultCacheDirectory } from '../fetch/cacheDirectory.js';
import { diskCache } from '../fetch/diskCache.js';
import type { FileCache } from '../fetch/partial.js';
import { LongerThanLimit } from '../support/errors.js';

/*
 * What differs between Node and a browser, Node's side. Bundlers replace this file by browser.js through the `browser`
 * field of package.json; both export the same names.
 */

export function environmentVariable(name: string): string | undefined {
  return process.env[name];
}

export function joinPath(folder: string, name: string): string {
  return join(folder, name);
}

/** What messages call a path. */
export function shownPath(path: string): string {
  return path;
}

export { readIfPresent } from '../fetch/diskCache.js';

/** Where a dataset's fetched files are kept. */
export function openCache(
  folder: string,
  cacheDir: string | undefined,
  onReadOnly: (reason: string) => void,
): Promise<FileCache> {
  return diskCache(join(cacheDir ?? defaultCacheDirectory(), folder), onReadOnly);
}

export { explainedConnection, request } from '../fetch/proxy.js';

/** Whether the mirrors are asked from a web page, and must allow that. */
export const crossOrigin: boolean = false;

/** What a place is instead of a directory; undefined where it is one. */
export async function kindOfPlace(path: string): Promise<string | undefined> {
  try {
    return (await stat(path)).isDirectory() ? undefined : 'a file, no directory';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'no such directory' : `no access (${code})`;
  }
}

/** The files in a directory and, down to three levels, in the folders below it; the nearest first. */
export async function fileNamesBelow(directory: string): Promise<{ folder: string; name: string }[]> {
  const found: { folder: string; name: string }[] = [];
  let level = [directory];
  for (let depth = 0; depth <= 3; depth++) {
    const below: string[] = [];
    for (const folder of level) {
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      for (const entry of entries) {
        if (entry.isDirectory()) below.push(join(folder, entry.name));
        else found.push({ folder, name: entry.name });
      }
    }
    // A home directory is no place to search through: a hint is not worth that.
    level = below.slice(0, 100);
  }
  return found;
}

/** @throws LongerThanLimit where it is longer than `limit` bytes, and otherwise where it is damaged or cut short */
export async function gunzip(bytes: Uint8Array, limit: number): Promise<Uint8Array> {
  // Imported here, for it would be two of the hundred milliseconds that importing the whole library takes.
  const zlib = await import('node:zlib');
  try {
    return await promisify(zlib.gunzip)(bytes, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw error;
    throw new LongerThanLimit(`more than ${limit} bytes`, { cause: error });
  }
}

export async function sha256(bytes: Uint8Array): Promise<string> {
  return createHash('sha256').update(bytes).digest('hex');
}
