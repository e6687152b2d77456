import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { syntheticDigits, syntheticDigits784 } from '../../src/index.js';
import { expectNear } from '../support/near.js';

const SIZE = 28;
const { images, labels } = syntheticDigits({ samples: 2000, seed: 11 });

describe('syntheticDigits', () => {
  it('has the form of MNIST', () => {
    expect([images.shape, images.dtype, labels.shape, labels.dtype]).toEqual([
      [2000, 784],
      'uint8',
      [2000],
      'uint8',
    ]);
    const counts = new Array<number>(10).fill(0);
    for (const label of labels.data) counts[label]!++;
    for (const count of counts) expectNear(count, 200, Math.sqrt(2000 * 0.1 * 0.9));
  });

  it('is the same for the same seed, however many are made, and another for another', () => {
    const fewer = syntheticDigits({ samples: 50, seed: 11 });
    expect(fewer.images).toEqual(images.rows(0, 50));
    expect(fewer.labels).toEqual(labels.rows(0, 50));
    expect(syntheticDigits({ samples: 50, seed: 12 }).images).not.toEqual(fewer.images);
  });

  it('draws the same pixels in every version of Node and of this package', () => {
    const pixels = createHash('sha256').update(images.rows(0, 200).data).digest('hex');
    expect(pixels).toBe('a12007e5cffa0ce2cfb27383bb206ae4abe83fcd142ba03675348e4149e44a10');
  });

  it('every digit is centered by mass and fills a box of 20 in its longer direction', () => {
    for (let i = 0; i < images.length; i++) {
      const image = images.row(i).data;
      let [mass, x, y] = [0, 0, 0];
      let [left, right, top, bottom] = [SIZE, -1, SIZE, -1];
      image.forEach((value, at) => {
        const [row, column] = [Math.floor(at / SIZE), at % SIZE];
        mass += value;
        x += value * column;
        y += value * row;
        if (value < 64) return;
        [left, right] = [Math.min(left, column), Math.max(right, column)];
        [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
      });
      expect(Math.abs(x / mass - 13.5)).toBeLessThan(0.6);
      expect(Math.abs(y / mass - 13.5)).toBeLessThan(0.6);
      const longer = Math.max(right - left, bottom - top) + 1;
      expect(longer).toBeGreaterThanOrEqual(17);
      expect(longer).toBeLessThanOrEqual(22);
    }
  });

  it('has about as much ink as MNIST (mean 33.3 of 255)', () => {
    expect(images.mean()).toBeGreaterThan(29);
    expect(images.mean()).toBeLessThan(39);
  });

  it('the digits can be told apart: a nearest class mean is right far more often than chance, and not always', () => {
    const means = Array.from({ length: 10 }, (_, digit) =>
      images.take(Array.from(labels.data.keys()).filter((i) => i < 1500 && labels.data[i] === digit)).mean(0),
    );
    let right = 0;
    for (let i = 1500; i < 2000; i++) {
      const image = images.row(i).data;
      const distances = means.map(({ data }) =>
        image.reduce((sum, value, at) => sum + (value - data[at]!) ** 2, 0),
      );
      if (distances.indexOf(Math.min(...distances)) === labels.data[i]) right++;
    }
    expect(right / 500).toBeGreaterThan(0.6);
    expect(right / 500).toBeLessThan(0.95);
  });

  it('refuses invalid options', () => {
    const digits = (options: unknown): unknown => syntheticDigits(options as { samples: number });
    expect(() => digits({ samples: 1.5 })).toThrow(
      'syntheticDigits, samples: expected a whole number from 0, got 1.5.',
    );
    expect(() => digits({ seed: 1 })).toThrow(
      'syntheticDigits, samples: expected a whole number from 0, got undefined.',
    );
    expect(() => digits({ samples: 1, seed: 'x' })).toThrow(
      "syntheticDigits, seed: expected a whole number, got 'x'.",
    );
    expect(() => digits({ samples: 1, seed: null })).toThrow('got null');
    expect(() => digits({ nSamples: 1 })).toThrow("got 'nSamples'. It is called 'samples' here.");
    expect(() => digits({ samples: 2 ** 45 })).toThrow(
      'syntheticDigits: expected images that fit into memory',
    );
    expect(() => digits(10)).toThrow('syntheticDigits: expected options as an object, got 10.');
    expect(() => syntheticDigits784({ samples: 1 } as object)).toThrow(
      "syntheticDigits784: expected options out of seed, got 'samples'.",
    );
    expect(syntheticDigits({ samples: 0 }).images.shape).toEqual([0, 784]);
  });
});
