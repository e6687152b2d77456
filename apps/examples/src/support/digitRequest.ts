import type { IncomingMessage } from 'node:http';

/** A request that cannot be answered, and why. */
export class RequestError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const SIDE = 28;
export const PIXELS: number = SIDE * SIDE;

/** More than any image of this size takes as JSON. */
const MOST_BYTES = 64 * 1024;

/**
 * The pixels of the image in a request, from 0 to 255: as JSON, `{ "image": [784 numbers] }` or 28 rows of 28, or 784 bytes as
 * `application/octet-stream`.
 *
 * @throws RequestError for anything else
 */
export async function pixelsOf(request: IncomingMessage): Promise<Float32Array> {
  const type = request.headers['content-type']?.split(';')[0]?.trim();
  if (type !== 'application/json' && type !== 'application/octet-stream') {
    throw new RequestError(415, 'Send application/json or application/octet-stream.');
  }
  const body = await bodyOf(request);
  if (type === 'application/json') return fromJson(body);
  if (body.length === PIXELS) return Float32Array.from(body);
  throw new RequestError(400, `Expected ${PIXELS} bytes, one for each pixel, got ${body.length}.`);
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Uint8Array>) {
    size += piece.length;
    if (size > MOST_BYTES) throw new RequestError(413, `Expected at most ${MOST_BYTES} bytes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function fromJson(body: Uint8Array): Float32Array {
  const image = imageIn(new TextDecoder().decode(body));
  const pixels: readonly unknown[] = Array.isArray(image) ? image.flat() : [];
  const isPixel = (value: unknown) => typeof value === 'number' && value >= 0 && value <= 255;
  if (pixels.length === PIXELS && pixels.every(isPixel)) return Float32Array.from(pixels as number[]);
  throw new RequestError(
    400,
    `Expected { "image": … } with ${PIXELS} numbers from 0 to 255, or ${SIDE} rows of ${SIDE}.`,
  );
}

function imageIn(text: string): unknown {
  try {
    const value = JSON.parse(text) as { readonly image?: unknown } | null;
    return value?.image;
  } catch {
    throw new RequestError(400, 'Expected JSON.');
  }
}
