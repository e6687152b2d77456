import { checkCount, checkOptions, OptionError, optionNames, shown } from '@neutype/errors';
import { NdArray } from '@neutype/ndarray';
import { checkText } from '../support/checkText.js';
import { CorruptFileError } from '../support/errors.js';
import { checkNotices, type Notices, notify } from '../support/notify.js';
import { room } from '../support/room.js';
import { loadDecoder } from './decodeImage.js';
import { listImages } from './listImages.js';

export interface ImageFolderOptions extends Notices {
  /** 1: gray levels, shape [n, height, width]; 3: red, green, blue, shape [n, height, width, 3]. 3 by default. */
  readonly channels?: 1 | 3 | undefined;
  /** Bring every image to this size; by default all must have the size of the first. */
  readonly size?: readonly [height: number, width: number] | undefined;
  /** The most pixels a file may unpack to; 2 ** 26 (67 million) by default. */
  readonly maxPixels?: number | undefined;
}

const OPTIONS = optionNames<ImageFolderOptions>({
  channels: true,
  size: true,
  maxPixels: true,
  onNotice: true,
});

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

/**
 * Images in a folder for each class: torchvision's `ImageFolder`. They are decoded by sharp, which must be installed
 * beside this package.
 *
 * Folders in a class belong to it, and links are followed. Hidden folders and folders without images are no classes.
 * Images are turned upright, what is transparent becomes black, gray levels are Pillow's, 16 bits become 8, and of an
 * animation the first picture is taken.
 *
 * @param directory holds the classes' folders
 * @throws DataNotFoundError where there are no images or no sharp; CorruptFileError for an image that cannot be decoded,
 *   is of a kind that is not read, has too many pixels or another size than the first; DataError where the images do not
 *   fit into memory; OptionError for options that cannot be
 *
 * @example
 * ```ts
 * const { images, labels, classes } = await imageFolder('flowers', { size: [64, 64] });
 * ```
 */
export async function imageFolder(directory: string, options: ImageFolderOptions = {}): Promise<ImageFolder> {
  checkText('imageFolder, directory', directory, 'a path');
  checkImageOptions(options);
  const { channels = 3, size, maxPixels = 2 ** 26 } = options;
  const { classes, files, labels } = await listImages(directory, (line) => notify(options, line));
  const decode = await loadDecoder();
  let [height, width] = size ?? [0, 0];
  let data = new Uint8Array(0);
  if (size !== undefined) data = emptyImages(files.length, height, width, channels);
  for (const [index, file] of files.entries()) {
    const image = await decode(file, { channels, size, maxPixels });
    if (index === 0 && size === undefined) {
      [height, width] = [image.height, image.width];
      data = emptyImages(files.length, height, width, channels);
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

function checkImageOptions(options: ImageFolderOptions): void {
  checkOptions('imageFolder', options, OPTIONS);
  checkNotices('imageFolder', options);
  const { channels, size, maxPixels } = options;
  if (channels !== undefined && channels !== 1 && channels !== 3) {
    throw new OptionError({ where: 'imageFolder, channels', expected: '1 or 3', received: shown(channels) });
  }
  if (size !== undefined) {
    if (!Array.isArray(size) || size.length !== 2) {
      throw new OptionError({
        where: 'imageFolder, size',
        expected: '[height, width]',
        received: shown(size),
      });
    }
    for (const length of size) checkCount('imageFolder, size', length);
  }
  if (maxPixels !== undefined) checkCount('imageFolder, maxPixels', maxPixels);
}

function emptyImages(
  count: number,
  height: number,
  width: number,
  channels: number,
): Uint8Array<ArrayBuffer> {
  const bytes = count * height * width * channels;
  const need = {
    where: 'imageFolder',
    what: 'images',
    amount: `${count} of ${width} x ${height}`,
    bytes,
    remedy: 'Bring them to a smaller size with `size: [height, width]`, or load a folder at a time.',
  };
  return room(need, () => new Uint8Array(bytes));
}
