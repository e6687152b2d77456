import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OptionError } from '@neutype/errors';
import fc from 'fast-check';
import sharp from 'sharp';
import { type ImageFolderOptions, imageFolder } from '../../src/files/index.js';
import { CorruptFileError, DataNotFoundError } from '../../src/index.js';
import { fuzzed, fuzzTimeout } from '../support/fuzz.js';
import { runInChild } from '../support/runInChild.js';

/** Made by tools/golden/images.py. */
const pillow = JSON.parse(readFileSync(join(import.meta.dirname, '../golden/pillow.json'), 'utf8')) as {
  grayLevels: { colors: number[]; gray: number[] };
  tiff: { float: string; int: string };
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neutype-images-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function paint(red: number, green: number, width = 4, height = 3): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: { r: red, g: green, b: 0 } } })
    .png()
    .toBuffer();
}

async function make(name: string, files: Record<string, Uint8Array | string>): Promise<string> {
  for (const [file, content] of Object.entries(files)) {
    const path = join(folder, name, file);
    if (file.endsWith('/')) await mkdir(path, { recursive: true });
    else {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    }
  }
  return join(folder, name);
}

/** The folder's classes and files, and what the user was told. */
async function found(path: string): Promise<{ classes: readonly string[]; files: string[]; told: string[] }> {
  const told: string[] = [];
  const { classes, files, labels } = await imageFolder(path, { onNotice: (line) => told.push(line) });
  expect(labels.length).toBe(files.length);
  return { classes, files: files.map((file) => file.slice(path.length + 1)), told };
}

describe('classes and images', () => {
  it('are read with images, labels and class names', async () => {
    const path = await make('colors', {
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
    const gray = await imageFolder(path, { channels: 1, size: [2, 5] });
    expect(gray.images.shape).toEqual([3, 2, 5]);
  });

  it('does not take hidden, archive and empty folders for classes, and reports the empty ones', async () => {
    const image = await paint(1, 1);
    const path = await make('clutter', {
      'cat/1.png': image,
      'cat/.hidden.png': 'x',
      'cat/._1.png': 'x',
      'cat/.ipynb_checkpoints/1-checkpoint.png': image,
      '.ipynb_checkpoints/1.png': image,
      '.git/1.png': image,
      '__MACOSX/._1.png': 'x',
      '@eaDir/1.png': image,
      'empty/': '',
      'words/readme.md': 'no image',
    });
    expect(await found(path)).toEqual({
      classes: ['cat'],
      files: ['cat/1.png'],
      told: [`imageFolder: ${path}: no images are in 'empty', 'words', which are no classes.`],
    });
  });

  it("folders in a class belong to it, whatever leads to them, in torchvision's order", async () => {
    const image = await paint(1, 1);
    const path = await make('nested', {
      'cat/z.png': image,
      'cat/white/x.png': image,
      'cat/white/long/y.png': image,
      'cat/white-ish/w.png': image,
      'dog/1.png': image,
    });
    const elsewhere = await make('elsewhere', { '1.png': image });
    await symlink(elsewhere, join(path, 'fish'));
    await symlink(join(path, 'cat/z.png'), join(path, 'dog/2.png'));
    await symlink(path, join(path, 'cat/round'));
    await symlink(join(path, 'cat'), join(path, 'cat/white/back'));
    const { classes, files } = await found(path);
    expect(classes).toEqual(['cat', 'dog', 'fish']);
    expect(files).toEqual([
      'cat/z.png',
      'cat/white/x.png',
      'cat/white-ish/w.png',
      'cat/white/long/y.png',
      'dog/1.png',
      'dog/2.png',
      'fish/1.png',
    ]);
  });

  it('images by other names, or by none, are read', async () => {
    const image = await paint(9, 9);
    const jpeg = await sharp(image).jpeg().toBuffer();
    const path = await make('names', {
      'a/1.jfif': jpeg,
      'a/2.jpe': jpeg,
      'a/3': image,
      'a/4.dat': await sharp(image).webp().toBuffer(),
      'a/5.TIFF': await sharp(image).tiff().toBuffer(),
    });
    expect((await found(path)).files).toEqual(['a/1.jfif', 'a/2.jpe', 'a/3', 'a/4.dat', 'a/5.TIFF']);
  });

  it('reports images beside the class folders', async () => {
    const image = await paint(1, 1);
    const path = await make('beside', { 'a/1.png': image, 'b.png': image, 'c.bmp': 'BM', 'd.md': 'x' });
    expect((await found(path)).told).toEqual([
      `imageFolder: ${path}: 'b.png', 'c.bmp' lie in no class's folder and are left out.`,
    ]);
  });

  it('names that would steer a terminal are escaped', async () => {
    const path = await make('steering', { 'a/1.png': await paint(1, 1), '\x1b[31mred/': '' });
    expect((await found(path)).told).toEqual([
      `imageFolder: ${path}: no images are in '\\x1b[31mred', which is no class.`,
    ]);
    await expect(imageFolder(join(path, '\x1b[2J'))).rejects.toThrow(
      '\\x1b[2J: there is no such file or folder',
    );
  });

  it('reports the parts of a data set that would become classes', async () => {
    const image = await paint(1, 1);
    const path = await make('parts', { 'train/cat/1.png': image, 'test/cat/1.png': image });
    expect((await found(path)).told).toEqual([
      `imageFolder: ${path}: the classes are 'test' and 'train'. For one part of the data, name its folder: ` +
        `imageFolder('${join(path, 'test')}').`,
    ]);
  });
});

describe('pixels', () => {
  let made = 0;
  async function first(
    content: Uint8Array,
    options?: ImageFolderOptions,
  ): Promise<{ shape: readonly number[]; data: number[] }> {
    const path = await make(`pixels-${made++}`, { 'a/image': content });
    const { images } = await imageFolder(path, options);
    return { shape: images.shape, data: [...images.data] };
  }

  it("gray levels are Pillow's", async () => {
    const { grayLevels } = pillow;
    const raw = { width: 8, height: 8, channels: 3 } as const;
    const image = await sharp(Uint8Array.from(grayLevels.colors), { raw }).png().toBuffer();
    expect(await first(image, { channels: 1 })).toEqual({ shape: [1, 8, 8], data: grayLevels.gray });
  });

  it.each([1, 3] as const)('a gray image keeps its levels, with %d channels', async (channels) => {
    const raw = { width: 2, height: 1, channels: 1 } as const;
    const image = await sharp(Uint8Array.of(7, 200), { raw }).toColourspace('b-w').png().toBuffer();
    const { data } = await first(image, { channels });
    expect(data).toEqual(channels === 1 ? [7, 200] : [7, 7, 7, 200, 200, 200]);
  });

  it('are reduced from sixteen bits to eight', async () => {
    const raw = { width: 2, height: 1, channels: 1 } as const;
    const image = await sharp(Uint16Array.of(0x1234, 0xff00), { raw })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    expect((await first(image, { channels: 1 })).data).toEqual([0x12, 0xff]);
  });

  it("are turned upright by the camera's orientation", async () => {
    // Orientation 6: the first row of the file is the right side of the picture.
    const raw = { width: 2, height: 1, channels: 3 } as const;
    const image = await sharp(Uint8Array.of(255, 0, 0, 0, 0, 255), { raw })
      .png()
      .withMetadata({ orientation: 6 })
      .toBuffer();
    expect(await first(image)).toEqual({ shape: [1, 2, 1, 3], data: [255, 0, 0, 0, 0, 255] });
  });

  it('are blended with black where they are transparent', async () => {
    const raw = { width: 3, height: 1, channels: 4 } as const;
    const pixels = Uint8Array.of(255, 255, 255, 0, 255, 255, 255, 255, 100, 0, 0, 255);
    expect((await first(await sharp(pixels, { raw }).png().toBuffer())).data).toEqual([
      0, 0, 0, 255, 255, 255, 100, 0, 0,
    ]);
  });
});

describe('an image that cannot be read is reported', () => {
  async function refused(
    name: string,
    files: Record<string, Uint8Array | string>,
    message: string | RegExp,
    options?: ImageFolderOptions,
  ): Promise<void> {
    const reading = imageFolder(await make(name, files), options);
    await expect(reading).rejects.toThrow(CorruptFileError);
    await expect(reading).rejects.toThrow(message);
  }

  it('if its size differs from the others', async () => {
    const files = { 'a/1.png': await paint(1, 1), 'a/2.png': await paint(1, 1, 7, 7) };
    await refused('mixed', files, '2.png: the image is 7 x 7, the first one 4 x 3. Bring them to one size');
    const higher = { 'a/1.png': await paint(1, 1), 'a/2.png': await paint(1, 1, 4, 6) };
    await refused('higher', higher, '2.png: the image is 4 x 6, the first one 4 x 3.');
  });

  it('if it is not an image, or is truncated', async () => {
    await refused('broken', { 'a/1.png': 'no image' }, '1.png: cannot be decoded as an image: ');
    const jpeg = await sharp(await paint(1, 1, 64, 64))
      .jpeg()
      .toBuffer();
    await refused(
      'cut',
      { 'a/1.jpg': jpeg.subarray(0, jpeg.length - 20) },
      '1.jpg: cannot be decoded as an image: ',
    );
  });

  it.each(['bmp', 'PGM', 'ppm', 'pnm', 'heic', 'jxl', 'jp2', 'tga', 'ico', 'psd', 'svg'])(
    '.%s beside .png',
    async (extension) => {
      const files = { 'a/1.png': await paint(1, 1), [`a/2.${extension}`]: 'BM' };
      await refused(
        `foreign-${extension}`,
        files,
        `2.${extension}: images of this kind are not read. Convert it to PNG`,
      );
    },
  );

  it('if it is an SVG with the name of a PNG', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>';
    await refused(
      'svg',
      { 'a/1.png': svg },
      '1.png: expected a JPEG, PNG, WebP, GIF, TIFF or AVIF image, got svg',
    );
  });

  it.each(['float', 'int'] as const)('a TIFF of %s pixels', async (depth) => {
    const image = Buffer.from(pillow.tiff[depth], 'base64');
    await refused(
      depth,
      { 'a/1.tiff': image },
      `1.tiff: expected 8 or 16 bits for each value, got ${depth}.`,
    );
  });

  it('if sharp is not installed', async () => {
    const path = await make('undecoded', { 'a/1.png': await paint(1, 1) });
    const hook =
      'export const resolve = (name, at, next) => next(name === "sharp" ? "not-installed" : name, at);';
    const ended = await runInChild(`
      import { register } from 'node:module';
      import { imageFolder } from './files/index.ts';
      register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hook)}));
      await imageFolder(${JSON.stringify(path)}).catch(({ name, message }) => console.log(name + ': ' + message));`);
    expect(ended).toEqual({
      code: 0,
      stdout: 'DataNotFoundError: imageFolder needs the package sharp: npm install sharp\n',
      stderr: '',
    });
  });

  it('if it is a dangling link', async () => {
    const path = await make('dangling', { 'a/1.png': await paint(1, 1) });
    await symlink(join(path, 'nowhere.png'), join(path, 'a/2.png'));
    await expect(imageFolder(path)).rejects.toThrow(`${join(path, 'a/2.png')}: there is no such file`);
  });

  it('if a small file holds too many pixels, before they are unpacked', async () => {
    const bomb = await sharp({ create: { width: 9000, height: 9000, channels: 3, background: 'black' } })
      .png()
      .toBuffer();
    const before = process.memoryUsage().rss;
    await refused(
      'bomb',
      { 'a/1.png': bomb },
      '1.png: the image is 9000 x 9000, 81000000 pixels of at most 67108864.',
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(9000 * 9000);
    await refused('limit', { 'a/1.png': await paint(1, 1) }, 'is 4 x 3, 12 pixels of at most 11', {
      maxPixels: 11,
    });
  });

  it('if the images do not fit into memory', async () => {
    const path = await make('many', { 'a/1.png': await paint(1, 1) });
    await expect(imageFolder(path, { size: [2 ** 20, 2 ** 20] })).rejects.toThrow(
      'imageFolder: expected images that fit into memory, got 1 of 1048576 x 1048576',
    );
  });

  it.each([
    ['a folder that is not there', 'missing', {}, 'missing: there is no such file or folder'],
    ['a file', 'file/a.png', { 'a.png': 'x' }, 'expected a folder'],
    [
      'a folder without images',
      'empty',
      { 'a/notes.txt': '' },
      'expected a folder for each class with images in it',
    ],
    ['images without folders', 'flat', { 'a.png': 'x' }, "'a.png' lies in no class's folder"],
  ] as const)('%s', async (_what, name, files, message) => {
    await make(dirname(name) === '.' ? name : dirname(name), files);
    const reading = imageFolder(join(folder, name));
    await expect(reading).rejects.toThrow(DataNotFoundError);
    await expect(reading).rejects.toThrow(message);
  });

  it.each([
    [{ channels: 2 }, 'imageFolder, channels: expected 1 or 3, got 2.'],
    [{ channels: '3' }, "imageFolder, channels: expected 1 or 3, got '3'."],
    [{ size: 64 }, 'imageFolder, size: expected [height, width], got 64.'],
    [{ size: [64] }, 'imageFolder, size: expected [height, width], got an array of 1.'],
    [{ size: [64, 0] }, 'imageFolder, size: expected a whole number from 1, got 0.'],
    [{ maxPixels: -1 }, 'imageFolder, maxPixels: expected a whole number from 1, got -1.'],
    [{ onNotice: 'log' }, "imageFolder, onNotice: expected a function of a line, got 'log'."],
    [{ targetSize: [2, 2] }, "got 'targetSize'. It is called 'size' here."],
  ])('the options %j', async (options, message) => {
    const reading = imageFolder('nowhere', options as ImageFolderOptions);
    await expect(reading).rejects.toThrow(OptionError);
    await expect(reading).rejects.toThrow(message);
  });
});

it(
  'a PNG with any bytes changed is read or refused in words',
  async () => {
    const image = await paint(200, 100, 16, 16);
    const path = await make('changed', { 'a/1.png': image });
    const change = fc.tuple(fc.nat({ max: image.length - 1 }), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.nat({ max: image.length }),
        async (changes, cut) => {
          const bytes = Uint8Array.from(image);
          for (const [at, value] of changes) bytes[at] = value;
          await writeFile(join(path, 'a/1.png'), cut % 4 === 0 ? bytes.subarray(0, cut) : bytes);
          try {
            const { images } = await imageFolder(path);
            expect(images.size).toBe(images.shape.reduce((product, length) => product * length));
          } catch (error) {
            expect(error).toBeInstanceOf(CorruptFileError);
          }
        },
      ),
      fuzzed(100),
    );
  },
  fuzzTimeout,
);
