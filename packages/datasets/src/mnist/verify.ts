import { gunzip, sha256 } from '../platform/node.js';
import { CorruptFileError } from '../support/errors.js';
import { type CatalogueFile, catalogue } from './catalogue.js';

/**
 * The content of a file as it should be, from what was read: decompressed where it is compressed, of the right size and
 * with the right SHA-256.
 *
 * @param bytes what was read, compressed or not
 * @param path what errors call it
 * @throws CorruptFileError that says what was expected and what came
 */
export async function verifiedContent(
  bytes: Uint8Array,
  expected: CatalogueFile,
  path: string,
): Promise<Uint8Array> {
  const compressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (expected.gzipSha256 !== undefined) {
    await checkArchive(bytes, compressed, expected.gzipSha256, path);
  }
  const content = compressed ? await decompressed(bytes, expected, path) : bytes;
  if (content.length !== expected.bytes) {
    const kind = content.length < expected.bytes ? 'truncated' : 'too long';
    throw new CorruptFileError(
      path,
      `the file is ${kind}: expected ${expected.bytes} bytes${compressed ? ' after decompression' : ''}, ` +
        `got ${content.length}.${looksLikePage(content)}`,
    );
  }
  if (expected.sha256 !== undefined) await checkContent(content, expected.sha256, path);
  return content;
}

async function decompressed(bytes: Uint8Array, expected: CatalogueFile, path: string): Promise<Uint8Array> {
  try {
    return await gunzip(bytes, expected.bytes);
  } catch (error) {
    const reason = (error as Error).message;
    throw new CorruptFileError(
      path,
      `the compressed file is truncated or damaged (${reason}): expected ${expected.bytes} bytes after ` +
        `decompression, its ${bytes.length} bytes do not decompress to that.`,
      { cause: error },
    );
  }
}

async function checkContent(content: Uint8Array, expected: string, path: string): Promise<void> {
  const digest = await sha256(content);
  if (digest === expected) return;
  const other = ownerOf(digest);
  throw new CorruptFileError(
    path,
    other === undefined
      ? `the file is damaged: expected content with SHA-256 ${expected}, got ${digest}.`
      : `this is ${other}: expected content with SHA-256 ${expected}.`,
  );
}

async function checkArchive(
  bytes: Uint8Array,
  compressed: boolean,
  expected: string,
  path: string,
): Promise<void> {
  const digest = await sha256(bytes);
  if (digest === expected) return;
  throw new CorruptFileError(
    path,
    compressed
      ? `the compressed file is truncated, damaged or not the published one: expected SHA-256 ${expected}, ` +
          `got ${digest} (${bytes.length} bytes).`
      : `expected the published .gz file with SHA-256 ${expected}, got something that is not compressed.` +
          looksLikePage(bytes),
  );
}

function ownerOf(digest: string): string | undefined {
  for (const { title, files } of catalogue) {
    const file = Object.values(files).find(({ sha256 }) => sha256 === digest);
    if (file !== undefined) return `${title}'s ${file.name}`;
  }
  return undefined;
}

function looksLikePage(bytes: Uint8Array): string {
  return bytes[0] === 0x3c ? ' It looks like a web page, perhaps an error page saved as the file.' : '';
}
