import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DownloadError, mnist, mnist784 } from '../../src/index.js';
import { documented } from '../support/faultTable.js';
import { type Mirror, startMirror, status } from '../support/mirror.js';

const variable = process.env['NEUTYPE_DATA_DIR'];
let empty: string;
let mirror: Mirror;
beforeEach(async () => {
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

describe('where MNIST is nowhere', () => {
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
      'MNIST could not be had; using synthetic digits (seed 0) instead. ' +
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
    await expect(mnist({ dataDir: empty, fallback: 'synthetic' })).rejects.toThrow('found neither');
  });

  it('an unknown fallback is refused', async () => {
    await expect(mnist({ fallback: 'random' as 'synthetic' })).rejects.toThrow(
      'mnist: fallback must be \'synthetic\' or left out, got "random".',
    );
  });
});
