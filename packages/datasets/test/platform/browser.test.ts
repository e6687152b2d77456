import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import * as browser from '../../src/platform/browser.js';
import * as node from '../../src/platform/node.js';
import { startMirror } from '../support/mirror.js';

/** Bundlers put the one in the place of the other: the compiler holds them to the same names and types. */
const interchangeable: typeof node = browser;

describe("the browser's side of the platform", () => {
  it("has the names of Node's", () => {
    expect(Object.keys(interchangeable).sort()).toEqual(Object.keys(node).sort());
  });

  it('reads from addresses, with their passwords, which no message repeats', async () => {
    const expected = `Basic ${Buffer.from('me:geheim').toString('base64')}`;
    const server = await startMirror((request, response) => {
      const isAllowed = request.headers.authorization === expected;
      response.writeHead(isAllowed ? (request.url === '/there' ? 200 : 404) : 403);
      response.end('it');
    });
    try {
      const folder = server.url.replace('//', '//me:geheim@');
      const read = (name: string): Promise<Uint8Array | undefined> =>
        browser.readIfPresent(browser.joinPath(folder, name));
      expect(await read('there')).toEqual(new Uint8Array([0x69, 0x74]));
      expect(await read('elsewhere')).toBeUndefined();
      await expect(browser.readIfPresent(`${server.url}there`)).rejects.toThrow(
        `${server.url}there: the server answered 403.`,
      );
      await expect(browser.readIfPresent('http://me:geheim@[bad/')).rejects.not.toThrow('geheim');
      expect(browser.shownPath(folder)).toBe(server.url);
    } finally {
      await server.close();
    }
  });

  it.each([
    ['Node', node],
    ['browser', browser],
  ])('decompresses up to the limit, and no further (%s)', async (_name, { gunzip }) => {
    const content = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251);
    const packed = gzipSync(content);
    expect(await gunzip(packed, content.length)).toEqual(new Uint8Array(content));
    await expect(gunzip(packed, content.length - 1)).rejects.toThrow('more than 99999 bytes');
    await expect(gunzip(packed.subarray(0, 200), content.length)).rejects.toThrow();
    await expect(gunzip(Uint8Array.of(1, 2, 3), 10)).rejects.toThrow();
  });

  it.each([
    ['Node', node],
    ['browser', browser],
  ])('knows SHA-256 (%s)', async (_name, { sha256 }) => {
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(await sha256(new TextEncoder().encode('abc'))).toBe(abc);
  });
});
