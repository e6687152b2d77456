import { describe, expect, it } from '@jest/globals';
import { continues } from '../../src/fetch/answer.js';

const earlier = { url: 'http://a/file', received: 100, total: 300, validator: '"v1"' };

function answer(contentRange: string, etag?: string): Response {
  return new Response('', { headers: { 'content-range': contentRange, ...(etag && { etag }) } });
}

describe('a partial answer from the same server continues an earlier attempt', () => {
  it.each([
    ['the size is the same', 'bytes 100-299/300', earlier, true],
    ['the server does not say the size', 'bytes 100-299/*', earlier, true],
    ['the size was not known before', 'bytes 100-299/300', { ...earlier, total: undefined }, true],
    ['the size has changed', 'bytes 100-298/299', earlier, false],
    ['it begins elsewhere', 'bytes 99-299/300', earlier, false],
    ['it does not say where it begins', 'bytes */300', earlier, false],
  ])('if %s: %s, with %j before, gives %s', (_, contentRange, before, expected) => {
    expect(continues(answer(contentRange, '"v1"'), before, true)).toBe(expected);
  });

  it('not if its strong ETag is another one', () => {
    expect(continues(answer('bytes 100-299/300', '"v2"'), earlier, true)).toBe(false);
  });

  it('on another server only if both sizes are known and equal', () => {
    expect(continues(answer('bytes 100-299/300'), earlier, false)).toBe(true);
    expect(continues(answer('bytes 100-299/*'), earlier, false)).toBe(false);
    expect(continues(answer('bytes 100-299/300'), { ...earlier, total: undefined }, false)).toBe(false);
  });
});
