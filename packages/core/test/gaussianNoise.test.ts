import { readFileSync } from 'node:fs';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { tensor1d, zeros } from '@tensorflow/tfjs-core';
import { gaussianNoise, gaussianValues, stagedScalar, useBackend } from '../src/index.js';

interface Golden {
  readonly key: [number, number];
  readonly counter: number;
  readonly values: number[];
}

const golden = JSON.parse(
  readFileSync(new URL('./golden/gaussianNoise.json', import.meta.url), 'utf8'),
) as Golden[];

beforeAll(() => useBackend('cpu'));

describe('gaussianNoise', () => {
  it.each(golden)(
    'draws the numbers of an independent Threefry, counter $counter',
    ({ key, counter, values }) => {
      const drawn = gaussianValues(values.length, { mean: 0, std: 1, key0: key[0], key1: key[1] }, counter);
      values.forEach((value, index) => {
        expect(Math.abs(drawn[index]! - value)).toBeLessThanOrEqual(
          2 ** -24 * Math.max(1, Math.abs(value)) + 1e-8,
        );
      });
    },
  );

  it('has the mean, the standard deviation and the kurtosis of a normal distribution', () => {
    const count = 100_000;
    const values = gaussianValues(count, { mean: 0.5, std: 2, key0: 3, key1: 4 }, 1);
    const moment = (power: number) =>
      values.reduce((total, value) => total + ((value - 0.5) / 2) ** power, 0) / count;
    // Five standard deviations of each sample moment: 1, √2 and √96 over √count.
    expect(Math.abs(moment(1))).toBeLessThan(5 / Math.sqrt(count));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / count));
  });

  it('adds other numbers at another update, and the same at the same', () => {
    const counter = stagedScalar(1, 'int32');
    const noise = () =>
      gaussianNoise(zeros([7]), { mean: 0, std: 1 }, [3, 4], counter)
        .dataSync()
        .join();
    const first = noise();
    expect(noise()).toBe(first);
    counter.value = 2;
    expect(noise()).not.toBe(first);
    counter.dispose();
  });

  it('adds to what is there', () => {
    const counter = stagedScalar(0, 'int32');
    const noisy = gaussianNoise(tensor1d([1, 2, 3]), { mean: 10, std: 0 }, [3, 4], counter);
    expect([...noisy.dataSync()]).toEqual([11, 12, 13]);
    counter.dispose();
  });
});
