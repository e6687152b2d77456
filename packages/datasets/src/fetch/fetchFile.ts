import { checkCount, checkOptions, OptionError, optionNames, shown } from '@neutype/errors';
import { sha256 } from '../platform/node.js';
import { CorruptFileError } from '../support/errors.js';
import { cachedFile, type FetchOptions } from './cachedFile.js';
import { checkFetchValues, checkMirrors, FETCH_OPTIONS } from './checkFetchOptions.js';
import { namedCache } from './namedCache.js';

/** A published file, byte for byte. */
export interface PublishedFile {
  /** The folder of the cache that it is kept in: the data set's name, such as `cifar-10`. */
  readonly folder: string;
  /** Its name in that folder. */
  readonly name: string;
  /** Full addresses of the file, best first. The next one is tried where one fails. */
  readonly urls: readonly string[];
  /** Its exact size. */
  readonly bytes: number;
  /** Its SHA-256 as 64 hexadecimal digits. */
  readonly sha256: string;
}

/** Options of {@link fetchFile}. */
export type FetchFileOptions = Omit<FetchOptions, 'mirrors'>;

const OPTIONS = optionNames<FetchFileOptions>(FETCH_OPTIONS);
const FILE_NAMES = optionNames<PublishedFile>({
  folder: true,
  name: true,
  urls: true,
  bytes: true,
  sha256: true,
});

/**
 * A published file from the cache, or else fetched into it: the base of a loader for any data set.
 *
 * An interrupted download is resumed, a damaged file is fetched again, and processes that want the same file wait for each
 * other. The bytes are as published: nothing is decompressed.
 *
 * @throws CorruptFileError, DownloadError if no address has the file with this SHA-256; DataNotFoundError if it is not in
 * the cache with `offline: true`; OptionError for an incomplete description or an unknown option
 *
 * @example
 * ```ts
 * const bytes = await fetchFile({
 *   folder: 'flowers',
 *   name: 'flowers.csv',
 *   urls: ['https://example.com/data/flowers.csv'],
 *   bytes: 4551,
 *   sha256: FLOWERS_SHA256, // 64 hexadecimal digits: `sha256sum flowers.csv` prints them
 * });
 * ```
 */
export async function fetchFile(file: PublishedFile, options: FetchFileOptions = {}): Promise<Uint8Array> {
  checkFile(file);
  checkOptions('fetchFile', options, OPTIONS);
  checkFetchValues('fetchFile', options);
  options.signal?.throwIfAborted();
  const cache = await namedCache(file.folder, file.name, options);
  const described = {
    what: file.name,
    name: file.name,
    urls: file.urls,
    bytes: file.bytes,
    verify: (bytes: Uint8Array, path: string) => verified(bytes, file, path),
  };
  return (await cachedFile(described, cache, options)).content;
}

async function verified(bytes: Uint8Array, expected: PublishedFile, path: string): Promise<Uint8Array> {
  if (bytes.length !== expected.bytes) {
    throw new CorruptFileError(path, `expected ${expected.bytes} bytes, got ${bytes.length}.`);
  }
  const digest = await sha256(bytes);
  if (digest === expected.sha256) return bytes;
  throw new CorruptFileError(path, `expected SHA-256 ${expected.sha256}, got ${digest}.`);
}

function checkFile(file: PublishedFile): void {
  checkOptions('fetchFile, file', file, FILE_NAMES);
  for (const field of ['folder', 'name'] as const) {
    checkPattern(
      field,
      file[field],
      /^\w[\w.-]*$/,
      'a name of letters, digits, dots, dashes and underscores',
    );
  }
  checkPattern('sha256', file.sha256, /^[0-9a-f]{64}$/, '64 lowercase hexadecimal digits');
  checkCount('fetchFile, bytes', file.bytes);
  checkMirrors('fetchFile, urls', file.urls);
}

function checkPattern(field: string, value: unknown, pattern: RegExp, expected: string): void {
  if (typeof value === 'string' && pattern.test(value)) return;
  throw new OptionError({ where: `fetchFile, ${field}`, expected, received: shown(value) });
}
