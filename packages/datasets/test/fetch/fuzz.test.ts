import { stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { type Random, random as seeded } from '@neutype/random';
import { DownloadError } from '../../src/fetch/download.js';
import { fuzzed, fuzzTimeout } from '../support/fuzz.js';
import { sampleFile } from '../support/gzipSample.js';
import { type Answer, serve } from '../support/mirror.js';
import { NAME, openScene, type Scene } from '../support/scene.js';

const sample = sampleFile(3000);
/** Impatient: what follows the end of a brotli stream lets Node's fetch hang, and only the watchdog ends that. */
const policy = {
  attempts: 2,
  responseTimeout: 1000,
  stallTimeout: 1000,
  retryDelay: 0,
  minimumBytes: 500,
  longestRetryAfter: 0,
};

function oneOf<T>(random: Random, choices: readonly T[]): T {
  return choices[random.integer(choices.length)]!;
}

/** The file as some server may send it: whole, cut, changed, longer, something else, packed once more. */
function someBody(random: Random, from: number): Buffer {
  const rest = Buffer.from(sample.gzip.subarray(from));
  const at = random.integer(rest.length + 1);
  return oneOf(random, [
    () => rest,
    () => rest,
    () => rest,
    () => rest.subarray(0, at),
    () => Buffer.concat([rest, rest.subarray(at)]),
    () => Buffer.from(rest.map((byte, index) => (index === at ? byte ^ 255 : byte))),
    () => Buffer.from(sample.gzip),
    () => Buffer.from(sample.content),
    () => Buffer.alloc(100_000, 7),
    () => Buffer.from('<!doctype html>'),
    () => Buffer.alloc(0),
  ])();
}

/** Headers that fit the body or do not. */
function someHead(random: Random, from: number, body: Buffer): string[] {
  const total = oneOf(random, [sample.gzip.length, sample.gzip.length, sample.gzip.length + 1, 0, '*', 'x']);
  const start = oneOf(random, [from, from, from + 1, 0]);
  const status = oneOf(random, [200, 200, 206, 206, 206, 204, 301, 304, 403, 404, 416, 429, 500, 503, 999]);
  const length = oneOf(random, [body.length, body.length, body.length + 5, 0, 3e9]);
  const some = (chance: number, header: string): string[] => (random.integer(10) < chance ? [header] : []);
  return [
    `HTTP/1.1 ${status} ${oneOf(random, ['', 'OK', '\x1b[31mred', 'x'.repeat(500)])}`,
    ...some(7, `content-length: ${length}`),
    ...some(5, `content-range: bytes ${start}-${oneOf(random, [sample.gzip.length - 1, 1, 9e15])}/${total}`),
    ...some(5, `etag: ${oneOf(random, ['"v1"', '"v2"', 'W/"v1"', 'v1'])}`),
    ...some(3, `last-modified: ${new Date(1e12 + random.integer(9) * 1e9).toUTCString()}`),
    ...some(2, `retry-after: ${oneOf(random, ['0', '3600', 'soon'])}`),
    ...some(2, `location: ${oneOf(random, ['/', `/${NAME}.gz`, 'http://[', 'ftp://a/'])}`),
    'connection: close',
  ];
}

function packed(random: Random, body: Buffer): { body: Buffer; header: string[] } {
  const [encoding, pack] = oneOf<[string, (bytes: Buffer) => Buffer]>(random, [
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['gzip', (bytes) => bytes],
    ['br', (bytes) => bytes],
    ['sideways', (bytes) => bytes],
  ]);
  return { body: pack(body), header: [`content-encoding: ${encoding}`] };
}

function misbehave(random: Random, request: IncomingMessage, socket: Socket): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const plain = { body: someBody(random, Math.min(from, sample.gzip.length)), header: [] as string[] };
  const { body, header } = random.integer(4) === 0 ? packed(random, plain.body) : plain;
  const head = [...someHead(random, from, body), ...header].join('\r\n');
  const answer = Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), body]);
  const cut = answer.subarray(0, random.integer(3) === 0 ? random.integer(answer.length + 1) : answer.length);
  if (random.integer(20) === 0) socket.end('not HTTP at all\r\n\r\n');
  else if (random.integer(4) === 0) socket.write(cut, () => socket.resetAndDestroy());
  else socket.end(cut);
}

/** Misbehaves in a number of ways, and then is as it should be. */
function unreliable(random: Random, faults: number): Answer {
  return (request, response, count) =>
    count > faults
      ? serve(sample.gzip)(request, response, count)
      : misbehave(random, request, response.socket!);
}

async function partialSize(scene: Scene): Promise<number> {
  return stat(join(scene.directory, `${NAME}.part`)).then(
    ({ size }) => size,
    () => 0,
  );
}

describe('servers that misbehave in any way', () => {
  const { numRuns, seed } = fuzzed(40);

  it(
    `cost a DownloadError at most, and a good one delivers after them (seed ${seed})`,
    async () => {
      for (let run = 0; run < numRuns; run++) {
        const random = seeded(seed + run);
        const scene = await openScene(sample);
        try {
          const mirrors = [
            await scene.mirror(unreliable(random, random.integer(8))),
            await scene.mirror(unreliable(random, random.integer(8))),
          ];
          const outcome = await scene
            .fetch(mirrors, { fetchPolicy: policy })
            .catch((error: unknown) => error as DownloadError);
          if ('content' in outcome) expect(Buffer.compare(outcome.content, sample.content)).toBe(0);
          else {
            expect(outcome).toBeInstanceOf(DownloadError);
            expect(outcome.answers).toHaveLength(2);
            for (const { answer } of outcome.answers) expect(answer).toMatch(/^[^\p{Cc}]{3,300}$/u);
          }
          expect(await partialSize(scene)).toBeLessThanOrEqual(sample.content.length + 10_000);
          for (const mirror of mirrors) expect(mirror.requests.length).toBeLessThan(40);

          const { content } = await scene.fetch([await scene.mirror(serve(sample.gzip))]);
          expect(Buffer.compare(content, sample.content)).toBe(0);
          expect(await scene.files()).toHaveLength(1);
        } catch (error) {
          throw new Error(`seed ${seed + run}: ${(error as Error).message}`, { cause: error });
        } finally {
          await scene.close();
        }
      }
    },
    fuzzTimeout,
  );
});
