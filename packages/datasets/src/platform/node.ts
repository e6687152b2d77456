import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip as gunzipCallback } from 'node:zlib';

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

/** The file's bytes, or undefined where there is no such file. */
export async function readIfPresent(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** @throws where the stream is damaged, cut short, or longer than `limit` bytes */
export function gunzip(bytes: Uint8Array, limit: number): Promise<Uint8Array> {
  return gunzipBytes(bytes, { maxOutputLength: limit });
}

export async function sha256(bytes: Uint8Array): Promise<string> {
  return createHash('sha256').update(bytes).digest('hex');
}
