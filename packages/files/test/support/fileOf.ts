/** A file with this header, word for word, and so many bytes behind it. */
export function fileOf(header: unknown, bytes: number | Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const data = typeof bytes === 'number' ? new Uint8Array(bytes) : bytes;
  const file = new Uint8Array(8 + text.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  file.set(data, 8 + text.length);
  return file;
}

/** The pieces of a file in one. */
export function whole(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    file.set(piece, at);
    at += piece.length;
  }
  return file;
}

/** The header of a file, as the text that it is. */
export function headerOf(file: Uint8Array): string {
  const view = new DataView(file.buffer, file.byteOffset);
  return new TextDecoder().decode(file.subarray(8, 8 + Number(view.getBigUint64(0, true))));
}
