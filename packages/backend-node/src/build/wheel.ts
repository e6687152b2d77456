import { createHash } from 'node:crypto';
import { createWriteStream, mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { BuildError } from './buildError.js';
import { parseRecord, type RecordedChecksum } from './wheelRecord.js';

const LIBRARY = /^tensorflow\/(libtensorflow_(?:cc|framework)\.(?:so\.\d+|\d+\.dylib))$/;
/** The headers of the C interface and those that they include. */
const HEADER = /^(tensorflow\/include\/(?:.*\/)?(?:c|c\/eager|platform)\/[^/]+\.h)$/;

/** What was taken out of a wheel. */
export interface UnpackedWheel {
  /** TensorFlow's version. */
  readonly version: string;
  /** Paths of the libraries. */
  readonly libraries: readonly string[];
  /** The folder that `#include "tensorflow/c/…"` starts from. */
  readonly includeFolder: string;
}

/** TensorFlow's version, from the name of a wheel. */
export function versionOfWheel(path: string): string {
  const version = /^tensorflow\w*-([^-]+)-.*\.whl$/.exec(basename(path))?.[1];
  if (version !== undefined) return version;
  throw new BuildError({
    where: `wheel ${path}`,
    expected: 'a TensorFlow wheel, named like tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
    received: `'${basename(path)}'`,
    remedy: 'Pass the file as pip downloaded it.',
  });
}

/**
 * Takes the C library and its headers out of a TensorFlow wheel, and nothing else. Each file is compared with the
 * checksum in the wheel's own record, and one that has none there is refused.
 *
 * @param libraryFolder where the libraries go
 * @param headerFolder where the headers go
 */
export async function unpackWheel(
  wheel: string,
  libraryFolder: string,
  headerFolder: string,
): Promise<UnpackedWheel> {
  const version = versionOfWheel(wheel);
  const zip = await opened(wheel);
  try {
    const entries = await entriesOf(zip, wheel);
    const checksums = await recordedChecksums(zip, entries, wheel);
    const libraries: string[] = [];
    for (const entry of entries) {
      const library = LIBRARY.exec(entry.fileName)?.[1];
      const header = HEADER.exec(entry.fileName)?.[1];
      if (library === undefined && header === undefined) continue;
      const target = library === undefined ? join(headerFolder, header!) : join(libraryFolder, library);
      await unpack(zip, entry, target, checksumOf(entry, checksums, wheel), wheel);
      if (library !== undefined) libraries.push(target);
    }
    assertComplete(wheel, libraries);
    return { version, libraries, includeFolder: join(headerFolder, 'tensorflow', 'include') };
  } finally {
    zip.close();
  }
}

async function opened(wheel: string): Promise<ZipFile> {
  try {
    return await openPromise(wheel, { lazyEntries: true, autoClose: false });
  } catch (error) {
    throw corrupted(wheel, 'not a complete zip file', error);
  }
}

async function entriesOf(zip: ZipFile, wheel: string): Promise<Entry[]> {
  try {
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    return entries;
  } catch (error) {
    throw corrupted(wheel, 'its table of contents cannot be read', error);
  }
}

async function recordedChecksums(zip: ZipFile, entries: readonly Entry[], wheel: string): Promise<Checksums> {
  const records = entries.filter(({ fileName }) => /^[^/]+\.dist-info\/RECORD$/.test(fileName));
  if (records.length !== 1) {
    throw corrupted(wheel, `it has ${records.length === 0 ? 'no' : 'more than one'} RECORD of checksums`);
  }
  if (records[0]!.uncompressedSize > LARGEST_RECORD) throw corrupted(wheel, 'its RECORD is too large');
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of await zip.openReadStreamPromise(records[0]!)) chunks.push(chunk as Buffer);
  } catch (error) {
    throw corrupted(wheel, 'its RECORD cannot be read', error);
  }
  return parseRecord(Buffer.concat(chunks).toString('utf8'));
}

type Checksums = ReadonlyMap<string, RecordedChecksum | null>;

/** TensorFlow's takes 4 MB. */
const LARGEST_RECORD = 64e6;

function checksumOf({ fileName }: Entry, checksums: Checksums, wheel: string): RecordedChecksum {
  const checksum = checksums.get(fileName);
  if (checksum === undefined) throw corrupted(wheel, `${fileName} is not recorded with a checksum`);
  if (checksum === null) throw corrupted(wheel, `${fileName} is recorded twice, with different checksums`);
  return checksum;
}

async function unpack(
  zip: ZipFile,
  entry: Entry,
  target: string,
  { algorithm, digest }: RecordedChecksum,
  wheel: string,
): Promise<void> {
  mkdirSync(dirname(target), { recursive: true });
  const hash = createHash(algorithm);
  const hashing = new Transform({
    transform(chunk, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    await pipeline(await zip.openReadStreamPromise(entry), hashing, createWriteStream(target));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EACCES' || code === 'EROFS') throw notWritable(target, code, error);
    throw corrupted(wheel, `${entry.fileName} cannot be unpacked`, error);
  }
  if (hash.digest('base64url') !== digest) {
    throw corrupted(wheel, `${entry.fileName} does not have the checksum that the wheel records`);
  }
}

function assertComplete(wheel: string, libraries: readonly string[]): void {
  const names = libraries.map((path) => basename(path));
  const lacking = ['libtensorflow_cc', 'libtensorflow_framework'].filter(
    (library) => !names.some((name) => name.startsWith(library)),
  );
  if (lacking.length === 0) return;
  throw new BuildError({
    where: `wheel ${basename(wheel)}`,
    expected: 'libtensorflow_cc and libtensorflow_framework inside',
    received: `no ${lacking.join(' and no ')}`,
    remedy: 'Use a tensorflow-cpu wheel for Linux or macOS, version 2.9 or newer.',
  });
}

function corrupted(wheel: string, what: string, cause?: unknown): BuildError {
  return new BuildError(
    {
      where: `wheel ${basename(wheel)}`,
      expected: 'an undamaged wheel',
      received: `a corrupted one: ${what}`,
      remedy: 'Download it again.',
    },
    { cause },
  );
}

function notWritable(target: string, code: string, cause: unknown): BuildError {
  return new BuildError(
    {
      where: target,
      expected: 'to write there',
      received: code === 'ENOSPC' ? 'a full disk' : 'no permission',
      remedy: 'Choose another place with --cache DIR.',
    },
    { cause },
  );
}
