import { CorruptFileError, DataNotFoundError } from '../support/errors.js';
import { type Notices, notify } from '../support/notify.js';
import { TakenOverError } from './diskErrors.js';
import { type DownloadProgress, download } from './download.js';
import { type FileCache, memoryPartial, type PartialFile } from './partial.js';
import { defaultFetchPolicy, type FetchPolicy } from './policy.js';

export interface FetchOptions extends Notices {
  /** Keep fetched files in this directory instead of `NEUTYPE_CACHE_DIR` or the platform's cache directory. */
  readonly cacheDir?: string | undefined;
  /** Never use the network: what is not in a directory or the cache is not there. */
  readonly offline?: boolean | undefined;
  /** Addresses to fetch from instead of the built-in ones: folders, to which a file's name and `.gz` are added. */
  readonly mirrors?: readonly string[] | undefined;
  /** Ends the download; what was fetched is kept for the next time. */
  readonly signal?: AbortSignal | undefined;
  /** Told as data arrives. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** How patient to be, where the defaults do not fit. */
  readonly fetchPolicy?: Partial<FetchPolicy> | undefined;
}

export interface CachedFile {
  /** For messages: `MNIST's train-images-idx3-ubyte`. */
  readonly what: string;
  /** Its name in the cache, to which `.gz` is added where it is kept compressed and has none. */
  readonly name: string;
  readonly urls: readonly string[];
  /** The content's size, decompressed. */
  readonly bytes: number;
  /** Gives the content, decompressed; throws a CorruptFileError where it is not the right one. */
  readonly verify: (bytes: Uint8Array, path: string) => Promise<Uint8Array>;
}

/**
 * A file's verified content from the cache, or else fetched into it. A damaged file in the cache is named, and fetched
 * again.
 */
export async function cachedFile(
  file: CachedFile,
  cache: FileCache,
  options: FetchOptions,
): Promise<{ content: Uint8Array; source: 'cache' | 'download' }> {
  const kept = await readCache(file, cache, options);
  if (kept.content !== undefined) return { content: kept.content, source: 'cache' };
  if (options.offline === true) throw offlineError(file, cache, kept.damage);
  for (let takenOver = 0; takenOver < 2; takenOver++) {
    try {
      return await fetchAlone(file, cache, options);
    } catch (error) {
      if (!(error instanceof TakenOverError)) throw error;
    }
  }
  // Processes that do not see each other, in containers on one disk, would take each other for dead for ever.
  const memory = memoryPartial(async () => {}, { resumable: true });
  return { content: await fetchInto(memory, file, options), source: 'download' };
}

function fetchAlone(
  file: CachedFile,
  cache: FileCache,
  options: FetchOptions,
): Promise<{ content: Uint8Array; source: 'cache' | 'download' }> {
  return cache.exclusively(
    file.name,
    async () => {
      const { content } = await readCache(file, cache, options);
      if (content !== undefined) return { content, source: 'cache' };
      return { content: await fetchInto(cache.partial(file.name), file, options), source: 'download' };
    },
    {
      signal: options.signal,
      onWait: () => notify(options, `Another process is fetching ${file.what}; waiting for it.`),
    },
  );
}

function offlineError(
  { what }: CachedFile,
  { place }: FileCache,
  damage: CorruptFileError | undefined,
): DataNotFoundError {
  return new DataNotFoundError(
    {
      where: what,
      expected: `it in the cache (${place})`,
      received: damage === undefined ? 'nothing' : 'a damaged file',
      remedy: `With offline: true it is not fetched.${damage === undefined ? '' : ` ${damage.message}`}`,
    },
    { cause: damage },
  );
}

/** What is kept of a file: its content, the damage that was found instead, or neither where there is none. */
interface Kept {
  readonly content?: Uint8Array;
  readonly damage?: CorruptFileError;
}

async function readCache(
  { name, verify }: CachedFile,
  cache: FileCache,
  options: FetchOptions,
): Promise<Kept> {
  let kept: Kept = {};
  for (const candidate of [name, `${name}.gz`]) {
    const bytes = await cache.read(candidate);
    if (bytes === undefined) continue;
    try {
      return { content: await verify(bytes, cache.pathOf(candidate)) };
    } catch (error) {
      if (!(error instanceof CorruptFileError)) throw error;
      kept = { damage: error };
      const consequence =
        options.offline === true ? 'It is left as it is (offline).' : 'It is fetched again.';
      notify(options, `A file in the cache is damaged. ${error.message} ${consequence}`);
      if (options.offline !== true) await cache.remove(candidate);
    }
  }
  return kept;
}

async function fetchInto(partial: PartialFile, file: CachedFile, options: FetchOptions): Promise<Uint8Array> {
  const { content, compressed } = await download({
    what: file.what,
    urls: file.urls,
    partial,
    mostBytes: mostCompressed(file.bytes),
    policy: { ...defaultFetchPolicy, ...options.fetchPolicy },
    signal: options.signal,
    onProgress: options.onProgress,
    verify: async (bytes, url) => ({
      content: await file.verify(bytes, url),
      compressed: bytes[0] === 0x1f && bytes[1] === 0x8b,
    }),
  });
  await partial.commit(compressed && !file.name.endsWith('.gz') ? `${file.name}.gz` : file.name);
  return content;
}

/**
 * The most bytes that a gzip file of so many can take: five more for each block that cannot be compressed, which holds
 * 16 kB or more, and a header with a name.
 */
function mostCompressed(bytes: number): number {
  return bytes + 5 * Math.ceil(bytes / 16_000) + 4096;
}
