import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/errors';
import { DownloadError, fashionMnist, kmnist, mnist, mnist784 } from '../../src/index.js';
import { documented } from '../support/faultTable.js';
import { type Mirror, serve, startMirror, status } from '../support/mirror.js';

const variable = process.env['NEUTYPE_DATA_DIR'];
let empty: string;
let mirror: Mirror;
let notices: string[];
function onNotice(line: string): number {
  return notices.push(line);
}
beforeEach(async () => {
  notices = [];
  empty = await mkdtemp(join(tmpdir(), 'neutype-lookup-'));
  mirror = await startMirror(status(404));
  process.env['NEUTYPE_DATA_DIR'] = empty;
});
afterEach(async () => {
  if (variable === undefined) delete process.env['NEUTYPE_DATA_DIR'];
  else process.env['NEUTYPE_DATA_DIR'] = variable;
  await mirror.close();
  await rm(empty, { recursive: true, force: true });
});

describe('where MNIST is not found', () => {
  it('the mirrors are asked last, and the error lists them', async () => {
    const notices: string[] = [];
    const options = {
      mirrors: [mirror.url],
      cacheDir: empty,
      onNotice: (line: string) => notices.push(line),
    };
    await expect(mnist784(options)).rejects.toBeInstanceOf(DownloadError);
    expect(notices).toEqual([`MNIST is not in NEUTYPE_DATA_DIR (${empty}); looking further.`]);
    expect(mirror.requests).toHaveLength(1);
  });

  it('digits are generated only where the caller allows it, and that is said in one line', async () => {
    delete process.env['NEUTYPE_DATA_DIR'];
    const notices: string[] = [];
    const { images, labels, source } = await mnist784({
      mirrors: [mirror.url],
      cacheDir: empty,
      fallback: 'synthetic',
      onNotice: (line) => notices.push(line),
    });
    expect(source).toBe('synthetic');
    expect([images.shape, labels.shape]).toEqual([[70000, 784], [70000]]);
    expect(notices).toEqual([
      'MNIST was not found; using synthetic digits (seed 0) instead. ' +
        'For MNIST, put its four files into a directory and name it in NEUTYPE_DATA_DIR.',
    ]);
  }, 60_000);

  it('a cache that cannot be written is said once, whatever becomes of the download', async () => {
    delete process.env['NEUTYPE_DATA_DIR'];
    const file = join(empty, 'file');
    await writeFile(file, '');
    const notices: string[] = [];
    const options = { mirrors: [mirror.url], cacheDir: file, onNotice: (line: string) => notices.push(line) };
    await expect(mnist(options)).rejects.toBeInstanceOf(DownloadError);
    expect(notices).toEqual([expect.stringMatching(documented('the cache cannot be written'))]);
  });

  it('a directory that was named is never fallen back from', async () => {
    await expect(mnist({ dataDir: empty, fallback: 'synthetic' })).rejects.toThrow('got neither');
  });

  it('reports damaged files, and never falls back to synthetic digits', async () => {
    await writeFile(join(empty, 'train-images-idx3-ubyte'), new Uint8Array(1000));
    const options = { mirrors: [mirror.url], cacheDir: empty, fallback: 'synthetic', onNotice } as const;
    await expect(mnist(options)).rejects.toThrow(/train-images-idx3-ubyte: the file is truncated/);
    expect(notices).toEqual([]);
  });

  it('an empty NEUTYPE_DATA_DIR names no directory, not this one', async () => {
    process.env['NEUTYPE_DATA_DIR'] = '';
    await expect(mnist({ mirrors: [mirror.url], cacheDir: empty, onNotice })).rejects.toThrow(DownloadError);
    expect(notices).toEqual([]);
  });

  it('says that NEUTYPE_DATA_DIR names a directory that does not exist', async () => {
    process.env['NEUTYPE_DATA_DIR'] = join(empty, 'nowhere');
    await expect(mnist({ mirrors: [mirror.url], cacheDir: empty, onNotice })).rejects.toThrow(DownloadError);
    expect(notices).toEqual([
      `MNIST is not in NEUTYPE_DATA_DIR (${join(empty, 'nowhere')}, no such directory); looking further.`,
    ]);
  });

  it('says where the files lie if they are further down in NEUTYPE_DATA_DIR', async () => {
    await mkdir(join(empty, 'a', 'b'), { recursive: true });
    await writeFile(join(empty, 'a', 'b', 'train-images-idx3-ubyte.gz'), 'x');
    await expect(mnist({ mirrors: [mirror.url], cacheDir: empty, onNotice })).rejects.toThrow(DownloadError);
    expect(notices).toEqual([
      `MNIST is not in NEUTYPE_DATA_DIR (${empty}); looking further. ` +
        `train-images-idx3-ubyte.gz lies in ${join(empty, 'a', 'b')}: name that directory.`,
    ]);
  });

  it('a mirror may be named without its last slash', async () => {
    const options = { mirrors: [mirror.url.slice(0, -1)], cacheDir: empty, onNotice };
    await expect(mnist(options)).rejects.toThrow(`${mirror.url}train-images-idx3-ubyte.gz: answered 404`);
  });

  it('a mirror may be named by a query that ends where the name of the file follows', async () => {
    const asked: (string | undefined)[] = [];
    const server = await startMirror((request, response, count) => {
      asked.push(request.url);
      status(404)(request, response, count);
    });
    const options = { mirrors: [`${server.url}?file=`], cacheDir: empty, onNotice };
    await expect(mnist(options)).rejects.toThrow(`${server.url}?…: answered 404`);
    await server.close();
    expect(asked).toEqual(['/?file=train-images-idx3-ubyte.gz']);
  });

  it('an unknown fallback is refused', async () => {
    await expect(mnist({ fallback: 'random' as 'synthetic' })).rejects.toThrow(
      "mnist, option fallback: expected 'synthetic', got 'random'.",
    );
  });
});

const real = variable === undefined || variable === '' ? undefined : variable;
const withMnist = real === undefined ? describe.skip : describe;
withMnist(`the cache${real === undefined ? ' (not run: NEUTYPE_DATA_DIR is not set)' : ''}`, () => {
  it('that cannot be written is said once for all files', async () => {
    delete process.env['NEUTYPE_DATA_DIR'];
    const server = await startMirror((request, response, count) => {
      void readFile(join(real!, request.url!)).then((file) => serve(file)(request, response, count));
    });
    try {
      await writeFile(join(empty, 'file'), '');
      const { source } = await mnist({ mirrors: [server.url], cacheDir: join(empty, 'file'), onNotice });
      expect([source, server.requests.length]).toEqual(['download', 4]);
      expect(notices).toEqual([expect.stringMatching(documented('the cache cannot be written'))]);
    } finally {
      await server.close();
    }
  });

  it('with three of the files: the fourth is downloaded, and the source is the download', async () => {
    delete process.env['NEUTYPE_DATA_DIR'];
    const names = ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte', 't10k-images-idx3-ubyte'];
    await mkdir(join(empty, 'mnist'));
    const last = 't10k-labels-idx1-ubyte';
    for (const name of [...names.slice(1), last]) {
      await copyFile(join(real!, `${name}.gz`), join(empty, 'mnist', `${name}.gz`));
    }
    const server = await startMirror(serve(await readFile(join(real!, `${names[0]}.gz`))));
    try {
      const { source, test } = await mnist({ mirrors: [server.url], cacheDir: empty, onNotice });
      expect([source, test.labels.data[0]]).toEqual(['download', 7]);
      expect(server.requests).toHaveLength(1);
      expect((await mnist({ cacheDir: empty, offline: true })).source).toBe('cache');
    } finally {
      await server.close();
    }
  });
});

describe('options', () => {
  const loaders = { mnist, mnist784, fashionMnist, kmnist };
  const refused = (options: object): Promise<unknown> =>
    mnist({ cacheDir: empty, ...options }).catch((error: unknown) => error);

  it.each(Object.entries(loaders))('of %s that nobody knows are refused', async (name, load) => {
    const error = await load({ datadir: empty } as never).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OptionError);
    expect((error as Error).message).toMatch(new RegExp(`^${name}: expected options `));
    expect((error as Error).message).toContain("got 'datadir'. Did you mean 'dataDir'?");
  });

  it.each([
    [{ offline: 'true' }, "mnist, option offline: expected true or false, got 'true'."],
    [{ dataDir: 5 }, 'mnist, option dataDir: expected a path, got 5.'],
    [{ cacheDir: '' }, "mnist, option cacheDir: expected a path, got ''."],
    [{ mirrors: 'https://a/' }, 'mnist, option mirrors: expected an array of addresses, got one text.'],
    [{ mirrors: [] }, 'mnist, option mirrors: expected an array of addresses, got an array of 0.'],
    [{ mirrors: [null] }, 'mnist, option mirrors[0]: expected an address, got null.'],
    [
      { signal: new AbortController() },
      'mnist, option signal: expected an AbortSignal, got an AbortController. Pass controller.signal.',
    ],
    [{ onProgress: true }, 'mnist, option onProgress: expected a function, got true.'],
    [{ onNotice: 'console' }, "mnist, option onNotice: expected a function, got 'console'."],
    [{ seed: 1.5 }, 'mnist, option seed: expected a whole number, got 1.5.'],
    [
      { fetchPolicy: { attempts: 0 } },
      'mnist, option fetchPolicy.attempts: expected a whole number from 1, got 0.',
    ],
    [
      { fetchPolicy: { stallTimeout: Number.NaN } },
      'mnist, option fetchPolicy.stallTimeout: expected a number above 0 and up to 2147483647, got NaN.',
    ],
    [
      { fetchPolicy: { responseTimeout: 1e12 } },
      'mnist, option fetchPolicy.responseTimeout: expected a number above 0 and up to 2147483647, got 1000000000000.',
    ],
    [{ fetchPolicy: { retries: 3 } }, 'mnist, option fetchPolicy: expected options out of attempts, '],
  ])('%j are refused', async (options, message) => {
    const error = await refused(options);
    expect(error).toBeInstanceOf(OptionError);
    expect((error as Error).message.slice(0, message.length)).toBe(message);
    expect(mirror.requests).toEqual([]);
  });

  it('that are undefined are left out', async () => {
    const error = await refused({
      mirrors: [mirror.url],
      signal: undefined,
      seed: undefined,
      dataDir: undefined,
      onNotice,
    });
    expect(error).toBeInstanceOf(DownloadError);
  });
});
