import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CorruptFileError, DataNotFoundError, fashionMnist, kmnist, mnist } from '../../src/index.js';

const real = process.env['NEUTYPE_DATA_DIR'];
const [trainImages, trainLabels, testImages, testLabels] = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
] as const;
const all = [trainImages, trainLabels, testImages, testLabels];

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'neutype-mistaken-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function put(name: string, bytes: Uint8Array): Promise<void> {
  const path = join(directory, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}

function failure(load: typeof mnist, dataDir = directory): Promise<Error> {
  return load({ dataDir }).then(
    () => {
      throw new Error('it was loaded');
    },
    (error: Error) => error,
  );
}

/** Labels as an IDX file. */
function labels(count: number): Uint8Array {
  const bytes = new Uint8Array(8 + count);
  bytes.set([0, 0, 8, 1, 0, 0, count >> 8, count & 255]);
  return bytes;
}

describe('files in the wrong place', () => {
  it.each([
    ['as it is', (bytes: Uint8Array) => bytes],
    ['compressed', (bytes: Uint8Array) => gzipSync(bytes)],
  ])('say what they hold instead, by their header (%s)', async (form, packed) => {
    const ending = form === 'compressed' ? '.gz' : '';
    await put(trainImages + ending, packed(labels(60_000)));
    const error = await failure(mnist);
    expect(error).toBeInstanceOf(CorruptFileError);
    expect(error.message).toBe(
      `${join(directory, trainImages)}${ending}: expected 47040016 bytes${ending && ' after decompression'}, ` +
        'got 60008: an IDX file of 60000 elements of uint8.',
    );
  });

  it('are named in Kuzushiji-MNIST too, whose content is known by its archive alone', async () => {
    await put(`${trainImages}.gz`, gzipSync(labels(60_000)));
    const { message } = await failure(kmnist);
    expect(message).toContain('expected the published .gz file with SHA-256 51467d22');
    expect(message).toContain('It holds an IDX file of 60000 elements of uint8.');
  });

  it('that are compressed twice say so', async () => {
    await put(`${trainImages}.gz`, gzipSync(gzipSync(labels(60_000))));
    expect((await failure(mnist)).message).toBe(
      `${join(directory, trainImages)}.gz: the file is compressed twice: decompress it once (gunzip).`,
    );
  });

  it('that decompress to more than any file has say so, and are not decompressed further', async () => {
    await put(`${trainImages}.gz`, gzipSync(new Uint8Array(47_040_017), { level: 1 }));
    expect((await failure(mnist)).message).toBe(
      `${join(directory, trainImages)}.gz: the file is too long: expected 47040016 bytes after decompression, got more.`,
    );
  });
});

describe('invalid places', () => {
  it('a directory that does not exist is named as such', async () => {
    const nowhere = join(directory, 'nowhere');
    const error = await failure(mnist, nowhere);
    expect(error).toBeInstanceOf(DataNotFoundError);
    expect(error.message).toBe(
      `MNIST: expected ${trainImages} or ${trainImages}.gz in ${nowhere}, got no such directory. ` +
        `The dataset is these four files, each as it is or with .gz: ${all.join(', ')}.`,
    );
  });

  it('a file in place of the directory is named as such', async () => {
    await put('mnist.zip', new Uint8Array(3));
    expect((await failure(mnist, join(directory, 'mnist.zip'))).message).toContain(
      'got a file, no directory.',
    );
  });

  it('files in a folder further down are found, and the folder is named', async () => {
    await put(`data/digits/${trainImages}.gz`, new Uint8Array(3));
    expect((await failure(mnist)).message).toContain(
      `got neither. ${trainImages}.gz lies in ${join(directory, 'data', 'digits')}: name that directory. `,
    );
  });

  it('files of a similar name are named', async () => {
    await put('train-images-idx3-ubyte (1).gz', new Uint8Array(3));
    await put('notes.txt', new Uint8Array(3));
    expect((await failure(mnist)).message).toContain(
      `got neither. There is ${join(directory, 'train-images-idx3-ubyte (1).gz')}. `,
    );
  });

  it('where only the first file is missing, it is the one that is named', async () => {
    await put(trainLabels, labels(60_000));
    const message = (await failure(mnist)).message;
    expect(message).toMatch(/the file is damaged|expected train-images-idx3-ubyte/);
  });

  it('control characters in a path do not reach the terminal', async () => {
    const { message } = await failure(mnist, join(directory, 'a\x1b]0;b\x07'));
    expect(message).not.toMatch(/\p{Cc}/u);
  });
});

const withMnist = real === undefined ? describe.skip : describe;
withMnist(`real files${real === undefined ? ' (not run: NEUTYPE_DATA_DIR is not set)' : ''}`, () => {
  const archive = (name: string): Promise<Uint8Array> => readFile(join(real!, `${name}.gz`));
  async function putAll(rename: (name: string) => string): Promise<void> {
    for (const name of all) await put(rename(name), await archive(name));
  }
  async function loaded(): Promise<number[]> {
    const { train, test } = await mnist({ dataDir: directory });
    return [train.labels.data[0]!, test.labels.data[0]!];
  }

  it('are read by the names with dots that some copies have', async () => {
    await putAll((name) => `${name.replace('-idx', '.idx')}.gz`);
    expect(await loaded()).toEqual([5, 7]);
  });

  it('are read where each lies in a folder of its own name, as archives unpack', async () => {
    for (const name of all) await put(`${name}/${name}`, gunzipSync(await archive(name)));
    expect(await loaded()).toEqual([5, 7]);
  });

  it('are read by their names with dots where folders have the names with hyphens', async () => {
    await putAll((name) => `${name.replace('-idx', '.idx')}.gz`);
    for (const name of all) await mkdir(join(directory, name));
    expect(await loaded()).toEqual([5, 7]);
  });

  it.each([
    [trainImages, trainLabels],
    [trainImages, testImages],
    [trainLabels, testLabels],
  ])('%s and %s swapped are recognized', async (one, other) => {
    await putAll((name) => `${name === one ? other : name === other ? one : name}.gz`);
    const { message } = await failure(mnist);
    const [place, content] = all.indexOf(one) < all.indexOf(other) ? [one, other] : [other, one];
    expect(message).toContain(
      `${join(directory, place)}.gz: this is MNIST's ${content}: expected content with SHA-256 `,
    );
    expect(message).toMatch(/Give each file its own name\.$/);
  });

  it("are recognized as another dataset's, also by archives", async () => {
    for (const load of [fashionMnist, kmnist]) {
      expect((await failure(load as typeof mnist, real)).message).toContain(
        `${trainImages}.gz: this is MNIST's ${trainImages}: expected `,
      );
    }
  });

  it('are asked for by the one name that is missing', async () => {
    await putAll((name) => `${name}.gz`);
    await rename(join(directory, `${trainImages}.gz`), join(directory, 'other'));
    expect((await failure(mnist)).message).toContain(
      `MNIST: expected ${trainImages} or ${trainImages}.gz in ${directory}, got neither. The dataset`,
    );
    await copyFile(join(directory, 'other'), join(directory, `${trainImages}.gz`));
    expect(await loaded()).toEqual([5, 7]);
  });
});
