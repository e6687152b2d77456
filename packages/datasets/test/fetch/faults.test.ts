import { rm } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DownloadError } from '../../src/fetch/download.js';
import { defaultFetchPolicy } from '../../src/fetch/policy.js';
import { documented } from '../support/faultTable.js';
import { type Answer, breakAfter, inTurn, type Mirror, serve, status } from '../support/mirror.js';
import { NAME, openScene, type Scene } from '../support/scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

function good(): ReturnType<typeof serve> {
  return serve(scene.sample.gzip);
}

/** What the user is told where this mirror is the only one. */
async function answerOf(answer: Parameters<Scene['mirror']>[0]): Promise<string> {
  const mirror = await scene.mirror(answer);
  const error = await scene.fetch([mirror]).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DownloadError);
  expect((error as DownloadError).message).toContain(`${mirror.url}${NAME}.gz: `);
  return (error as DownloadError).answers[0]!.answer;
}

describe('a mirror that fails is named with its answer, and the next one delivers', () => {
  const body = (): Uint8Array => scene.sample.gzip;
  const faults: [string, () => Parameters<Scene['mirror']>[0]][] = [
    ['404', () => status(404)],
    ['403', () => status(403)],
    ['503', () => status(503)],
    [
      'a truncated body',
      () => (_request, response) => {
        response.writeHead(200);
        response.end(body().subarray(0, 60_000));
      },
    ],
    ['wrong bytes', () => serve(gzipSync('other'))],
    ['a web page', () => serve(Buffer.from('<html>'))],
    ['a reset half-way, always at the same place', () => breakAfter(body(), 70_000, scene.arrived)],
    [
      'a content length that is too large',
      () => (_request, response) => {
        response.writeHead(200, { 'content-length': body().length + 500 });
        void scene.arrived(body().length).then(() => response.socket?.destroy());
        response.write(body());
      },
    ],
    [
      'a content length that is too small',
      () => (_request, response) => {
        response.strictContentLength = false;
        response.writeHead(200, { 'content-length': body().length - 500, connection: 'close' });
        response.end(body());
      },
    ],
    [
      'a redirect loop',
      () => (request, response) => {
        response.writeHead(302, { location: request.url! });
        response.end();
      },
    ],
  ];

  it.each(faults)('%s', async (name, answer) => {
    expect(await answerOf(answer())).toMatch(documented(name));
    const { content, source } = await scene.fetch([await scene.mirror(answer()), await scene.mirror(good())]);
    expect(source).toBe('download');
    expect(Buffer.compare(content, scene.sample.content)).toBe(0);
    expect(await scene.files()).toEqual([`${NAME}.gz`]);
  });

  /** Sends so much, and then nothing more while the connection stays open. */
  const stalled =
    (bytes: number): Answer =>
    (_request, response) => {
      response.writeHead(200, { 'content-length': body().length });
      response.write(body().subarray(0, bytes));
    };
  /** What it answers, when it has fallen silent in its nth attempt, and how many attempts it gets. */
  const silences: [string, () => Answer, (mirror: Mirror, attempt: number) => Promise<void>, number][] = [
    ['no answer at all', () => () => {}, (mirror, attempt) => mirror.asked(attempt), 2],
    ['a stall half-way', () => stalled(50_000), () => scene.arrived(50_000), 3],
    ['a slow drip', () => stalled(10), () => scene.arrived(10), 2],
  ];

  it.each(silences)('%s', async (name, answer, silent, attempts) => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'Date', 'performance'] });
    try {
      const mirror = await scene.mirror(answer());
      const policy = { ...defaultFetchPolicy, attempts: 2, retryDelay: 0 };
      async function afterSilence(mirrors: Mirror[]): Promise<unknown> {
        const before = mirror.requests.length;
        let next = silent(mirror, before + 1);
        const outcome = scene.fetch(mirrors, { fetchPolicy: policy }).catch((reason: unknown) => reason);
        for (let attempt = 1; attempt <= attempts; attempt++) {
          await next;
          next = silent(mirror, before + attempt + 1);
          jest.advanceTimersByTime(2 * policy.stallTimeout);
        }
        return outcome;
      }
      const error = await afterSilence([mirror]);
      expect((error as DownloadError).answers[0]!.answer).toMatch(documented(name));
      await rm(scene.directory, { recursive: true });
      const fetched = await afterSilence([mirror, await scene.mirror(good())]);
      const { content } = fetched as Awaited<ReturnType<Scene['fetch']>>;
      expect(Buffer.compare(content, scene.sample.content)).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('junk behind a compressed body', async () => {
    const mirror = await scene.mirror((_request, response) => {
      const head = 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-encoding: br\r\n\r\n';
      response.socket!.end(Buffer.concat([Buffer.from(head), Buffer.alloc(100_000, 7)]));
    });
    const fetching = scene.fetch([mirror], { fetchPolicy: { attempts: 1, stallTimeout: 200 } });
    const error = await fetching.catch((reason: unknown) => reason as DownloadError);
    expect((error as DownloadError).answers[0]!.answer).toMatch(documented('junk behind a compressed body'));
  });

  it('a host that refuses', async () => {
    const closed = await scene.mirror(good());
    await closed.close();
    const error = await scene.fetch([closed]).catch((reason: unknown) => reason as DownloadError);
    expect((error as DownloadError).answers[0]!.answer).toMatch(documented('a host that refuses'));
  });

  it('every mirror is listed in order', async () => {
    const mirrors = [await scene.mirror(status(404)), await scene.mirror(status(403))];
    const error = await scene.fetch(mirrors).catch((reason: unknown) => reason as Error);
    expect((error as Error).message).toBe(
      'the test file could not be fetched. What each mirror answered:\n' +
        `  ${mirrors[0]!.url}${NAME}.gz: answered 404 Not Found\n` +
        `  ${mirrors[1]!.url}${NAME}.gz: answered 403 Forbidden`,
    );
  });
});

describe('what the connection does on the way', () => {
  it('a reset half-way is resumed: the rest is asked for, with If-Range', async () => {
    const mirror = await scene.mirror(inTurn(breakAfter(scene.sample.gzip, 70_000, scene.arrived), good()));
    const { content } = await scene.fetch([mirror]);
    expect(Buffer.compare(content, scene.sample.content)).toBe(0);
    expect(mirror.requests).toHaveLength(2);
    expect(mirror.requests[1]).toEqual({ range: 'bytes=70000-', ifRange: '"v1"' });
  });

  it('without range support it begins anew', async () => {
    const mirror = await scene.mirror(
      inTurn(
        breakAfter(scene.sample.gzip, 70_000, scene.arrived),
        serve(scene.sample.gzip, { ranges: false }),
      ),
    );
    const { content } = await scene.fetch([mirror]);
    expect(Buffer.compare(content, scene.sample.content)).toBe(0);
  });

  it('a file changed between the attempts begins anew, by If-Range', async () => {
    const other = new Uint8Array(scene.sample.gzip.length).fill(7);
    const mirror = await scene.mirror(
      inTurn(breakAfter(other, 70_000, scene.arrived, '"old"'), serve(scene.sample.gzip, { etag: '"new"' })),
    );
    const { content } = await scene.fetch([mirror]);
    expect(Buffer.compare(content, scene.sample.content)).toBe(0);
    expect(mirror.requests).toHaveLength(2);
  });

  it('a server that resumes another file is caught by the digest, and asked again for the whole', async () => {
    const other = new Uint8Array(scene.sample.gzip.length).fill(7);
    const careless = serve(scene.sample.gzip, { etag: '"v1"' });
    const mirror = await scene.mirror(inTurn(breakAfter(other, 70_000, scene.arrived), careless));
    const { content } = await scene.fetch([mirror]);
    expect(Buffer.compare(content, scene.sample.content)).toBe(0);
    expect(mirror.requests.map(({ range }) => range === undefined)).toEqual([true, false, true]);
  });

  it('a connection that compresses on its own, and then breaks, is not resumed by ranges', async () => {
    const squeezed = gzipSync(scene.sample.gzip);
    const mirror = await scene.mirror(
      inTurn((_request, response) => {
        response.writeHead(200, {
          'content-encoding': 'gzip',
          etag: '"v1"',
          'content-length': squeezed.length,
        });
        void scene.arrived(50_000).then(() => response.socket?.resetAndDestroy());
        response.write(squeezed.subarray(0, 90_000));
      }, good()),
    );
    const { content } = await scene.fetch([mirror]);
    expect(Buffer.compare(content, scene.sample.content)).toBe(0);
    expect(mirror.requests[1]!.range).toBeUndefined();
  });

  it('a weak ETag names no version of bytes: the rest is asked for without it', async () => {
    const mirror = await scene.mirror(
      inTurn(breakAfter(scene.sample.gzip, 70_000, scene.arrived, 'W/"v1"'), good()),
    );
    const { content } = await scene.fetch([mirror]);
    expect(Buffer.compare(content, scene.sample.content)).toBe(0);
    expect(mirror.requests[1]).toEqual({ range: 'bytes=70000-', ifRange: undefined });
  });

  it.each(['with', 'without'])(
    'a .gz that the connection declares as encoding, %s its length, arrives decompressed and is kept so',
    async (form) => {
      const mirror = await scene.mirror((_request, response) => {
        const length = form === 'with' ? { 'content-length': scene.sample.gzip.length } : {};
        response.writeHead(200, { ...length, 'content-encoding': 'gzip' });
        response.end(scene.sample.gzip);
      });
      const { content } = await scene.fetch([mirror]);
      expect(Buffer.compare(content, scene.sample.content)).toBe(0);
      expect(await scene.files()).toEqual([NAME]);
    },
  );

  it('progress is told up to the whole size', async () => {
    const seen: [number, number | undefined][] = [];
    await scene.fetch([await scene.mirror(good())], {
      onProgress: ({ received, total }) => seen.push([received, total]),
    });
    expect(seen.at(-1)).toEqual([scene.sample.gzip.length, scene.sample.gzip.length]);
    expect(seen.every(([received], index) => index === 0 || received > seen[index - 1]![0])).toBe(true);
  });
});
