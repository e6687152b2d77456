import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { CorruptFileError } from '../support/errors.js';

const READ = '.png .jpg .jpeg .jpe .jfif .jif .webp .gif .tif .tiff .avif'.split(' ');

/** Images that sharp does not decode as it is installed, or that have no pixels. */
const NOT_READ = (
  '.bmp .dib .pbm .pgm .ppm .pnm .pam .pfm .heic .heif .jp2 .j2k .jpx .jxl .tga .ico .cur .psd .svg .eps .hdr .exr ' +
  '.dds .fits .dcm .dng .cr2 .nef .arw'
).split(' ');

/** What images begin with: PNG, JPEG, GIF, TIFF in both byte orders; WebP and AVIF say so a few bytes later. */
const SIGNATURES = /^(\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|RIFF.{4}WEBP|.{4}ftypavi[fs])/s;

/**
 * Whether a file is an image to read, by its name or, where that says nothing, by its first bytes.
 *
 * @throws CorruptFileError for an image of a kind that is not read, rather than to leave it out
 */
export async function isImage(path: string): Promise<boolean> {
  const extension = extname(path).toLowerCase();
  if (NOT_READ.includes(extension)) {
    throw new CorruptFileError(
      path,
      'images of this kind are not read. Convert it to PNG (with ImageMagick: mogrify -format png), or take it out.',
    );
  }
  return READ.includes(extension) || SIGNATURES.test(await firstBytes(path));
}

async function firstBytes(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(12));
    return String.fromCharCode(...buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}
