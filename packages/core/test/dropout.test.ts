import { readFileSync } from 'node:fs';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ones } from '@tensorflow/tfjs-core';
import { dropout, stagedScalar, useBackend } from '../src/index.js';
import { dropoutScale } from '../src/operations/dropout.js';

interface Golden {
  readonly rate: number;
  readonly key: [number, number];
  readonly counter: number;
  readonly size: number;
  readonly kept: number[];
}

const golden = JSON.parse(
  readFileSync(new URL('./golden/dropout.json', import.meta.url), 'utf8'),
) as Golden[];

beforeAll(() => useBackend('cpu'));

describe('dropout', () => {
  it.each(golden)(
    'draws the mask of an independent Threefry, rate $rate',
    ({ rate, key, counter, size, kept }) => {
      const scale = dropoutScale(size, rate, key, counter);
      expect([...scale].map((value) => (value === 0 ? 0 : 1))).toEqual(kept);
      expect(
        [...scale].filter((value) => value !== 0).every((value) => value === Math.fround(1 / (1 - rate))),
      ).toBe(true);
    },
  );

  it('drops as often as it should and keeps the mean', () => {
    const counter = stagedScalar(1, 'int32');
    const dropped = [0.1, 0.5, 0.9].map((rate) => {
      const values = [...dropout(ones([100_000]), rate, [3, 4], counter).dataSync()];
      return values.reduce((count, value) => count + (value === 0 ? 1 : 0), 0) / values.length;
    });
    // Five standard deviations of a binomial share of 100,000.
    dropped.forEach((share, i) => {
      const rate = [0.1, 0.5, 0.9][i]!;
      expect(Math.abs(share - rate)).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / 100_000));
    });
  });

  it('draws another mask for another update and another key, and the same for the same', () => {
    const mask = (key: [number, number], counter: number) => dropoutScale(64, 0.5, key, counter).join();
    expect(mask([1, 2], 3)).toBe(mask([1, 2], 3));
    expect(mask([1, 2], 3)).not.toBe(mask([1, 2], 4));
    expect(mask([1, 2], 3)).not.toBe(mask([2, 1], 3));
  });

  it('keeps everything at rate 0', () => {
    expect([...dropoutScale(9, 0, [1, 2], 3)]).toEqual(new Array(9).fill(1));
  });
});
