import { describe, expect, it } from '@jest/globals';
import { kFold, stratifiedKFold } from '../../src/index.js';
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

  it('refuses folds that cannot be', () => {
    expect(() => kFold(3, { folds: 4 })).toThrow('kFold: 3 samples cannot be divided into 4 folds.');
    expect(() => kFold(3, { folds: 1 })).toThrow('kFold: folds must be an integer from 2 up, got 1.');
  });
});

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

  it('refuses a class with too few samples', () => {
    expect(() => stratifiedKFold(['a', 'a', 'a', 'b'], { folds: 2 })).toThrow(
      'stratifiedKFold: class b has 1 samples, fewer than the 2 folds.',
    );
  });
});
