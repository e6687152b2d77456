import { CorruptFileError } from '../support/errors.js';
import { fileBytes } from './fileBytes.js';

/** What files begin with that are taken for text by mistake. */
const BINARY: readonly (readonly [start: string, what: string])[] = [
  ['PK\x03\x04', 'a ZIP archive, as spreadsheets (.xlsx, .ods) are. Unpack it, or save the sheet as CSV'],
  ['PK\x05\x06', 'an empty ZIP archive'],
  ['\xd0\xcf\x11\xe0', 'an old Office document (.xls). Save the sheet as CSV'],
  ['PAR1', 'a Parquet file. Convert it to CSV or JSON lines'],
  ['%PDF', 'a PDF document'],
  ['BZh', 'packed with bzip2. Unpack it, or pack it with gzip'],
  ['\xfd7zXZ', 'packed with xz. Unpack it, or pack it with gzip'],
  ['\x28\xb5\x2f\xfd', 'packed with zstd. Unpack it, or pack it with gzip'],
];

/**
 * The text of a file, piece by piece as it is asked for: gzip is unpacked, and the text is UTF-8 or, where a byte order
 * mark says so, UTF-16.
 *
 * @throws DataNotFoundError where the file cannot be opened, CorruptFileError for what is not text
 */
export async function* fileText(path: string, where: string): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const bytes of fileBytes(path, where)) {
    if (decoder === undefined) refuseBinary(bytes, path);
    decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true });
    yield decoded(decoder, bytes, path);
  }
  if (decoder !== undefined) yield decoded(decoder, undefined, path);
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

function refuseBinary(bytes: Uint8Array, path: string): void {
  const start = String.fromCharCode(...bytes.subarray(0, 8));
  const known = BINARY.find(([signature]) => start.startsWith(signature));
  if (known !== undefined) throw new CorruptFileError(path, `expected text, got ${known[1]}.`);
}

/** The next piece of text; without bytes, what is left at the end. */
function decoded(decoder: TextDecoder, bytes: Uint8Array | undefined, path: string): string {
  let text: string;
  try {
    text = bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch (error) {
    const encoding = decoder.encoding.toUpperCase();
    throw new CorruptFileError(
      path,
      `expected text, got bytes that are not ${encoding}. Save the file as UTF-8.`,
      { cause: error },
    );
  }
  if (text.includes('\0')) {
    throw new CorruptFileError(
      path,
      'expected text, got NUL characters: a binary file, or UTF-16 without a byte order mark. Save it as UTF-8.',
    );
  }
  return text;
}
