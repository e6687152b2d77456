import { describe, expect, it } from '@jest/globals';
import { OptionError, shown } from '@neutype/errors';
import fc from 'fast-check';
import { type Key, Random, random } from '../src/index.js';

function draw(source: { uint32(): number }, count = 8) {
  return Array.from({ length: count }, () => source.uint32());
}

describe('split', () => {
  it('gives the same child for the same label, whatever was drawn meanwhile', () => {
    const source = random(7);
    const before = draw(source.split('weights'));
    draw(source, 100);
    expect(draw(source.split('weights'))).toEqual(before);
  });

  it('does not advance the parent', () => {
    const source = random(7);
    source.split('weights').split(3);
    expect(draw(source)).toEqual(draw(random(7)));
  });

  it('gives different keys for labels of all kinds, and for paths of labels', () => {
    const source = random(0);
    const children = [
      source,
      source.split(0),
      source.split(1),
      source.split(2 ** 32),
      source.split('0'),
      source.split('1'),
      source.split(''),
      source.split('').split(''),
      source.split('ab'),
      source.split('ba'),
      source.split('a'),
      source.split('a').split('b'),
      source.split('b').split('a'),
      source.split(0).split(1),
      source.split(1).split(0),
    ];
    expect(new Set(children.map((child) => child.key.join())).size).toBe(children.length);
  });

  it('never gives a key that the parent draws', () => {
    const source = random(3);
    const drawn = new Set(Array.from({ length: 20_000 }, () => `${source.uint32()},${source.uint32()}`));
    const keys = Array.from({ length: 1000 }, (_, label) => random(3).split(label).key.join());
    expect(keys.filter((key) => drawn.has(key))).toEqual([]);
  });

  it('gives uncorrelated streams to neighboring labels and seeds', () => {
    const samples = 20_000;
    const pairs = [
      [random(1).split(0), random(1).split(1)],
      [random(1).split('layer-1'), random(1).split('layer-2')],
      [random(1), random(2)],
      [random(1), random(1).split(0)],
    ] as const;
    for (const [a, b] of pairs) {
      let product = 0;
      for (let i = 0; i < samples; i++) product += a.normal() * b.normal();
      // The mean of n products of independent standard normals has standard error 1 / sqrt(n).
      expect(Math.abs(product / samples)).toBeLessThan(4 / Math.sqrt(samples));
    }
  });

  it('refuses numbers that are not integers from 0 up', () => {
    for (const label of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => random(0).split(label)).toThrow(
        `random.split, label: expected a whole number from 0, got ${label}.`,
      );
    }
  });

  it.each([undefined, null, 1n, ['a'], {}])('refuses the label %p', (label) => {
    expect(() => random(0).split(label as unknown as string)).toThrow(
      `random.split, label: expected a text or a whole number from 0, got ${shown(label)}.`,
    );
  });
});

describe('seeds', () => {
  it('give the same numbers twice', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (seed) => {
        expect(draw(random(seed))).toEqual(draw(random(seed)));
      }),
      { numRuns: 50 },
    );
  });

  it('give different keys, negative ones and those above 2^32 too', () => {
    const seeds = [0, 1, -1, 2 ** 32, 2 ** 32 + 1, -(2 ** 32), 2 ** 53 - 1, -(2 ** 53 - 1)];
    expect(new Set(seeds.map((seed) => random(seed).key.join())).size).toBe(seeds.length);
    expect(random(-1).key).toEqual([0xffffffff, 0xffffffff]);
    expect(random(5 * 2 ** 32 + 3).key).toEqual([5, 3]);
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '1', null, 1n])('refuses %p', (seed) => {
    expect(() => random(seed as number)).toThrow(OptionError);
    expect(() => random(seed as number)).toThrow(
      `random, seed: expected a whole number between -2^53 and 2^53, got ${shown(seed)}. ` +
        'freshSeed() gives one that differs from run to run.',
    );
  });

  it.each([undefined, [1], [1, 2, 3], [0.5, 0], [-1, 0], [2 ** 32, 0], ['1', 2]])(
    'become keys of two words; %p is none',
    (key) => {
      expect(() => new Random(key as unknown as Key)).toThrow(
        `Random: expected a key of two whole numbers from 0 to 4294967295, got ${shown(key)}.`,
      );
    },
  );
});
