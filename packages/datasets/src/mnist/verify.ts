import { describeIdx } from '../idx/parseIdx.js';
import { gunzip, sha256 } from '../platform/node.js';
import { CorruptFileError, LongerThanLimit } from '../support/errors.js';
import { type CatalogueFile, catalogue } from './catalogue.js';

/** As much is decompressed, so that a file in another's place is recognized; and no more. */
const LARGEST = Math.max(
  ...catalogue.flatMap(({ files }) => Object.values(files).map((file: CatalogueFile) => file.bytes)),
);

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
  const published =
    expected.gzipSha256 === undefined ? undefined : (await sha256(bytes)) === expected.gzipSha256;
  const compressed = isGzip(bytes);
  const content = compressed ? await decompressed(bytes, expected, path) : bytes;
  const right =
    content.length === expected.bytes && (published ?? (await sha256(content)) === expected.sha256);
  if (right) return content;
  throw new CorruptFileError(path, await whatIsWrong(content, compressed, expected));
}

async function decompressed(bytes: Uint8Array, expected: CatalogueFile, path: string): Promise<Uint8Array> {
  try {
    return await gunzip(bytes, LARGEST);
  } catch (error) {
    const reason = (error as Error).message;
    throw new CorruptFileError(
      path,
      error instanceof LongerThanLimit
        ? `the file is too long: expected ${expected.bytes} bytes after decompression, got more.`
        : `the compressed file is truncated or damaged (${reason}): expected ${expected.bytes} bytes after ` +
            `decompression, its ${bytes.length} bytes do not decompress to that.`,
      { cause: error },
    );
  }
}

async function whatIsWrong(
  content: Uint8Array,
  compressed: boolean,
  expected: CatalogueFile,
): Promise<string> {
  const digest = await sha256(content);
  const owner = ownerOf(digest);
  if (owner !== undefined) return anothersFile(owner, expected);
  if (compressed && isGzip(content)) {
    return 'the file is compressed twice: decompress it once (gunzip).';
  }
  const held = describeIdx(content);
  if (expected.gzipSha256 !== undefined) {
    const came = compressed ? 'another compressed file' : 'something that is not compressed';
    return (
      `expected the published .gz file with SHA-256 ${expected.gzipSha256}, got ${came}.` +
      (held === undefined ? looksLikePage(content) : ` It holds ${held}.`)
    );
  }
  if (content.length === expected.bytes) {
    return `the file is damaged: expected content with SHA-256 ${expected.sha256}, got ${digest}.`;
  }
  const wanted = `expected ${expected.bytes} bytes${compressed ? ' after decompression' : ''}, got ${content.length}`;
  if (held !== undefined) return `${wanted}: ${held}.`;
  const kind = content.length < expected.bytes ? 'truncated' : 'too long';
  return `the file is ${kind}: ${wanted}.${looksLikePage(content)}`;
}

interface Owner {
  readonly title: string;
  readonly name: string;
}

function anothersFile({ title, name }: Owner, expected: CatalogueFile): string {
  const remedy = name === expected.name ? '' : ' Give each file its own name.';
  const wanted =
    expected.sha256 === undefined
      ? `the published .gz file with SHA-256 ${expected.gzipSha256}`
      : `content with SHA-256 ${expected.sha256}`;
  return `this is ${title}'s ${name}: expected ${wanted}.${remedy}`;
}

function ownerOf(digest: string): Owner | undefined {
  for (const { title, files } of catalogue) {
    const file = Object.values(files).find(({ sha256 }) => sha256 === digest);
    if (file !== undefined) return { title, name: file.name };
  }
  return undefined;
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function looksLikePage(bytes: Uint8Array): string {
  return bytes[0] === 0x3c ? ' It looks like a web page, perhaps an error page saved as the file.' : '';
}
