import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readdir, readFile, readlink, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { cachedFile } from '../../src/fetch/cachedFile.js';
import { diskCache } from '../../src/fetch/diskCache.js';
import { DataNotFoundError } from '../../src/support/errors.js';
import { documented } from '../support/faultTable.js';
import { sampleFile } from '../support/gzipSample.js';
import { type Answer, breakAfter, inTurn, serve, status } from '../support/mirror.js';
import { describedSample, NAME, openScene, type Scene } from '../support/scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene(sampleFile(600_000));
});
afterEach(() => scene.close());

/** Sends 250 kB, then nothing more while the connection stays open. */
function halfThenNothing(body: Uint8Array): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': body.length, etag: '"v1"' });
    response.write(body.subarray(0, 250_000));
  };
}

interface ChildOptions {
  readonly uid?: number;
  readonly cacheDir?: string;
  /** What the shell does before. */
  readonly first?: string;
}

/** Another process that fetches the sample into the scene's cache. */
function fetchInChild(url: string, { uid, cacheDir, first = ':' }: ChildOptions = {}): ChildProcess {
  const program = [
    process.execPath,
    '--import',
    '@neutype/jest-preset/sources',
    join(import.meta.dirname, '../support/fetchInChild.mjs'),
    cacheDir ?? scene.directory,
    url,
    `${scene.sample.content.length}`,
  ];
  return spawn('sh', ['-c', `${first}; exec "$@"`, 'sh', ...program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid }),
  });
}

/** What a process prints in the end; `onWaiting` is called when it says that it waits for another. */
function finished(
  child: ChildProcess,
  onWaiting: () => void = () => {},
): Promise<{ code: number | null; output: string }> {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data) => {
      const before = output;
      output += data;
      if (output.includes('waiting') && !before.includes('waiting')) onWaiting();
    });
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

/** Looks until it is so; that it never is, the test's time limit tells. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Where the system tells, what this process has open. */
async function openFiles(): Promise<string[]> {
  const folder = '/proc/self/fd';
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.map((name) => readlink(join(folder, name)).catch(() => '')));
}

function size(name: string): Promise<number> {
  return stat(join(scene.directory, name)).then(
    (found) => found.size,
    () => 0,
  );
}

describe('processes', () => {
  it('killed half-way (SIGKILL) and started again: goes on where it stopped', async () => {
    const mirror = await scene.mirror(inTurn(halfThenNothing(scene.sample.gzip), serve(scene.sample.gzip)));
    const child = fetchInChild(mirror.url);
    const end = finished(child);
    await until(async () => (await size(`${NAME}.part`)) >= 250_000);
    child.kill('SIGKILL');
    await end;
    expect(await scene.files()).toEqual([`${NAME}.lock`, `${NAME}.part`, `${NAME}.part.json`]);

    const { content } = await scene.fetch([mirror]);
    expect(Buffer.compare(content, scene.sample.content)).toBe(0);
    expect(mirror.requests.map(({ range }) => range)).toEqual([undefined, 'bytes=250000-']);
    expect(await scene.files()).toEqual([`${NAME}.gz`]);
  }, 30_000);

  it('killed half-way, and the state file with it: begins anew', async () => {
    await writeFile(join(scene.directory, `${NAME}.part`), scene.sample.gzip.subarray(0, 1000));
    await writeFile(join(scene.directory, `${NAME}.part.json`), '{"url":"http://');
    const mirror = await scene.mirror(serve(scene.sample.gzip));
    const { content } = await scene.fetch([mirror]);
    expect(Buffer.compare(content, scene.sample.content)).toBe(0);
    expect(mirror.requests).toEqual([{ range: undefined, ifRange: undefined }]);
  });

  it('two at once: one fetches, the other waits and reads', async () => {
    let answer = (): void => {};
    const mirror = await scene.mirror((request, response, count) => {
      answer = () => serve(scene.sample.gzip)(request, response, count);
    });
    const first = finished(fetchInChild(mirror.url));
    await mirror.asked(1);
    const ends = await Promise.all([first, finished(fetchInChild(mirror.url), () => answer())]);
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    expect(mirror.requests).toHaveLength(1);
    expect(ends.map(({ output }) => output)).toEqual([
      '600000 bytes from download\n',
      'Another process is fetching the test file; waiting for it.\n600000 bytes from cache\n',
    ]);
    expect(ends[1]!.output.split('\n')[0]).toMatch(documented('two processes at once'));
    expect(await scene.files()).toEqual([`${NAME}.gz`]);
  });

  it('stopped half-way, given up for dead and woken: it finds the file that another fetched meanwhile', async () => {
    let goOn = (): void => {};
    const mirror = await scene.mirror((request, response, count) => {
      if (count > 1) return serve(scene.sample.gzip)(request, response, count);
      halfThenNothing(scene.sample.gzip)(request, response, count);
      goOn = () => response.end(scene.sample.gzip.subarray(250_000));
    });
    const child = fetchInChild(mirror.url);
    const end = finished(child);
    await until(async () => (await size(`${NAME}.part`)) >= 250_000);
    child.kill('SIGSTOP');
    const { source } = await scene.fetch([mirror], {}, { staleAfter: 100, poll: 10 });
    expect(source).toBe('download');
    goOn();
    child.kill('SIGCONT');
    expect(await end).toEqual({ code: 0, output: '600000 bytes from cache\n' });
    expect(await scene.files()).toEqual([`${NAME}.gz`]);
    expect(await readFile(join(scene.directory, `${NAME}.gz`))).toEqual(Buffer.from(scene.sample.gzip));
  });

  it('stopped half-way, and woken while another fetches: it waits for the other', async () => {
    const { gzip } = scene.sample;
    const finish: (() => void)[] = [];
    const mirror = await scene.mirror((request, response, count) => {
      if (count === 1) halfThenNothing(gzip)(request, response, count);
      else {
        const rest = { 'content-range': `bytes 250000-${gzip.length - 1}/${gzip.length}` };
        response.writeHead(206, { ...rest, etag: '"v1"' });
        response.write(gzip.subarray(250_000, 300_000));
      }
      finish.push(() => response.end(gzip.subarray(count === 1 ? 250_000 : 300_000)));
    });
    const child = fetchInChild(mirror.url);
    const end = finished(child, () => finish[1]!());
    await until(async () => (await size(`${NAME}.part`)) >= 250_000);
    child.kill('SIGSTOP');
    const further = scene.arrived(300_000);
    const fetching = scene.fetch([mirror], {}, { staleAfter: 100, poll: 10 });
    await further;
    finish[0]!();
    child.kill('SIGCONT');
    const { content } = await fetching;
    expect(Buffer.compare(content, scene.sample.content)).toBe(0);
    expect(await end).toEqual({
      code: 0,
      output: 'Another process is fetching the test file; waiting for it.\n600000 bytes from cache\n',
    });
    expect(await readFile(join(scene.directory, `${NAME}.gz`))).toEqual(Buffer.from(gzip));
  });

  it('stopped half-way, and woken before the other has begun: its file serves both', async () => {
    const { gzip } = scene.sample;
    const finish: (() => void)[] = [];
    const mirror = await scene.mirror((request, response, count) => {
      if (count === 1) halfThenNothing(gzip)(request, response, count);
      finish.push(() =>
        count === 1 ? response.end(gzip.subarray(250_000)) : serve(gzip)(request, response, count),
      );
    });
    const child = fetchInChild(mirror.url);
    const end = finished(child);
    await until(async () => (await size(`${NAME}.part`)) >= 250_000);
    child.kill('SIGSTOP');
    const fetching = scene.fetch([mirror], {}, { staleAfter: 100, poll: 10 });
    await mirror.asked(2);
    finish[0]!();
    child.kill('SIGCONT');
    expect(await end).toEqual({ code: 0, output: '600000 bytes from download\n' });
    finish[1]!();
    expect((await fetching).source).toBe('cache');
    expect(mirror.requests).toHaveLength(2);
    expect(await scene.files()).toEqual([`${NAME}.gz`]);
  });

  it('a program that has fetched, or has failed to, ends at once: no timer keeps it', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'Date', 'performance'] });
    try {
      await scene.fetch([await scene.mirror(serve(scene.sample.gzip))]);
      expect(jest.getTimerCount()).toBe(0);
      const failing = { fetchPolicy: { attempts: 1 }, cacheDir: join(scene.directory, 'other') };
      await scene.fetch([await scene.mirror(status(500))], failing).catch(() => {});
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('disks', () => {
  const onLinux = process.platform === 'linux' ? it : it.skip;

  // A limit on the size of files stands for a disk that is full: both end a write half-way.
  onLinux.each([
    ['from the first byte', 0],
    ['half-way', 300],
  ])('full %s: said with the place and the remedy, and no lock is left', async (_name, blocks) => {
    const mirror = await scene.mirror(serve(scene.sample.gzip));
    const first = `trap '' XFSZ; ulimit -f ${blocks}`;
    const { code, output } = await finished(fetchInChild(mirror.url, { first }));
    expect(code).toBe(1);
    const message = /DatasetError: (.*)/.exec(output)?.[1];
    expect(message).toMatch(documented('the disk is full'));
    expect(message).toContain(scene.directory);
    expect(await scene.files()).not.toContain(`${NAME}.lock`);

    const { content } = await scene.fetch([mirror]);
    expect(Buffer.compare(content, scene.sample.content)).toBe(0);
    expect(mirror.requests.at(-1)!.range === undefined).toBe(blocks === 0);
    expect(await scene.files()).toEqual([`${NAME}.gz`]);
  });

  it('a cache that cannot be made: the file is fetched into memory, and that is said', async () => {
    const file = join(scene.directory, 'file');
    await writeFile(file, '');
    const mirror = await scene.mirror(serve(scene.sample.gzip));
    const { content } = await scene.fetch([mirror], { cacheDir: join(file, 'cache') });
    expect(Buffer.compare(content, scene.sample.content)).toBe(0);
    expect(scene.notices).toEqual(['unwritable: ENOTDIR']);
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot(
    'a directory that may only be read (tested as another user): likewise',
    async () => {
      const readOnly = join(scene.directory, 'read-only');
      await mkdir(readOnly, { mode: 0o755 });
      const { chmod } = await import('node:fs/promises');
      await chmod(scene.directory, 0o755);
      const mirror = await scene.mirror(serve(scene.sample.gzip));
      const { code, output } = await finished(fetchInChild(mirror.url, { uid: 65534, cacheDir: readOnly }));
      expect(output).toContain('unwritable: EACCES');
      expect(output).toContain('from download');
      expect(code).toBe(0);
    },
    30_000,
  );
});

describe('the cache', () => {
  it('serves the second time without a request', async () => {
    const mirror = await scene.mirror(serve(scene.sample.gzip));
    await scene.fetch([mirror]);
    const { source } = await scene.fetch([mirror], { offline: true });
    expect(source).toBe('cache');
    expect(mirror.requests).toHaveLength(1);
  });

  it('damaged: the file is named and fetched again', async () => {
    const mirror = await scene.mirror(serve(scene.sample.gzip));
    await scene.fetch([mirror]);
    const path = join(scene.directory, `${NAME}.gz`);
    const bytes = await readFile(path);
    bytes[5000]! ^= 1;
    await writeFile(path, bytes);
    const { content, source } = await scene.fetch([mirror]);
    expect(source).toBe('download');
    expect(Buffer.compare(content, scene.sample.content)).toBe(0);
    expect(scene.notices).toEqual([expect.stringMatching(documented('a damaged file in the cache'))]);
    expect(scene.notices[0]).toContain(path);
  });

  it('damaged and offline: the file is left as it is, and the error says that it is damaged', async () => {
    const mirror = await scene.mirror(serve(scene.sample.gzip));
    const path = join(scene.directory, `${NAME}.gz`);
    await writeFile(path, 'damaged');
    const fetching = scene.fetch([mirror], { offline: true });
    await expect(fetching).rejects.toThrow(documented('offline, and damaged in the cache'));
    await expect(fetching).rejects.toBeInstanceOf(DataNotFoundError);
    expect(await readFile(path, 'utf8')).toBe('damaged');
    expect(mirror.requests).toHaveLength(0);
  });

  it('that cannot be read is no damaged file: the error is told, and the file stays', async () => {
    const mirror = await scene.mirror(serve(scene.sample.gzip));
    await scene.fetch([mirror]);
    const cache = await diskCache(scene.directory, () => {});
    const failing = {
      ...describedSample(scene.sample, [mirror]),
      verify: async (): Promise<never> => {
        throw new RangeError('out of memory');
      },
    };
    await expect(cachedFile(failing, cache, {})).rejects.toThrow(new RangeError('out of memory'));
    expect(await scene.files()).toEqual([`${NAME}.gz`]);
  });

  it('with no file left open after a failure', async () => {
    const mirror = await scene.mirror(breakAfter(scene.sample.gzip, 70_000, scene.arrived));
    await expect(scene.fetch([mirror])).rejects.toThrow('could not be fetched');
    expect(await size(`${NAME}.part`)).toBe(70_000);
    expect((await openFiles()).filter((path) => path.startsWith(scene.directory))).toEqual([]);
  });

  it('empty and offline: nothing is asked for', async () => {
    const mirror = await scene.mirror(serve(scene.sample.gzip));
    await expect(scene.fetch([mirror], { offline: true })).rejects.toThrow(
      documented('offline, and not in the cache'),
    );
    await expect(scene.fetch([mirror], { offline: true })).rejects.toBeInstanceOf(DataNotFoundError);
    expect(mirror.requests).toHaveLength(0);
  });
});

describe('AbortSignal', () => {
  it('ends a download at once, with its reason, and keeps what was fetched', async () => {
    const mirror = await scene.mirror(inTurn(halfThenNothing(scene.sample.gzip), serve(scene.sample.gzip)));
    const controller = new AbortController();
    const reason = new Error('enough');
    const fetching = scene.fetch([mirror], {
      signal: controller.signal,
    });
    await until(async () => (await size(`${NAME}.part`)) >= 250_000);
    controller.abort(reason);
    await expect(fetching).rejects.toBe(reason);
    await scene.fetch([mirror]);
    expect(mirror.requests[1]!.range).toBe('bytes=250000-');
  });

  it('ends the wait between attempts', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const mirror = await scene.mirror((_request, response) => {
      response.writeHead(503, { 'retry-after': '20000' });
      response.end(() => controller.abort(reason));
    });
    const fetching = scene.fetch([mirror], {
      signal: controller.signal,
      fetchPolicy: { longestRetryAfter: 1e9 },
    });
    await expect(fetching).rejects.toBe(reason);
  });
});
