import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/errors';
import { ndarray } from '@neutype/ndarray';
import { DataNotFoundError, fetchFile, type PublishedFile } from '../../src/index.js';
import { eventCounter } from '../support/eventCounter.js';
import { sampleFile, sha256Of } from '../support/gzipSample.js';
import { breakAfter, inTurn, type Mirror, serve, status } from '../support/mirror.js';
import { openScene, patient, type Scene } from '../support/scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

function published(content: Uint8Array, mirrors: readonly Mirror[], name = 'batch.bin'): PublishedFile {
  const urls = mirrors.map(({ url }) => `${url}${name}`);
  return { folder: 'tiny', name, urls, bytes: content.length, sha256: sha256Of(content) };
}

function optionsOf() {
  return {
    cacheDir: scene.directory,
    fetchPolicy: patient,
    onNotice: (line: string) => void scene.notices.push(line),
  };
}

describe('fetchFile', () => {
  it('fetches a file once, and reads it from the cache from then on', async () => {
    const { content } = scene.sample;
    const mirror = await scene.mirror(serve(content));
    const file = published(content, [mirror]);
    for (let time = 0; time < 2; time++) {
      expect(Buffer.compare(await fetchFile(file, optionsOf()), content)).toBe(0);
    }
    expect(mirror.requests).toHaveLength(1);
    expect(await readdir(join(scene.directory, 'tiny'))).toContain('batch.bin');
  });

  it('gives a compressed file as it was published, and keeps it under its own name', async () => {
    const { gzip } = scene.sample;
    const file = published(gzip, [await scene.mirror(serve(gzip))], 'batch.tar.gz');
    expect(Buffer.compare(await fetchFile(file, optionsOf()), gzip)).toBe(0);
    expect(await readdir(join(scene.directory, 'tiny'))).toContain('batch.tar.gz');
    expect(Buffer.compare(await fetchFile(file, { ...optionsOf(), offline: true }), gzip)).toBe(0);
  });

  it('resumes where a connection broke, and goes to the next address where one fails', async () => {
    const { content } = scene.sample;
    const received = eventCounter();
    const broken = await scene.mirror(status(404));
    const flaky = await scene.mirror(inTurn(breakAfter(content, 50_000, received.next), serve(content)));
    const onProgress = (progress: { received: number }) => received.reached(progress.received);
    const bytes = await fetchFile(published(content, [broken, flaky]), { ...optionsOf(), onProgress });
    expect(Buffer.compare(bytes, content)).toBe(0);
    expect(flaky.requests[1]!.range).toMatch(/^bytes=[1-9]/);
  });

  it('refuses a file with another SHA-256 or of another size', async () => {
    const { content } = scene.sample;
    const mirror = await scene.mirror(serve(sampleFile(200_000).content.map((value) => value ^ 1)));
    await expect(fetchFile(published(content, [mirror]), optionsOf())).rejects.toThrow('expected SHA-256');
    const shorter = await scene.mirror(serve(content.subarray(1)));
    await expect(fetchFile(published(content, [shorter]), optionsOf())).rejects.toThrow(
      `expected ${content.length} bytes, got ${content.length - 1}`,
    );
  });

  it('does not use the network with offline: true', async () => {
    const mirror = await scene.mirror(serve(scene.sample.content));
    const file = published(scene.sample.content, [mirror]);
    await expect(fetchFile(file, { ...optionsOf(), offline: true })).rejects.toThrow(DataNotFoundError);
    expect(mirror.requests).toEqual([]);
  });

  it.each<[string, object, string]>([
    [
      'a name that leaves its folder',
      { name: '../batch.bin' },
      'fetchFile, name: expected a name of letters',
    ],
    ['a digest that is not a SHA-256', { sha256: 'c32a1d4a' }, 'fetchFile, sha256: expected 64 lowercase'],
    ['no addresses', { urls: [] }, 'fetchFile, urls: expected an array of addresses'],
    ['no size', { bytes: 0 }, 'fetchFile, bytes'],
    ['an unknown field', { md5: 'c32a1d4a' }, "got 'md5'"],
  ])('refuses a description with %s', async (_which, change, message) => {
    const file = { ...published(Uint8Array.of(1), []), urls: ['http://localhost/'], ...change };
    const attempt = fetchFile(file as PublishedFile);
    await expect(attempt).rejects.toThrow(OptionError);
    await expect(attempt).rejects.toThrow(message);
  });
});

describe('a data set that is not four IDX files', () => {
  /** CIFAR-10's binary records, smaller: a label, then the red, green and blue planes of a picture. */
  const SIDE = 4;
  const RECORD = 1 + 3 * SIDE * SIDE;

  async function tinyPictures(file: PublishedFile) {
    const bytes = await fetchFile(file, optionsOf());
    const count = bytes.length / RECORD;
    const labels = Uint8Array.from({ length: count }, (_, index) => bytes[index * RECORD]!);
    const images = new Uint8Array(count * SIDE * SIDE * 3);
    for (let index = 0; index < images.length; index++) {
      const pixel = Math.floor(index / 3);
      const picture = Math.floor(pixel / SIDE ** 2);
      images[index] = bytes[picture * RECORD + 1 + (index % 3) * SIDE ** 2 + (pixel % SIDE ** 2)]!;
    }
    return { images: ndarray(images, [count, SIDE, SIDE, 3]), labels: ndarray(labels) };
  }

  it('is a description and a few lines that read its bytes', async () => {
    const records = Uint8Array.from({ length: 3 * RECORD }, (_, index) =>
      index % RECORD === 0 ? index / RECORD : index % 256,
    );
    const mirror = await scene.mirror(serve(records));
    const { images, labels } = await tinyPictures(published(records, [mirror]));
    expect([...labels.data]).toEqual([0, 1, 2]);
    expect(images.shape).toEqual([3, 4, 4, 3]);
    // The red, green and blue of the second picture's first pixel lie one plane of 16 apart in its record.
    expect([...images.data.subarray(48, 51)]).toEqual([50, 66, 82]);
  });
});
