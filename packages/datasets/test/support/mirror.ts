import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventCounter } from './eventCounter.js';

export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

export interface Mirror {
  /** Ends in a slash. */
  readonly url: string;
  readonly requests: { readonly range: string | undefined; readonly ifRange: string | undefined }[];
  /** Fulfilled once this many requests have come. */
  asked(times: number): Promise<void>;
  close(): Promise<void>;
}

/** A local server that answers as `respond` says; `count` numbers the requests from 1. */
export async function startMirror(answer: Answer): Promise<Mirror> {
  const requests: Mirror['requests'] = [];
  const asked = eventCounter();
  const server: Server = createServer((request, response) => {
    requests.push({
      range: request.headers.range,
      ifRange: request.headers['if-range'] as string | undefined,
    });
    answer(request, response, requests.length);
    asked.reached(requests.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    asked: asked.atLeast,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export interface WholeFileOptions {
  readonly etag?: string;
  readonly ranges?: boolean;
}

/** A well-behaved server's answer: by default it honors ranges and If-Range. */
export function serve(body: Uint8Array, { etag = '"v1"', ranges = true }: WholeFileOptions = {}): Answer {
  return (request, response) => {
    const from = rangeStart(request);
    const sameVersion = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
    response.setHeader('etag', etag);
    if (ranges && from !== undefined && from >= body.length && sameVersion) {
      response.writeHead(416, { 'content-range': `bytes */${body.length}` });
      response.end();
      return;
    }
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

/** Waits until the client reports that it received this much of the file. */
export type Arrived = (bytes: number) => Promise<void>;

/** Sends the file up to a place, announced whole, and resets the connection once that has arrived. */
export function breakAfter(body: Uint8Array, bytes: number, arrived: Arrived, etag = '"v1"'): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': body.length, etag });
    void arrived(bytes).then(() => response.socket?.resetAndDestroy());
    response.write(body.subarray(0, bytes));
  };
}

/** As {@link serve}, over a line that is reset after each so many bytes. */
export function breakEvery(body: Uint8Array, bytes: number, arrived: Arrived): Answer {
  return (request, response) => {
    const from = rangeStart(request) ?? 0;
    const to = Math.min(body.length, from + bytes);
    response.writeHead(from === 0 ? 200 : 206, {
      etag: '"v1"',
      'content-length': body.length - from,
      ...(from === 0 ? {} : { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` }),
    });
    if (to < body.length) void arrived(to).then(() => response.socket?.resetAndDestroy());
    response.write(body.subarray(from, to));
    if (to === body.length) response.end();
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
