import { crc32 as zlibs } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { fuzz } from '@neutype/fuzz';
import { crc32 } from '../../src/checkpoints/crc32.js';

it('the checksum of the specification: of 123456789 it is cbf43926', () => {
  expect(crc32(new TextEncoder().encode('123456789')).toString(16)).toBe('cbf43926');
});

it('is that of zlib, in one go and piece by piece', async () => {
  await fuzz(300, (draw) => {
    const bytes = Uint8Array.from({ length: draw.below(200) }, () => draw.below(256));
    const at = draw.below(bytes.length + 1);
    const begin = draw.below(at + 1);
    expect(crc32(bytes)).toBe(bytes.length === 0 ? 0 : zlibs(bytes));
    expect(crc32(bytes.subarray(at), crc32(bytes.subarray(begin, at)))).toBe(crc32(bytes.subarray(begin)));
  });
});
