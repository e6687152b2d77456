import { CorruptFileError, DataNotFoundError } from '../support/errors.js';

export interface DecodedImage {
  /** Row by row, `channels` bytes a pixel. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface DecodeOptions {
  readonly channels: 1 | 3;
  readonly size: readonly [height: number, width: number] | undefined;
  readonly maxPixels: number;
}

export type Decode = (file: string, options: DecodeOptions) => Promise<DecodedImage>;

type Sharp = typeof import('sharp').default;

const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif'];

/** @throws DataNotFoundError where sharp is not installed */
export async function loadDecoder(): Promise<Decode> {
  const sharp = await import('sharp').then(
    (module) => module.default,
    (error: unknown) => {
      throw new DataNotFoundError('imageFolder needs the package sharp: npm install sharp', { cause: error });
    },
  );
  return async (file, options) => {
    await checkHeader(sharp, file, options.maxPixels);
    const { data, info } = await decoded(file, () => pixels(sharp, file, options));
    return {
      data: options.channels === 1 ? grayLevels(data) : data,
      width: info.width,
      height: info.height,
    };
  };
}

/** Refuses, before anything is unpacked, what would be decoded to something else than the picture that was meant. */
async function checkHeader(sharp: Sharp, file: string, maxPixels: number): Promise<void> {
  const header = await decoded(file, () => sharp(file, { limitInputPixels: false }).metadata());
  const { format, width, height, depth } = header;
  if (!FORMATS.includes(format)) {
    throw new CorruptFileError(file, `expected a JPEG, PNG, WebP, GIF, TIFF or AVIF image, got ${format}.`);
  }
  if (width * height > maxPixels) {
    throw new CorruptFileError(
      file,
      `the image is ${width} x ${height}, ${width * height} pixels of at most ${maxPixels}. ` +
        'If it is meant to be as large, raise maxPixels.',
    );
  }
  if (depth !== 'uchar' && depth !== 'ushort') {
    throw new CorruptFileError(
      file,
      `expected 8 or 16 bits for each value, got ${depth}. What is black and what is white only you know: ` +
        'convert it to 8 bits.',
    );
  }
}

function pixels(
  sharp: Sharp,
  file: string,
  { size, maxPixels }: DecodeOptions,
): Promise<{ data: Uint8Array; info: { width: number; height: number } }> {
  let image = sharp(file, { limitInputPixels: maxPixels }).rotate().flatten();
  if (size !== undefined) image = image.resize(size[1], size[0], { fit: 'fill' });
  return image.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
}

async function decoded<T>(file: string, decode: () => Promise<T>): Promise<T> {
  try {
    return await decode();
  } catch (error) {
    const [first] = (error as Error).message.split('\n');
    throw new CorruptFileError(file, `cannot be decoded as an image: ${first}`, { cause: error });
  }
}

/** Luma by ITU-R BT.601 in Pillow's integers: (19595 R + 38470 G + 7471 B) / 65536, rounded. A gray pixel keeps its level. */
function grayLevels(rgb: Uint8Array): Uint8Array {
  const gray = new Uint8Array(rgb.length / 3);
  for (let pixel = 0, at = 0; pixel < gray.length; pixel++, at += 3) {
    gray[pixel] = (19595 * rgb[at]! + 38470 * rgb[at + 1]! + 7471 * rgb[at + 2]! + 0x8000) >> 16;
  }
  return gray;
}
