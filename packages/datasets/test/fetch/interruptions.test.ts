import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DownloadError } from '../../src/fetch/download.js';
import { DataNotFoundError } from '../../src/support/errors.js';
import { documented } from '../support/faultTable.js';
import { sampleFile } from '../support/gzipSample.js';
import { type Answer, inTurn, serve } from '../support/mirror.js';
import { NAME, openScene, type Scene } from '../support/scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene(sampleFile(600_000));
});
afterEach(() => scene.close());

/** Sends 50 kB, then nothing more while the connection stays open. */
function halfThenNothing(body: Uint8Array): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': body.length, etag: '"v1"' });
    response.write(body.subarray(0, 250_000));
  };
}

/** Another process that fetches the sample into the scene's cache. */
function fetchInChild(url: string, options: { uid?: number; cacheDir?: string } = {}): ChildProcess {
  return spawn(
    process.execPath,
    [
      '--import',
      '@neutype/jest-preset/sources',
      join(import.meta.dirname, '../support/fetchInChild.mjs'),
      options.cacheDir ?? scene.directory,
      url,
      `${scene.sample.content.length}`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], ...(options.uid === undefined ? {} : { uid: options.uid }) },
  );
}

function finished(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = '';
  child.stdout?.on('data', (data) => {
    output += data;
  });
  child.stderr?.on('data', (data) => {
    output += data;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the condition was not met in ten seconds');
}

const size = (name: string): Promise<number> =>
  stat(join(scene.directory, name)).then(
    (found) => found.size,
    () => 0,
  );

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
    const mirror = await scene.mirror((request, response, count) => {
      setTimeout(() => serve(scene.sample.gzip)(request, response, count), 700);
    });
    const children = [fetchInChild(mirror.url), fetchInChild(mirror.url)];
    const ends = await Promise.all(children.map(finished));
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    expect(mirror.requests).toHaveLength(1);
    const outputs = ends.map(({ output }) => output).sort();
    expect(outputs).toEqual([
      '600000 bytes from download\n',
      'Another process is fetching the test file; waiting for it.\n600000 bytes from cache\n',
    ]);
    expect(outputs[1]!.split('\n')[0]).toMatch(documented('two processes at once'));
    expect(await scene.files()).toEqual([`${NAME}.gz`]);
  }, 30_000);
});

describe('disks', () => {
  const onLinux = process.platform === 'linux' ? it : it.skip;

  onLinux('full: said with the place and the remedy', async () => {
    await symlink('/dev/full', join(scene.directory, `${NAME}.part`));
    const mirror = await scene.mirror(serve(scene.sample.gzip));
    const error = await scene.fetch([mirror]).catch((reason: unknown) => reason as Error);
    expect((error as Error).message).toMatch(documented('the disk is full'));
    expect((error as Error).message).toContain(`${join(scene.directory, NAME)}.part: `);
    expect(mirror.requests).toHaveLength(1);
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
      fetchPolicy: { stallTimeout: 60_000 },
    });
    await until(async () => (await size(`${NAME}.part`)) >= 250_000);
    controller.abort(reason);
    await expect(fetching).rejects.toBe(reason);
    await scene.fetch([mirror]);
    expect(mirror.requests[1]!.range).toBe('bytes=250000-');
  });

  it('ends the wait between attempts', async () => {
    const mirror = await scene.mirror((_request, response) => {
      response.writeHead(503);
      response.end();
    });
    const fetching = scene.fetch([mirror], {
      signal: AbortSignal.timeout(200),
      fetchPolicy: { retryDelay: 600_000, attempts: 50 },
    });
    await expect(fetching).rejects.toThrow(/timeout/);
    await expect(fetching).rejects.not.toBeInstanceOf(DownloadError);
  });
});
