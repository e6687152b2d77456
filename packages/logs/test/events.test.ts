import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { crc32c } from '../src/events/crc32c.js';
import { histogram, scalar, summaryRecord, text, versionRecord } from '../src/events/events.js';
import { histogramOf } from '../src/events/histogram.js';

interface Golden {
  readonly version: string;
  readonly scalars: string;
  readonly late: string;
  readonly text: string;
  readonly histogram: string;
  readonly checksums: Readonly<Record<string, number>>;
}

const golden = JSON.parse(readFileSync(new URL('./golden/events.json', import.meta.url), 'utf8')) as Golden;

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

describe('records of event files have the bytes that TensorBoard’s own writer gives', () => {
  it('for the version', () => {
    expect(base64(versionRecord(1700000000.25))).toBe(golden.version);
  });

  it('for scalars, 0 and the smallest among them', () => {
    const values = [scalar('loss/train', 0.1), scalar('step', 0), scalar('loss/valid', 1e-30)];
    expect(base64(summaryRecord(1700000001.5, 3, values))).toBe(golden.scalars);
  });

  it('for a late update', () => {
    expect(base64(summaryRecord(1700000001.5, 300000, [scalar('update/loss', -2.5)]))).toBe(golden.late);
  });

  it('for text', () => {
    expect(base64(summaryRecord(1700000002, 0, [text('options', '| Größe | λ |')]))).toBe(golden.text);
  });

  it('for a histogram', () => {
    const values = {
      min: -1.5,
      max: 2,
      num: 6,
      sum: 1.25,
      sumSquares: 9.5,
      bucketLimit: [-0.5, 0.5, 2],
      bucket: [2, 1, 3],
    };
    expect(base64(summaryRecord(1700000003, 7, [histogram('relu-1.weight', values)]))).toBe(golden.histogram);
  });
});

describe('crc32c', () => {
  it.each(Object.entries(golden.checksums))('of the bytes %j is that of TensorBoard', (bytes, checksum) => {
    expect(crc32c(Buffer.from(bytes, 'base64'))).toBe(checksum);
  });

  it('of 32 zeros is that of RFC 3720', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  });
});

describe('histogramOf', () => {
  it('counts every value in its bucket, the greatest in the last', () => {
    const { bucket, bucketLimit, ...statistics } = histogramOf(Float32Array.of(0, 1, 2, 2.5, 4), 4);
    expect(bucket).toEqual([1, 1, 2, 1]);
    expect(bucketLimit).toEqual([1, 2, 3, 4]);
    expect(statistics).toEqual({ min: 0, max: 4, num: 5, sum: 9.5, sumSquares: 27.25 });
  });

  it('takes equal values, none, and what is not finite', () => {
    expect(histogramOf(Float32Array.of(3, 3))).toMatchObject({ num: 2, bucketLimit: [3], bucket: [2] });
    expect(histogramOf(Float32Array.of(Number.NaN))).toMatchObject({ num: 0, bucket: [0] });
    const { num, min, max, bucket } = histogramOf(Float32Array.of(Number.POSITIVE_INFINITY, 1, 2), 2);
    expect({ num, min, max, bucket }).toEqual({ num: 2, min: 1, max: 2, bucket: [1, 1] });
  });
});
