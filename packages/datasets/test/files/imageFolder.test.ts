import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { imageFolder } from '../../src/files/index.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neutype-files-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('image folders', () => {
  const paint = (red: number, green: number, width = 4, height = 3): Promise<Buffer> =>
    sharp({ create: { width, height, channels: 3, background: { r: red, g: green, b: 0 } } })
      .png()
      .toBuffer();
  const make = async (name: string, files: Record<string, Buffer | string>): Promise<string> => {
    for (const [file, content] of Object.entries(files)) {
      await mkdir(join(folder, name, file, '..'), { recursive: true });
      await writeFile(join(folder, name, file), content);
    }
    return join(folder, name);
  };

  it('give images, labels and class names', async () => {
    const path = await make('colours', {
      'red/b.png': await paint(200, 0),
      'red/a.PNG': await paint(255, 0),
      'green/c.png': await paint(0, 100),
      'green/notes.txt': 'not an image',
    });
    const { images, labels, classes, files } = await imageFolder(path);
    expect([images.shape, images.dtype]).toEqual([[3, 3, 4, 3], 'uint8']);
    expect([Array.from(labels.data), classes]).toEqual([
      [0, 1, 1],
      ['green', 'red'],
    ]);
    expect(files.map((file) => file.slice(path.length + 1))).toEqual([
      'green/c.png',
      'red/a.PNG',
      'red/b.png',
    ]);
    expect(Array.from(images.data.subarray(0, 3))).toEqual([0, 100, 0]);
    expect(Array.from(images.row(2).data.subarray(0, 3))).toEqual([200, 0, 0]);
    const grey = await imageFolder(path, { channels: 1, size: [2, 5] });
    expect(grey.images.shape).toEqual([3, 2, 5]);
  });

  it('name what is wrong', async () => {
    const mixed = await make('mixed', { 'a/1.png': await paint(1, 1), 'a/2.png': await paint(1, 1, 7, 7) });
    await expect(imageFolder(mixed)).rejects.toThrow(
      `${join(mixed, 'a/2.png')}: the image is 7 x 7, the first one 4 x 3. Bring them to one size`,
    );
    const broken = await make('broken', { 'a/1.png': 'no image' });
    await expect(imageFolder(broken)).rejects.toThrow(
      `${join(broken, 'a/1.png')}: cannot be decoded as an image: `,
    );
    const empty = await make('empty', { 'a/notes.txt': '' });
    await expect(imageFolder(empty)).rejects.toThrow('expected a folder for each class with images in it');
  });
});
