import { describe, expect, it } from '@jest/globals';
import { classificationReport } from '../src/index.js';
import { readGolden } from './golden.js';

interface Golden {
  readonly actual: number[];
  readonly predicted: number[];
  readonly options: { labels?: number[]; digits?: number; zero_division?: number };
  readonly text: string;
}

describe('classificationReport of random samples', () => {
  it('has the text of scikit-learn, whatever classes are missing and whatever a division by zero gives', () => {
    const golden = readGolden<Golden>('randomReports', process.env['NEUTYPE_RANDOM_REPORTS']);
    expect(golden.length).toBeGreaterThan(0);
    for (const { actual, predicted, options, text } of golden) {
      const { zero_division: zeroDivision = 0, ...others } = options;
      expect(classificationReport(actual, predicted, { ...others, zeroDivision })).toBe(text);
    }
  });
});
