import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { openFailure } from './openFailure.js';

const READ = '.png .jpg .jpeg .jpe .jfif .jif .webp .gif .tif .tiff .avif'.split(' ');

/** Images that sharp does not decode as it is installed, or that have no pixels. */
const NOT_READ = (
  '.bmp .dib .pbm .pgm .ppm .pnm .pam .pfm .heic .heif .jp2 .j2k .jpx .jxl .tga .ico .cur .psd .svg .eps .hdr .exr ' +
  '.dds .fits .dcm .dng .cr2 .nef .arw'
).split(' ');

/** What images begin with: PNG, JPEG, GIF, TIFF in both byte orders; WebP and AVIF say so a few bytes later. */
const SIGNATURES = /^(\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|RIFF.{4}WEBP|.{4}ftypavi[fs])/s;

/** Whether a file is an image, and of a kind that is read: by its name or, where that says nothing, its first bytes. */
export async function imageKind(path: string): Promise<'read' | 'not read' | 'no image'> {
  const extension = extname(path).toLowerCase();
  if (NOT_READ.includes(extension)) return 'not read';
  return READ.includes(extension) || SIGNATURES.test(await firstBytes(path)) ? 'read' : 'no image';
}

async function firstBytes(path: string): Promise<string> {
  const file = await open(path).catch((error: unknown) => {
    throw openFailure(path, 'imageFolder', error);
  });
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(12));
    return String.fromCharCode(...buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}
