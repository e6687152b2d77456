import { describe, expect, it } from '@jest/globals';
import { CorruptFileError, parseIdx } from '../../src/index.js';

function header(type: number, ...shape: number[]): number[] {
  return [
    0,
    0,
    type,
    shape.length,
    ...shape.flatMap((n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]),
  ];
}

describe('parseIdx', () => {
  it('reads bytes in any number of dimensions, sharing them', () => {
    const bytes = Uint8Array.from([...header(8, 2, 3), 1, 2, 3, 4, 5, 6]);
    const array = parseIdx(bytes);
    expect(array.shape).toEqual([2, 3]);
    expect(array.toArray()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(array.data.buffer).toBe(bytes.buffer);
  });

  it.each([
    [9, 'int8', [0xff, 0x02], [-1, 2]],
    [0x0b, 'int16', [0xff, 0xfe, 0x01, 0x00], [-2, 256]],
    [0x0c, 'int32', [0xff, 0xff, 0xff, 0xfd, 0, 1, 0, 0], [-3, 65536]],
    [0x0d, 'float32', [0x3f, 0xc0, 0, 0, 0xbf, 0x80, 0, 0], [1.5, -1]],
    [0x0e, 'float64', [0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0], [1.5, -2]],
  ])('reads big-endian elements of type %d as %s', (type, dtype, bytes, values) => {
    const array = parseIdx(Uint8Array.from([...header(type, 2), ...bytes]));
    expect(array.dtype).toBe(dtype);
    expect(Array.from(array.data)).toEqual(values);
  });

  it('reads from the middle of a buffer', () => {
    const bytes = Uint8Array.from([9, 9, 9, ...header(0x0b, 1), 0, 7]).subarray(3);
    expect(Array.from(parseIdx(bytes).data)).toEqual([7]);
  });

  it.each([
    ['nothing', [], 'expected a header of 4 bytes, got 0'],
    ['half a header', [0, 0, 8, 2, 0, 0], 'expected a header of 12 bytes for 2 dimensions, got 6'],
    [
      'missing elements',
      [...header(8, 2, 3), 1, 2],
      'the header announces 2 x 3 elements of uint8, expected 18 bytes, got 14',
    ],
    ['surplus elements', [...header(8, 1), 1, 2], 'is too long: the header announces 1 elements'],
    ['an unknown type', header(7, 1), 'expected it to begin with 00 00, an element type'],
    ['a gzip file', [0x1f, 0x8b, 8, 0], 'got 1f 8b 08 00. It is gzip-compressed: decompress it first'],
    ['a web page', [0x3c, 0x68, 0x74, 0x6d], 'It looks like a web page'],
  ])('refuses %s', (_name, bytes, message) => {
    const parse = (): unknown => parseIdx(Uint8Array.from(bytes), 'some-file');
    expect(parse).toThrow(CorruptFileError);
    expect(parse).toThrow('some-file: ');
    expect(parse).toThrow(message);
  });
});
