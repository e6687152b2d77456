/** Reversed, as zlib, gzip and PNG have it. */
const POLYNOMIAL = 0xedb88320;
const WORD = 4;

/** What a byte contributes from 0 to 3 places further on, one table after another. */
let tables: Uint32Array | undefined;

/**
 * CRC-32, the checksum of zlib, of bytes that follow others.
 *
 * @param before the checksum of what came before; 0 at the start
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  tables ??= makeTables();
  const table = tables;
  let crc = ~before;
  let at = 0;
  for (const end = bytes.length - WORD; at <= end; at += WORD) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      table[768 + (crc & 0xff)]! ^
      table[512 + ((crc >>> 8) & 0xff)]! ^
      table[256 + ((crc >>> 16) & 0xff)]! ^
      table[crc >>> 24]!;
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ table[(crc ^ bytes[at]!) & 0xff]!;
  return ~crc >>> 0;
}

function makeTables(): Uint32Array {
  const made = new Uint32Array(WORD * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    made[byte] = crc;
  }
  for (let index = 256; index < made.length; index++) {
    const previous = made[index - 256]!;
    made[index] = (previous >>> 8) ^ made[previous & 0xff]!;
  }
  return made;
}
