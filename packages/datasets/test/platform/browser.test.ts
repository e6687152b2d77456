import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import * as browser from '../../src/platform/browser.js';
import * as node from '../../src/platform/node.js';

/** Bundlers put the one in the place of the other: the compiler holds them to the same names and types. */
const interchangeable: typeof node = browser;

describe("the browser's side of the platform", () => {
  it("has the names of Node's", () => {
    expect(Object.keys(interchangeable).sort()).toEqual(Object.keys(node).sort());
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
