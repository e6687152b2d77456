import { crc32c } from './crc32c.js';

/**
 * A record of TensorFlow's TFRecord format: the length as uint64, its checksum, the data, their checksum. All numbers are
 * little-endian.
 */
export function frame(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER + data.length + CHECKSUM);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(LENGTH, masked(bytes.subarray(0, LENGTH)), true);
  bytes.set(data, HEADER);
  view.setUint32(HEADER + data.length, masked(data), true);
  return bytes;
}

const LENGTH = 8;
const CHECKSUM = 4;
const HEADER = LENGTH + CHECKSUM;

/** Checksums of data that hold checksums themselves are rotated and moved, as the format has it. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
