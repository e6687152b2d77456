import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { kFold, stratifiedKFold } from '../../src/index.js';
import { fuzzed, fuzzTimeout } from '../support/fuzz.js';
import { golden } from '../support/golden.js';

describe('kFold', () => {
  it.each(golden.folds.plain)("%d samples in %d folds: scikit-learn's indices", (samples, folds, tests) => {
    const splits = kFold(samples, { folds });
    expect(splits.map(({ test }) => [...test])).toEqual(tests);
    for (const { train, test } of splits) expect(new Set([...train, ...test]).size).toBe(samples);
  });

  it('shuffled: every sample tests once, by seed', () => {
    const splits = kFold(20, { folds: 3, shuffle: true, seed: 2 });
    expect(splits.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual([...Array(20).keys()]);
    expect(splits).toEqual(kFold(20, { folds: 3, shuffle: true, seed: 2 }));
    expect(splits).not.toEqual(kFold(20, { folds: 3, shuffle: true, seed: 3 }));
    expect(splits).not.toEqual(kFold(20, { folds: 3 }));
  });

  it('has the same order for a seed in every version', () => {
    expect([...kFold(6, { folds: 2, shuffle: true, seed: 3 })[0]!.test]).toEqual([0, 1, 5]);
  });

  it('refuses invalid numbers of folds', () => {
    expect(() => kFold(3, { folds: 4 })).toThrow(
      'kFold, folds: expected at most as many as samples, 3, got 4.',
    );
    expect(() => kFold(3, { folds: 1 })).toThrow('kFold, folds: expected a whole number from 2, got 1.');
    expect(() => kFold([1, 2, 3] as unknown as number)).toThrow(
      'kFold, samples: expected a whole number from 2',
    );
    expect(() => kFold(9, { shuffle: 'yes' as unknown as boolean })).toThrow(
      'kFold, shuffle: expected true or false',
    );
    expect(() => kFold(9, { seed: 0.5 })).toThrow('kFold, seed: expected a whole number, got 0.5.');
  });

  it.each([kFold, stratifiedKFold])('%p refuses unknown options', (split) => {
    const samples = split === kFold ? 30 : Array.from({ length: 30 }, (_, i) => i % 2);
    const folds = (options: object): unknown =>
      (split as (samples: unknown, options: object) => unknown)(samples, options);
    expect(() => folds({ nSplits: 3 })).toThrow("got 'nSplits'. It is called 'folds' here.");
    expect(() => folds({ n_splits: 3 })).toThrow("got 'n_splits'. It is called 'folds' here.");
    expect(() => folds({ random_state: 3 })).toThrow("got 'random_state'. It is called 'seed' here.");
    expect(() => folds({ fold: 3 })).toThrow("got 'fold'. Did you mean 'folds'?");
  });
});

it(
  'every sample tests once and trains in all other folds, whatever the options',
  () => {
    const options = fc.record({
      folds: fc.integer({ min: 2, max: 12 }),
      shuffle: fc.boolean(),
      seed: fc.integer(),
    });
    const labels = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 12, maxLength: 80 });
    fc.assert(
      fc.property(labels, options, fc.boolean(), (names, given, stratified) => {
        const splits = stratified
          ? stratifiedKFold(names, { ...given, folds: 2, onNotice: () => {} })
          : kFold(names.length, given);
        const every = [...names.keys()];
        expect(splits.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual(every);
        for (const { train, test } of splits) {
          expect([...train, ...test].sort((a, b) => a - b)).toEqual(every);
          expect(Math.abs(test.length - names.length / splits.length)).toBeLessThan(1);
        }
      }),
      fuzzed(100),
    );
  },
  fuzzTimeout,
);

describe('stratifiedKFold', () => {
  it.each(golden.folds.stratified)("%d folds: scikit-learn's indices", (folds, tests) => {
    const splits = stratifiedKFold(golden.folds.labels, { folds });
    expect(splits.map(({ test }) => [...test])).toEqual(tests);
  });

  it('shuffled: the classes keep their shares', () => {
    const labels = Array.from({ length: 90 }, (_, i) => (i % 3 === 0 ? 'a' : 'b'));
    const splits = stratifiedKFold(labels, { folds: 5, shuffle: true, seed: 1 });
    for (const { test } of splits) {
      expect([...test].filter((index) => labels[index] === 'a')).toHaveLength(6);
      expect(test).toHaveLength(18);
    }
    expect(splits).not.toEqual(stratifiedKFold(labels, { folds: 5 }));
  });

  it("a class with fewer samples than folds: scikit-learn's indices, and a notice as its warning", () => {
    const [labels, folds, tests] = golden.folds.rare;
    const told: string[] = [];
    const splits = stratifiedKFold(labels, { folds, onNotice: (line) => told.push(line) });
    expect(splits.map(({ test }) => [...test])).toEqual(tests);
    expect(told).toEqual([
      "stratifiedKFold: 2 classes 'b', 'c' have fewer samples than the 4 folds, and will be missing from the test part " +
        'of some.',
    ]);
  });

  it('says nothing where no class is rare', () => {
    const told: string[] = [];
    stratifiedKFold(['a', 'b', 'a', 'b'], { folds: 2, onNotice: (line) => told.push(line) });
    expect(told).toEqual([]);
  });

  it('refuses classes that all have too few samples, and invalid labels', () => {
    expect(() => stratifiedKFold(['a', 'a', 'a', 'b'], { folds: 4 })).toThrow(
      'stratifiedKFold, folds: expected at most as many as the largest class has samples, got 4, and 3 samples.',
    );
    expect(() => stratifiedKFold([1, 2, Number.NaN])).toThrow(
      'stratifiedKFold, labels: expected a label: a text, a finite number, true or false, got NaN at [2].',
    );
  });
});
