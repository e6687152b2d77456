import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DownloadError } from '../../src/fetch/download.js';
import { documented } from '../support/faultTable.js';
import {
  type Answer,
  breakAfter,
  breakEvery,
  inTurn,
  type Mirror,
  serve,
  status,
} from '../support/mirror.js';
import { NAME, openScene, type Scene } from '../support/scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

function good(): Answer {
  return serve(scene.sample.gzip);
}

async function expectDelivered(mirrors: readonly Mirror[], options?: Parameters<Scene['fetch']>[1]) {
  const { content } = await scene.fetch(mirrors, options);
  expect(Buffer.compare(content, scene.sample.content)).toBe(0);
}

/** What each mirror is said to have done, where none of them delivers. */
async function answersOf(...mirrors: Mirror[]): Promise<string[]> {
  const error = await scene.fetch(mirrors).catch((reason: unknown) => reason);
  return (error as DownloadError).answers.map(({ answer }) => answer);
}

/** A part of the file that an earlier process left behind. */
async function leftBehind(part: Uint8Array, state: Readonly<Record<string, unknown>>): Promise<void> {
  await writeFile(join(scene.directory, `${NAME}.part`), part);
  await writeFile(join(scene.directory, `${NAME}.part.json`), JSON.stringify(state));
}

function ranges(mirror: Mirror): (string | undefined)[] {
  return mirror.requests.map(({ range }) => range);
}

describe('a part as long as the file', () => {
  const noRangeLeft =
    (headers: Readonly<Record<string, string>>): Answer =>
    (request, response, count) => {
      if (request.headers.range === undefined) return good()(request, response, count);
      response.writeHead(416, headers);
      response.end();
    };

  it.each([
    ['told with the size', { 'content-range': 'bytes */200113' }],
    ['told without it', {}],
  ])('is verified and used when nothing follows it (416, %s)', async (_name, headers) => {
    const mirror = await scene.mirror(noRangeLeft(headers));
    await leftBehind(scene.sample.gzip, { url: `${mirror.url}${NAME}.gz`, validator: '"v1"' });
    await expectDelivered([mirror]);
    expect(ranges(mirror)).toEqual([`bytes=${scene.sample.gzip.length}-`]);
    expect(await scene.files()).toEqual([`${NAME}.gz`]);
  });

  it('is begun anew where it is damaged', async () => {
    const mirror = await scene.mirror(noRangeLeft({}));
    const damaged = scene.sample.gzip.map((byte, index) => (index === 999 ? byte ^ 1 : byte));
    await leftBehind(damaged, { url: `${mirror.url}${NAME}.gz`, validator: '"v1"' });
    await expectDelivered([mirror], { fetchPolicy: { attempts: 1 } });
    expect(ranges(mirror)).toEqual([`bytes=${damaged.length}-`, undefined]);
  });

  it('is begun anew where the file became shorter', async () => {
    const mirror = await scene.mirror(noRangeLeft({ 'content-range': 'bytes */200113' }));
    const longer = new Uint8Array(scene.sample.gzip.length + 500);
    await leftBehind(longer, { url: `${mirror.url}${NAME}.gz`, validator: '"old"', total: 300_000 });
    await expectDelivered([mirror], { fetchPolicy: { attempts: 1 } });
    expect(ranges(mirror)).toEqual([`bytes=${longer.length}-`, undefined]);
  });

  it('is begun anew where it is longer than the file can be', async () => {
    const mirror = await scene.mirror(good());
    await leftBehind(new Uint8Array(3_000_000), { url: `${mirror.url}${NAME}.gz`, validator: '"v1"' });
    await expectDelivered([mirror], { fetchPolicy: { attempts: 1 } });
    expect(ranges(mirror)).toEqual([undefined]);
  });

  it('is begun anew where it is longer than its own notes say', async () => {
    const mirror = await scene.mirror(good());
    const state = { url: `${mirror.url}${NAME}.gz`, validator: '"v1"', total: scene.sample.gzip.length };
    await leftBehind(new Uint8Array(scene.sample.gzip.length + 1), state);
    await expectDelivered([mirror], { fetchPolicy: { attempts: 1 } });
    expect(ranges(mirror)).toEqual([undefined]);
  });

  it('is used without asking where its notes know the size', async () => {
    const mirror = await scene.mirror(status(500));
    const state = { url: 'http://elsewhere.invalid/f', validator: '"v1"', total: scene.sample.gzip.length };
    await leftBehind(scene.sample.gzip, state);
    await expectDelivered([mirror]);
    expect(mirror.requests).toEqual([]);
  });
});

describe('more than the file can be', () => {
  const endless: Answer = (_request, response) => {
    const chunk = Buffer.alloc(65_536, 1);
    function more(): void {
      while (!response.destroyed && response.write(chunk));
    }
    response.on('drain', more);
    more();
  };
  const encoded =
    (encoding: string, body: Uint8Array): Answer =>
    (_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding, 'content-length': body.length });
      response.end(body);
    };
  const zeros = Buffer.alloc(64_000_000);
  const bombs: [string, () => Answer][] = [
    ['an endless body', () => endless],
    [
      'a bomb of brotli',
      () => encoded('br', brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })),
    ],
    ['a bomb of gzip', () => encoded('gzip', gzipSync(zeros, { level: 1 }))],
    [
      'an announced size that is too large',
      () => (_request, response) => {
        response.writeHead(200, { 'content-length': 3_200_000_000 });
        response.write('x');
      },
    ],
  ];

  it.each(bombs)(
    '%s is stopped at the size that is known, and the next mirror delivers',
    async (name, bomb) => {
      const mirror = await scene.mirror(bomb());
      expect(await answersOf(mirror)).toEqual([expect.stringMatching(documented(name))]);
      expect(mirror.requests).toHaveLength(1);
      let most = 0;
      await expectDelivered([mirror, await scene.mirror(good())], {
        onProgress: ({ received }) => {
          most = Math.max(most, received);
        },
      });
      expect(most).toBeLessThan(2 * scene.sample.content.length);
      expect(await scene.files()).toEqual([`${NAME}.gz`]);
    },
  );

  it('a bomb is stopped in memory too, where the cache cannot be written', async () => {
    await writeFile(join(scene.directory, 'file'), '');
    const mirrors = [await scene.mirror(endless), await scene.mirror(good())];
    let most = 0;
    await expectDelivered(mirrors, {
      cacheDir: join(scene.directory, 'file', 'cache'),
      onProgress: ({ received }) => {
        most = Math.max(most, received);
      },
    });
    expect(most).toBeLessThan(2 * scene.sample.content.length);
  });
});

describe('a line that breaks again and again', () => {
  it('delivers as long as each attempt brings it further', async () => {
    const mirror = await scene.mirror(breakEvery(scene.sample.gzip, 30_000, scene.arrived));
    await expectDelivered([mirror]);
    expect(ranges(mirror)).toEqual(
      [undefined, 30, 60, 90, 120, 150, 180].map((start) =>
        start === undefined ? undefined : `bytes=${start}000-`,
      ),
    );
  });

  it('delivers in memory too, where the cache cannot be written', async () => {
    await writeFile(join(scene.directory, 'file'), '');
    const mirror = await scene.mirror(breakEvery(scene.sample.gzip, 30_000, scene.arrived));
    await expectDelivered([mirror], { cacheDir: join(scene.directory, 'file', 'cache') });
    expect(mirror.requests).toHaveLength(7);
  });

  it('is given up where the server knows no ranges, for each attempt ends at the same place', async () => {
    const mirror = await scene.mirror(breakAfter(scene.sample.gzip, 70_000, scene.arrived));
    expect(await answersOf(mirror)).toEqual([
      expect.stringMatching(/^connection failed \(.*\) \(3 attempts\)$/),
    ]);
    expect(mirror.requests).toHaveLength(3);
  });

  it('is given up where it brings only drops', async () => {
    const mirror = await scene.mirror(breakEvery(scene.sample.gzip, 900, scene.arrived));
    expect(await answersOf(mirror)).toEqual([expect.stringMatching(/\(2 attempts\)$/)]);
    expect(mirror.requests).toHaveLength(2);
  });

  const broken = (): Answer => inTurn(breakAfter(scene.sample.gzip, 70_000, scene.arrived), status(404));

  it('is left for the next mirror, which goes on where it stopped', async () => {
    const other = serve(scene.sample.gzip, { etag: '"other"' });
    const mirrors = [await scene.mirror(broken()), await scene.mirror(other)];
    await expectDelivered(mirrors);
    expect(mirrors[1]!.requests).toEqual([{ range: 'bytes=70000-', ifRange: undefined }]);
  });

  it('is left for the next mirror, which is asked first the next time', async () => {
    const { gzip } = scene.sample;
    const further: Answer = (_request, response) => {
      const range = `bytes 70000-${gzip.length - 1}/${gzip.length}`;
      response.writeHead(206, { 'content-range': range, etag: '"other"' });
      void scene.arrived(120_000).then(() => response.socket?.resetAndDestroy());
      response.write(gzip.subarray(70_000, 120_000));
    };
    const mirrors = [
      await scene.mirror(inTurn(breakAfter(gzip, 70_000, scene.arrived), status(404))),
      await scene.mirror(inTurn(further, status(404), serve(gzip, { etag: '"other"' }))),
    ];
    await answersOf(...mirrors);
    const asked = mirrors[0]!.requests.length;
    await expectDelivered(mirrors);
    expect(mirrors[0]!.requests).toHaveLength(asked);
    expect(mirrors[1]!.requests.at(-1)).toEqual({ range: 'bytes=120000-', ifRange: '"other"' });
  });

  it('is no progress where an earlier process made it', async () => {
    const mirror = await scene.mirror(status(503));
    const state = { url: `${mirror.url}${NAME}.gz`, validator: '"v1"', total: scene.sample.gzip.length };
    await leftBehind(scene.sample.gzip.subarray(0, 100_000), state);
    expect(await answersOf(mirror)).toEqual(['answered 503 Service Unavailable (2 attempts)']);
  });

  it('is left for the next mirror, which begins anew where its file has another size', async () => {
    const other = gzipSync(scene.sample.content, { level: 0 });
    const mirrors = [await scene.mirror(broken()), await scene.mirror(serve(other))];
    await expectDelivered(mirrors, { fetchPolicy: { attempts: 2 } });
    expect(ranges(mirrors[1]!)).toEqual(['bytes=70000-', undefined]);
  });

  it('is left for the next mirror, which begins anew where the pieces do not fit together', async () => {
    const other = scene.sample.gzip.map((byte, index) => (index === 999 ? byte ^ 1 : byte));
    const careless = inTurn(breakAfter(other, 70_000, scene.arrived), status(404));
    const mirrors = [await scene.mirror(careless), await scene.mirror(good())];
    await expectDelivered(mirrors, { fetchPolicy: { attempts: 2 } });
    expect(ranges(mirrors[1]!)).toEqual(['bytes=70000-', undefined]);
  });

  it('costs the next mirror no attempt of its own', async () => {
    const other = new Uint8Array(scene.sample.gzip.length).fill(7);
    const mirrors = [
      await scene.mirror(breakAfter(other, 70_000, scene.arrived)),
      await scene.mirror(good()),
    ];
    await expectDelivered(mirrors, { fetchPolicy: { attempts: 1 } });
  });
});
