import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Classification, type LoadedNetwork, ndarray } from 'neutype';
import { PIXELS, pixelsOf, RequestError } from './digitRequest.js';
import { MicroBatches } from './microBatches.js';

/** A server that reads digits. */
export interface DigitServer {
  /** Where it is: `http://127.0.0.1:3000`. */
  readonly address: string;
  /** Answers what it was asked already, and takes no more. */
  close(): Promise<void>;
}

/**
 * Starts a server that answers `POST /predict` with what a network takes the digit for, and `GET /health`.
 *
 * @param port 0 for any that is free
 */
export async function serveDigits(network: LoadedNetwork, port: number): Promise<DigitServer> {
  const batches = new MicroBatches((images: readonly Float32Array[]) => classify(network, images));
  const server = createServer((request, response) => {
    answer(request, batches).then(
      (body) => send(response, 200, body),
      (error: unknown) => sendError(response, error),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${taken}`, close: () => closed(server) };
}

function classify(network: LoadedNetwork, images: readonly Float32Array[]): Promise<Classification[]> {
  const pixels = new Float32Array(images.length * PIXELS);
  for (const [index, image] of images.entries()) pixels.set(image, index * PIXELS);
  return network.classify(ndarray(pixels, [images.length, PIXELS]), { top: 3 });
}

async function answer(
  request: IncomingMessage,
  batches: MicroBatches<Float32Array, Classification>,
): Promise<object> {
  const { method, url } = request;
  if (url === '/health' && method === 'GET') return { status: 'ok' };
  if (url !== '/predict') throw new RequestError(404, 'There are POST /predict and GET /health.');
  if (method !== 'POST') throw new RequestError(405, 'Send an image to /predict with POST.');
  return batches.ask(await pixelsOf(request));
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function sendError(response: ServerResponse, error: unknown): void {
  if (error instanceof RequestError) {
    // What is left of the body is not read.
    response.setHeader('connection', 'close');
    send(response, error.status, { error: error.message });
    return;
  }
  console.error(error);
  send(response, 500, { error: 'The server failed; its log says why.' });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
