/*
 * What differs between Node and a browser, the browser's side; see node.ts.
 */

import { browserCache } from '../fetch/browserCache.js';
import type { FileCache } from '../fetch/partial.js';

export function environmentVariable(_name: string): string | undefined {
  return undefined;
}

/** A data directory is an address here, relative to the page or absolute. */
export function joinPath(folder: string, name: string): string {
  return `${folder.replace(/\/$/, '')}/${name}`;
}

/** What the address answers, or undefined where there is nothing. */
export async function readIfPresent(address: string): Promise<Uint8Array | undefined> {
  const response = await fetch(address);
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`${address}: the server answered ${response.status}.`);
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

/** @throws where the stream is damaged, cut short, or longer than `limit` bytes */
export async function gunzip(bytes: Uint8Array, limit: number): Promise<Uint8Array> {
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream('gzip'));
  const whole = new Uint8Array(limit);
  let length = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return whole.subarray(0, length);
    if (length + value.length > limit) throw new Error(`more than the expected ${limit} bytes`);
    whole.set(value, length);
    length += value.length;
  }
}

export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as BufferSource);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
