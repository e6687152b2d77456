import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DownloadError } from '../../src/fetch/download.js';
import { documented } from '../support/faultTable.js';
import { type Answer, breakAfter, inTurn, type Mirror, serve, status } from '../support/mirror.js';
import { NAME, openScene, type Scene } from '../support/scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

function good(): Answer {
  return serve(scene.sample.gzip);
}

async function expectDelivered(mirrors: readonly Mirror[]): Promise<void> {
  const { content } = await scene.fetch(mirrors);
  expect(Buffer.compare(content, scene.sample.content)).toBe(0);
}

function failureOf(...mirrors: Mirror[]): Promise<DownloadError> {
  return scene.fetch(mirrors).then(
    () => {
      throw new Error('it was fetched');
    },
    (error: DownloadError) => error,
  );
}

describe('a mirror that asks to be left alone (Retry-After)', () => {
  const busy =
    (retryAfter: string, code = 503): Answer =>
    (_request, response) => {
      response.writeHead(code, { 'retry-after': retryAfter });
      response.end();
    };

  it.each([503, 429])('is left alone for the seconds that it asks for (%d)', async (code) => {
    const times: number[] = [];
    const mirror = await scene.mirror((request, response, count) => {
      times.push(performance.now());
      inTurn(busy('1', code), good())(request, response, count);
    });
    await expectDelivered([mirror]);
    expect(times[1]! - times[0]!).toBeGreaterThan(990);
  });

  it('for too long is left for the next one', async () => {
    const name = 'a mirror that asks to be left alone for too long';
    expect((await failureOf(await scene.mirror(busy('3600')))).answers[0]!.answer).toMatch(documented(name));
    await expectDelivered([await scene.mirror(busy('3600')), await scene.mirror(good())]);
  });

  it('may name a date', async () => {
    const mirror = await scene.mirror(busy(new Date(Date.now() + 7_200_000).toUTCString()));
    expect((await failureOf(mirror)).answers[0]!.answer).toMatch(/, to be asked again in 7\d\d\d s$/);
  });

  it.each(['soon', '-5', '', 'Sat, 32 Foo 2026'])(
    'is asked again as usual where it says %j',
    async (text) => {
      await expectDelivered([await scene.mirror(inTurn(busy(text), good()))]);
    },
  );
});

describe('a password in an address', () => {
  const guarded =
    (answer: Answer): Answer =>
    (request, response, count) => {
      const expected = `Basic ${Buffer.from('me:ge/heim@').toString('base64')}`;
      if (request.headers.authorization === expected) return answer(request, response, count);
      response.writeHead(401);
      response.end();
    };
  const named = (mirror: Mirror): Mirror => ({
    ...mirror,
    url: mirror.url.replace('//', '//me:ge%2Fheim%40@'),
  });
  const everything = (error: unknown): string => inspect(error, { depth: null, showHidden: true });

  it('is sent as the server wants it', async () => {
    await expectDelivered([named(await scene.mirror(guarded(good())))]);
  });

  it('is repeated nowhere: not in the error, its causes, notices or what is kept', async () => {
    const faults = [
      status(500),
      serve(Buffer.from('wrong')),
      breakAfter(scene.sample.gzip, 70_000, scene.arrived),
    ];
    const mirrors = await Promise.all(faults.map(async (fault) => named(await scene.mirror(fault))));
    const error = await failureOf(...mirrors);
    expect(error.answers.map(({ url }) => url)).toEqual(
      mirrors.map(({ url }) => `${url.replace(/\/\/.*@/, '//')}${NAME}.gz`),
    );
    expect(everything(error)).not.toContain('heim');
    expect(scene.notices.join()).not.toContain('heim');
    const kept = await readFile(join(scene.directory, `${NAME}.part.json`), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({ total: scene.sample.gzip.length });
    expect(kept).not.toContain('heim');
  });

  it.each([
    'http://me:geheim@[bad/',
    'http://me:ge#heim@mirror.invalid:port/',
    'me:geheim@mirror',
    '//me:geheim@mirror.invalid/',
    'https:// me:geheim@mirror.invalid/',
  ])('is not repeated either where the address is none: %s', async (url) => {
    const error = await failureOf({ url } as Mirror);
    expect(everything(error)).not.toContain('heim');
    expect(error.answers).toHaveLength(1);
  });

  it('in a query is not repeated', async () => {
    const { url } = await scene.mirror(status(404));
    const error = await failureOf({ url: `${url}?token=geheim&file=#geheim` } as Mirror);
    expect(error.answers).toEqual([{ url: `${url}?…`, answer: 'answered 404 Not Found' }]);
    expect(everything(error)).not.toContain('geheim');
  });

  it('goes on where it stopped, as any other', async () => {
    const answer = inTurn(breakAfter(scene.sample.gzip, 70_000, scene.arrived), good());
    const mirror = named(await scene.mirror(guarded(answer)));
    await expectDelivered([mirror]);
    expect(mirror.requests[1]!.range).toBe('bytes=70000-');
  });
});

describe('what a server says', () => {
  it('carries no control characters into the message, and is cut', async () => {
    const mirror = await scene.mirror((_request, response) => {
      response.socket!.end(`HTTP/1.1 403 \x1b[31mred${'!'.repeat(5000)}\r\ncontent-length: 0\r\n\r\n`);
    });
    const { answer } = (await failureOf(mirror)).answers[0]!;
    expect(answer).not.toMatch(/\p{Cc}/u);
    expect(answer.length).toBeLessThan(200);
  });
});

describe('what the caller does', () => {
  it('an error of onProgress is thrown as it is, and blames no mirror', async () => {
    const mirror = await scene.mirror(good());
    function onProgress(): void {
      throw new RangeError('my own mistake');
    }
    await expect(scene.fetch([mirror], { onProgress })).rejects.toThrow(new RangeError('my own mistake'));
    expect(mirror.requests).toHaveLength(1);
  });
});

describe('a proxy', () => {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
  const before = names.map((name) => process.env[name]);
  let asked: { line: string; authorization: string | undefined }[];
  let proxy: Server;
  let place: string;
  beforeEach(async () => {
    for (const name of names) delete process.env[name];
    asked = [];
    proxy = createServer((request, response) => {
      asked.push({
        line: `${request.method} ${request.url}`,
        authorization: request.headers['proxy-authorization'],
      });
      good()(request, response, 1);
    });
    proxy.on('connect', (request, socket) => {
      asked.push({ line: `CONNECT ${request.url}`, authorization: request.headers['proxy-authorization'] });
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    place = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    names.forEach((name, index) => {
      const value = before[index];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    });
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });
  const mirrorAt = (url: string): Mirror => ({ url }) as Mirror;

  it.each(['HTTP_PROXY', 'http_proxy'])('that %s names is asked for http addresses', async (name) => {
    process.env[name] = `http://${place}`;
    await expectDelivered([mirrorAt('http://mirror.invalid/')]);
    expect(asked).toEqual([{ line: `GET http://mirror.invalid/${NAME}.gz`, authorization: undefined }]);
  });

  it('may be named without http://, as for curl', async () => {
    process.env['HTTP_PROXY'] = place;
    await expectDelivered([mirrorAt('http://mirror.invalid/')]);
  });

  it.each(['HTTPS_PROXY', 'https_proxy'])(
    'that %s names is asked for a tunnel to https addresses',
    async (name) => {
      process.env[name] = `http://${place}`;
      const error = await failureOf(mirrorAt('https://mirror.invalid/'));
      expect(asked[0]).toEqual({ line: 'CONNECT mirror.invalid:443', authorization: undefined });
      expect(error.answers[0]!.answer).toMatch(documented('a proxy that refuses'));
      expect(error.answers[0]!.answer).toContain(`(proxy http://${place}/)`);
    },
  );

  it('is not asked for hosts in NO_PROXY', async () => {
    process.env['HTTP_PROXY'] = `http://${place}`;
    process.env['NO_PROXY'] = 'elsewhere.invalid,127.0.0.1';
    await expectDelivered([await scene.mirror(good())]);
    expect(asked).toEqual([]);
  });

  it('gets its password, which nobody else does', async () => {
    const authorization = `Basic ${Buffer.from('me:geheim').toString('base64')}`;
    process.env['HTTP_PROXY'] = `http://me:geheim@${place}`;
    await expectDelivered([mirrorAt('http://mirror.invalid/')]);
    expect(asked).toEqual([{ line: `GET http://mirror.invalid/${NAME}.gz`, authorization }]);

    process.env['HTTPS_PROXY'] = `http://me:geheim@${place}`;
    await scene.close();
    scene = await openScene();
    const error = await failureOf(mirrorAt('https://mirror.invalid/'));
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('geheim');
  });

  it('that is not there is named', async () => {
    process.env['HTTP_PROXY'] = 'http://127.0.0.1:1';
    const error = await failureOf(mirrorAt('http://mirror.invalid/'));
    expect(error.answers[0]!.answer).toMatch(documented('a proxy that is not there'));
  });

  it.each(['http://', 'socks5://127.0.0.1:1080', 'http://me:geheim@[bad'])(
    'that cannot be used is refused with the name of the variable: %s',
    async (value) => {
      process.env['HTTPS_PROXY'] = value;
      const fetching = scene.fetch([mirrorAt('https://mirror.invalid/')]);
      await expect(fetching).rejects.toThrow(
        /^HTTPS_PROXY: expected an address like http:\/\/host:port, got /,
      );
      await expect(fetching).rejects.not.toThrow('geheim');
    },
  );
});
