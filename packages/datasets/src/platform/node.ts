import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip as gunzipCallback } from 'node:zlib';
import { defaultCacheDirectory } from '../fetch/cacheDirectory.js';
import { diskCache } from '../fetch/diskCache.js';
import type { FileCache } from '../fetch/partial.js';

const gunzipBytes = promisify(gunzipCallback);

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

/** @throws where the stream is damaged, cut short, or longer than `limit` bytes */
export function gunzip(bytes: Uint8Array, limit: number): Promise<Uint8Array> {
  return gunzipBytes(bytes, { maxOutputLength: limit });
}

export async function sha256(bytes: Uint8Array): Promise<string> {
  return createHash('sha256').update(bytes).digest('hex');
}
