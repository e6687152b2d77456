import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CachedFile, cachedFile, type FetchOptions } from '../../src/fetch/cachedFile.js';
import { diskCache } from '../../src/fetch/diskCache.js';
import type { LockTiming } from '../../src/fetch/lock.js';
import { gunzip } from '../../src/platform/node.js';
import { CorruptFileError } from '../../src/support/errors.js';
import { eventCounter } from './eventCounter.js';
import { type SampleFile, sampleFile, sha256Of } from './gzipSample.js';
import { type Answer, type Arrived, type Mirror, startMirror } from './mirror.js';

/** Few attempts and short waits between them; but a busy machine has all the time it needs. */
export const patient = {
  attempts: 2,
  responseTimeout: 600_000,
  stallTimeout: 600_000,
  minimumBytes: 1000,
  retryDelay: 5,
} as const;

export interface Scene {
  readonly sample: SampleFile;
  readonly directory: string;
  readonly notices: string[];
  /** Fulfilled when the next fetch tells that it has received this many bytes or more. */
  readonly arrived: Arrived;
  /** Starts a server; it is closed with the scene. */
  mirror(answer: Answer): Promise<Mirror>;
  /** Fetches `sample` from the mirrors through the cache. */
  fetch(
    mirrors: readonly Mirror[],
    options?: FetchOptions,
    timing?: Partial<LockTiming>,
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
  const received = eventCounter();
  return {
    sample,
    directory,
    notices,
    arrived: received.next,
    mirror: async (answer) => {
      const server = await startMirror(answer);
      servers.push(server);
      return server;
    },
    fetch: async (mirrors, options = {}, timing = {}) => {
      const onReadOnly = (reason: string): number => notices.push(`unwritable: ${reason}`);
      const cache = await diskCache(options.cacheDir ?? directory, onReadOnly, timing);
      return cachedFile(describedSample(sample, mirrors), cache, {
        onNotice: (line) => notices.push(line),
        ...options,
        fetchPolicy: { ...patient, ...options.fetchPolicy },
        onProgress: (progress) => {
          options.onProgress?.(progress);
          received.reached(progress.received);
        },
      });
    },
    files: async () => (await readdir(directory)).sort(),
    close: async () => {
      for (const server of servers) await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export function describedSample(sample: SampleFile, mirrors: readonly Mirror[]): CachedFile {
  const expected = sha256Of(sample.content);
  return {
    what: 'the test file',
    name: NAME,
    bytes: sample.content.length,
    urls: mirrors.map(({ url }) => `${url}${NAME}.gz`),
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
