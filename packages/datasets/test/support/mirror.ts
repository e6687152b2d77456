import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

export interface Mirror {
  /** Ends in a slash. */
  readonly url: string;
  readonly requests: { readonly range: string | undefined; readonly ifRange: string | undefined }[];
  /** How many bytes of bodies were handed to the network. */
  bodyBytes: number;
  close(): Promise<void>;
}

/** A local server that answers as told; `count` says the how manieth request it is, from 1. */
export async function startMirror(answer: Answer): Promise<Mirror> {
  const requests: Mirror['requests'] = [];
  const server: Server = createServer((request, response) => {
    requests.push({
      range: request.headers.range,
      ifRange: request.headers['if-range'] as string | undefined,
    });
    response.on('close', () => {
      mirror.bodyBytes += response.socket?.bytesWritten ?? 0;
    });
    answer(request, response, requests.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const mirror: Mirror = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    bodyBytes: 0,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return mirror;
}

export interface WholeFileOptions {
  readonly etag?: string;
  readonly ranges?: boolean;
}

/** A well-behaved server's answer: ranges and If-Range honoured unless told otherwise. */
export function serve(body: Uint8Array, { etag = '"v1"', ranges = true }: WholeFileOptions = {}): Answer {
  return (request, response) => {
    const from = rangeStart(request);
    const sameVersion = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
    response.setHeader('etag', etag);
    if (ranges && from !== undefined && sameVersion) {
      response.writeHead(206, {
        'content-range': `bytes ${from}-${body.length - 1}/${body.length}`,
        'content-length': body.length - from,
      });
      response.end(body.subarray(from));
      return;
    }
    response.writeHead(200, { 'content-length': body.length });
    response.end(body);
  };
}

/** Sends the first part of the file, announced whole, and then breaks the connection. */
export function breakAfter(body: Uint8Array, bytes: number, etag = '"v1"'): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': body.length, etag });
    response.write(body.subarray(0, bytes), () => setTimeout(() => response.socket?.resetAndDestroy(), 50));
  };
}

export function status(code: number): Answer {
  return (_request, response) => {
    response.writeHead(code);
    response.end('an explanation that is not the file');
  };
}

/** The nth answer for the nth request; the last one for all further. */
export function inTurn(...answers: Answer[]): Answer {
  return (request, response, count) =>
    answers[Math.min(count, answers.length) - 1]!(request, response, count);
}

function rangeStart(request: IncomingMessage): number | undefined {
  const match = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
  return match === null ? undefined : Number(match[1]);
}
