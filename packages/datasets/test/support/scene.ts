import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CachedFile, cachedFile, type FetchOptions } from '../../src/fetch/cachedFile.js';
import { diskCache } from '../../src/fetch/diskCache.js';
import { gunzip } from '../../src/platform/node.js';
import { CorruptFileError } from '../../src/support/errors.js';
import { type SampleFile, sampleFile, sha256Of } from './gzipSample.js';
import { type Answer, type Mirror, startMirror } from './mirror.js';

/** Patience for tests: the same rules in a hundredth of the time. */
export const hasty = {
  attempts: 2,
  responseTimeout: 300,
  stallTimeout: 300,
  minimumBytes: 1000,
  retryDelay: 5,
} as const;

export interface Scene {
  readonly sample: SampleFile;
  readonly directory: string;
  readonly notices: string[];
  /** Starts a server; it is closed with the scene. */
  mirror(answer: Answer): Promise<Mirror>;
  /** Fetches `sample` from the mirrors through the cache. */
  fetch(
    mirrors: readonly Mirror[],
    options?: FetchOptions,
  ): Promise<{ content: Uint8Array; source: 'cache' | 'download' }>;
  /** The names in the cache directory, sorted. */
  files(): Promise<string[]>;
  close(): Promise<void>;
}

export const NAME = 'digits-ubyte';

/** A cache directory of its own, a file to fetch, and servers that can be made to misbehave. */
export async function openScene(sample: SampleFile = sampleFile(200_000)): Promise<Scene> {
  const directory = await mkdtemp(join(tmpdir(), 'neutype-fetch-'));
  const servers: Mirror[] = [];
  const notices: string[] = [];
  return {
    sample,
    directory,
    notices,
    mirror: async (answer) => {
      const server = await startMirror(answer);
      servers.push(server);
      return server;
    },
    fetch: async (mirrors, options = {}) => {
      const cache = await diskCache(options.cacheDir ?? directory, (reason) =>
        notices.push(`unwritable: ${reason}`),
      );
      return cachedFile(
        describedSample(
          sample,
          mirrors.map(({ url }) => url),
        ),
        cache,
        { fetchPolicy: hasty, onNotice: (line) => notices.push(line), ...options },
      );
    },
    files: async () => (await readdir(directory)).sort(),
    close: async () => {
      for (const server of servers) await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export function describedSample(sample: SampleFile, mirrors: readonly string[]): CachedFile {
  const expected = sha256Of(sample.content);
  return {
    what: 'the test file',
    name: NAME,
    urls: mirrors.map((url) => `${url}${NAME}.gz`),
    verify: async (bytes, path) => {
      const content =
        bytes[0] === 0x1f
          ? await gunzip(bytes, sample.content.length).catch((error: Error) => {
              throw new CorruptFileError(path, `it does not decompress (${error.message})`);
            })
          : bytes;
      if (sha256Of(content) !== expected) throw new CorruptFileError(path, 'its SHA-256 is another');
      return content;
    },
  };
}
