import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { NdArray } from '@neutype/ndarray';
import { CorruptFileError, DataNotFoundError } from '../support/errors.js';

export interface ImageFolderOptions {
  /** 1: grey levels, shape [n, height, width]; 3: red, green, blue, shape [n, height, width, 3]. 3 by default. */
  readonly channels?: 1 | 3 | undefined;
  /** Bring every image to this size; by default all must have the size of the first. */
  readonly size?: readonly [height: number, width: number] | undefined;
}

export interface ImageFolder {
  /** uint8 of shape [n, height, width] or [n, height, width, 3]. */
  readonly images: NdArray<Uint8Array>;
  /** int32 of shape [n]: the index of the class. */
  readonly labels: NdArray<Int32Array>;
  /** The folders' names, in sorted order. */
  readonly classes: readonly string[];
  /** Each image's path. */
  readonly files: readonly string[];
}

const EXTENSIONS = new Set(['.png', '.jpg', '.jpeg', '.webp', '.gif', '.tif', '.tiff', '.avif']);

/**
 * Images in a folder for each class: torchvision's `ImageFolder`. They are decoded by sharp, which must be installed
 * beside this package.
 *
 * @param directory holds the classes' folders
 * @throws DataNotFoundError where there are no images or no sharp, CorruptFileError for an image that cannot be decoded
 *   or has another size than the first
 *
 * @example
 * ```ts
 * const { images, labels, classes } = await imageFolder('flowers', { size: [64, 64] });
 * ```
 */
export async function imageFolder(directory: string, options: ImageFolderOptions = {}): Promise<ImageFolder> {
  const { channels = 3 } = options;
  const { classes, files, labels } = await listImages(directory);
  const decode = await loadDecoder();
  let [height, width] = options.size ?? [0, 0];
  let data = new Uint8Array(0);
  for (const [index, file] of files.entries()) {
    const image = await decode(file, channels, options.size);
    if (index === 0) {
      [height, width] = [image.height, image.width];
      data = new Uint8Array(files.length * height * width * channels);
    }
    if (image.height !== height || image.width !== width) {
      throw new CorruptFileError(
        file,
        `the image is ${image.width} x ${image.height}, the first one ${width} x ${height}. ` +
          'Bring them to one size with `size: [height, width]`.',
      );
    }
    data.set(image.data, index * height * width * channels);
  }
  const shape = [files.length, height, width, ...(channels === 3 ? [3] : [])];
  return {
    images: new NdArray(data, shape),
    labels: new NdArray(Int32Array.from(labels), [files.length]),
    classes,
    files,
  };
}

async function listImages(
  directory: string,
): Promise<{ classes: string[]; files: string[]; labels: number[] }> {
  const entries = await readdir(directory, { withFileTypes: true });
  const classes = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const files: string[] = [];
  const labels: number[] = [];
  for (const [label, name] of classes.entries()) {
    const images = (await readdir(join(directory, name))).filter((file) =>
      EXTENSIONS.has(extname(file).toLowerCase()),
    );
    for (const file of images.sort()) {
      files.push(join(directory, name, file));
      labels.push(label);
    }
  }
  if (files.length === 0) {
    throw new DataNotFoundError(
      `imageFolder: expected a folder for each class with images in it (${[...EXTENSIONS].join(', ')}), ` +
        `found none in ${directory}.`,
    );
  }
  return { classes, files, labels };
}

interface DecodedImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

type Decode = (
  file: string,
  channels: 1 | 3,
  size: readonly [number, number] | undefined,
) => Promise<DecodedImage>;

async function loadDecoder(): Promise<Decode> {
  const sharp = await import('sharp').then(
    (module) => module.default,
    (error: unknown) => {
      throw new DataNotFoundError('imageFolder needs the package sharp: npm install sharp', { cause: error });
    },
  );
  return async (file, channels, size) => {
    try {
      let image = sharp(file).rotate().flatten();
      if (size !== undefined) image = image.resize(size[1], size[0], { fit: 'fill' });
      image = channels === 1 ? image.greyscale() : image.toColourspace('srgb');
      const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
      return { data, width: info.width, height: info.height };
    } catch (error) {
      throw new CorruptFileError(file, `cannot be decoded as an image: ${(error as Error).message}`, {
        cause: error,
      });
    }
  };
}
