/*
 * What differs between Node and a browser, the browser's side; see node.ts.
 */

import { parseAddress, shownAddress } from '../fetch/address.js';
import { browserCache } from '../fetch/browserCache.js';
import type { FileCache } from '../fetch/partial.js';
import { DatasetError, LongerThanLimit } from '../support/errors.js';

export function environmentVariable(_name: string): string | undefined {
  return undefined;
}

/** A data directory is an address here, relative to the page or absolute. */
export function joinPath(folder: string, name: string): string {
  return `${folder.replace(/\/$/, '')}/${name}`;
}

/** What messages call an address: without user name, password and query. */
export function shownPath(address: string): string {
  return shownAddress(address);
}

/** What the address answers, or undefined where there is nothing. */
export async function readIfPresent(text: string): Promise<Uint8Array | undefined> {
  const address = parseAddress(text);
  if (address === undefined) {
    throw new DatasetError({
      where: shownAddress(text),
      expected: 'an http or https address',
      received: 'something else',
    });
  }
  const response = await fetch(address.url, { headers: address.headers });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new DatasetError(`${address.shown}: the server answered ${response.status}.`);
  // A development server answers an unknown address with its page.
  if (response.headers.get('content-type')?.startsWith('text/html')) return undefined;
  return new Uint8Array(await response.arrayBuffer());
}

/** Where a dataset's fetched files are kept; a browser knows no directories. */
export function openCache(
  folder: string,
  _cacheDir: string | undefined,
  onReadOnly: (reason: string) => void,
): Promise<FileCache> {
  return browserCache(folder, onReadOnly);
}

/** A mirror's answer. */
export const request: typeof fetch = (...call) => fetch(...call);

/** How a message about a broken connection to the address begins. */
export function explainedConnection(_url: string): string {
  return 'connection failed';
}

/** Whether the mirrors are asked from a web page, and must allow that. */
export const crossOrigin: boolean = true;

/** A server does not say what it has. */
export async function kindOfPlace(_address: string): Promise<string | undefined> {
  return undefined;
}

export async function fileNamesBelow(_address: string): Promise<{ folder: string; name: string }[]> {
  return [];
}

/** @throws LongerThanLimit where it is longer than `limit` bytes, and otherwise where it is damaged or cut short */
export async function gunzip(bytes: Uint8Array, limit: number): Promise<Uint8Array> {
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream('gzip'));
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
    length += value.length;
    if (length > limit) throw new LongerThanLimit(`more than ${limit} bytes`);
    chunks.push(value);
  }
}

export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as BufferSource);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
