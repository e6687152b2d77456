import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CorruptFileError, fashionMnist, kmnist, mnist, mnist784 } from '../../src/index.js';

const real = process.env['NEUTYPE_DATA_DIR'];
const names = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
];

let temporary: string;
beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'neutype-mnist-'));
});
afterAll(() => rm(temporary, { recursive: true, force: true }));

async function folder(name: string): Promise<string> {
  const path = join(temporary, name);
  await mkdir(path, { recursive: true });
  return path;
}

describe('a directory without the files', () => {
  it('says which file is expected, and in which forms', async () => {
    const empty = await folder('empty');
    await expect(mnist({ dataDir: empty })).rejects.toThrow(
      `MNIST: expected train-images-idx3-ubyte or train-images-idx3-ubyte.gz in ${empty}, got neither. ` +
        `The dataset is these four files, each as it is or with .gz: ${names.join(', ')}.`,
    );
  });

  it('names a truncated file with the sizes', async () => {
    const path = await folder('truncated');
    await writeFile(join(path, names[0]!), new Uint8Array(1000));
    await expect(mnist({ dataDir: path })).rejects.toThrow(
      `${join(path, names[0]!)}: the file is truncated: expected 47040016 bytes, got 1000.`,
    );
  });

  it('names a file of the right size with other content', async () => {
    const path = await folder('damaged');
    await writeFile(join(path, names[0]!), new Uint8Array(47_040_016));
    await expect(mnist({ dataDir: path })).rejects.toThrow(
      /train-images-idx3-ubyte: the file is damaged: expected content with SHA-256 ba89\w{60}, got [0-9a-f]{64}\.$/,
    );
  });

  it('recognizes an error page saved as a file', async () => {
    const path = await folder('page');
    await writeFile(join(path, `${names[0]}.gz`), '<!doctype html><title>404</title>');
    await expect(fashionMnist({ dataDir: path })).rejects.toThrow(/got 33\. It looks like a web page/);
  });

  it('accepts no other archive of Kuzushiji-MNIST than the published one', async () => {
    const path = await folder('kmnist');
    await writeFile(join(path, `${names[0]}.gz`), gzipSync(new Uint8Array(47_040_016)));
    await expect(kmnist({ dataDir: path })).rejects.toThrow(
      'expected the published .gz file with SHA-256 51467d22',
    );
  });
});

const withMnist = real === undefined ? describe.skip : describe;
withMnist(`real MNIST${real === undefined ? ' (not run: NEUTYPE_DATA_DIR is not set)' : ''}`, () => {
  it('is read as one table in OpenML order', async () => {
    const { images, labels, source } = await mnist784({ dataDir: real });
    expect(source).toBe('directory');
    expect([images.shape, images.dtype, labels.shape, labels.dtype]).toEqual([
      [70000, 784],
      'uint8',
      [70000],
      'uint8',
    ]);
    expect(Array.from(labels.data.subarray(0, 10))).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect(Array.from(labels.data.subarray(60_000, 60_010))).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    expect(images.sum()).toBe(1_832_221_745);
  });

  it('is read in its standard split, from NEUTYPE_DATA_DIR too', async () => {
    const { train, test } = await mnist();
    expect([train.images.shape, train.labels.shape]).toEqual([[60000, 28, 28], [60000]]);
    expect([test.images.shape, test.labels.shape]).toEqual([[10000, 28, 28], [10000]]);
  });

  it('is read from raw and compressed files mixed, in a folder of its name', async () => {
    const path = await folder('mixed/mnist');
    for (const name of names.slice(1)) await copyFile(join(real!, `${name}.gz`), join(path, `${name}.gz`));
    await writeFile(join(path, names[0]!), gunzipSync(await readFile(join(real!, `${names[0]}.gz`))));
    const { train } = await mnist({ dataDir: join(temporary, 'mixed') });
    expect(train.labels.data[0]).toBe(5);
  });

  it('names the missing file of an incomplete directory', async () => {
    const path = await folder('incomplete');
    for (const name of names.slice(0, 3)) await copyFile(join(real!, `${name}.gz`), join(path, `${name}.gz`));
    await expect(mnist({ dataDir: path })).rejects.toThrow(
      `MNIST: expected ${names[3]} or ${names[3]}.gz in ${path}, got neither.`,
    );
  });

  it('names a truncated archive', async () => {
    const path = await folder('cut');
    const archive = await readFile(join(real!, `${names[0]}.gz`));
    await writeFile(join(path, `${names[0]}.gz`), archive.subarray(0, 5_000_000));
    const error = await mnist({ dataDir: path }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CorruptFileError);
    expect((error as Error).message).toBe(
      `${join(path, names[0]!)}.gz: the compressed file is truncated or damaged (unexpected end of file): ` +
        'expected 47040016 bytes after decompression, its 5000000 bytes do not decompress to that.',
    );
  });

  it("knows its own files where another dataset's are wanted", async () => {
    await expect(fashionMnist({ dataDir: real })).rejects.toThrow(
      "train-images-idx3-ubyte.gz: this is MNIST's train-images-idx3-ubyte: expected content with SHA-256 c59f468a",
    );
  });
});
