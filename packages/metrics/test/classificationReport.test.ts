import { describe, expect, it } from '@jest/globals';
import { ndarray } from '@neutype/ndarray';
import { accuracyScore, type ClassificationReport, classificationReport } from '../src/index.js';
import { readGolden } from './golden.js';

interface Scores {
  readonly precision: number;
  readonly recall: number;
  readonly 'f1-score': number;
  readonly support: number;
}

interface Golden {
  readonly name: string;
  readonly actual: number[];
  readonly predicted: number[];
  readonly options: { labels?: number[]; target_names?: string[]; digits?: number; zero_division?: number };
  readonly text: string;
  readonly object: Record<string, Scores> & { readonly accuracy?: number };
  readonly accuracy: number;
}

const optionsOf = ({ options: { target_names, zero_division, ...others } }: Golden) => ({
  ...others,
  ...(target_names === undefined ? {} : { targetNames: target_names }),
  ...(zero_division === undefined ? {} : { zeroDivision: zero_division }),
});

describe.each(readGolden<Golden>('reports'))('as scikit-learn: $name', (golden) => {
  it('text', () => {
    expect(classificationReport(golden.actual, golden.predicted, optionsOf(golden))).toBe(golden.text);
  });

  it('object', () => {
    const report = classificationReport(golden.actual, golden.predicted, {
      ...optionsOf(golden),
      output: 'object',
    });
    expectSame(report, golden.object);
  });

  it('accuracy', () => {
    expect(accuracyScore(golden.actual, golden.predicted)).toBe(golden.accuracy);
  });
});

describe('labels', () => {
  const actual = [0, 1, 2, 2];
  const predicted = [0, 2, 2, 2];
  const text = classificationReport(actual, predicted);

  it.each([
    ['Int32Array', new Int32Array(actual), new Int32Array(predicted)],
    ['Float32Array', new Float32Array(actual), new Float32Array(predicted)],
    ['NdArray', ndarray(actual), ndarray(predicted)],
    ['NdArray of one column', ndarray(actual, [4, 1]), ndarray(predicted, [4, 1])],
    ['typed array of another realm', structuredClone(new Uint8Array(actual)), ndarray(predicted)],
  ])('may be a %s', (_, a, b) => {
    expect(classificationReport(a, b)).toBe(text);
  });

  it('of one-hot rows are the argmax', () => {
    const oneHot = ndarray([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0, 0, 1],
    ]);
    expect(classificationReport(oneHot.argmax(1), predicted)).toBe(text);
  });
});

describe('errors', () => {
  it.each([
    ['unequal lengths', [1, 2, 3], [1, 2], 'there are 3 actual and 2 predicted samples; expected as many'],
    ['no samples', [], [], 'there are no samples'],
    [
      'one-hot rows',
      ndarray([
        [0, 1],
        [1, 0],
      ]),
      [1, 0],
      "'actual' must have one class for each sample, got an array of shape (2, 2). Turn one-hot rows or probabilities into classes first: x.argmax(1).",
    ],
    [
      'nested rows',
      [
        [0, 1],
        [1, 0],
      ] as unknown as number[],
      [1, 0],
      "in 'actual' must be integers or texts; at [0] there is an array",
    ],
    ['fractions', [0, 0.5], [0, 1], "the classes in 'actual' must be integers or texts; at [1] there is 0.5"],
    ['NaN', [0, 1], [0, Number.NaN], "the classes in 'predicted' must be integers or texts; at [1]"],
    [
      'a mixture',
      [0, 'one'] as unknown as number[],
      [0, 1],
      'must be all integers or all texts, as the first, 0; at [1] there is "one"',
    ],
    [
      'texts against numbers',
      ['1', '2'],
      [1, 2],
      "the classes must be all integers or all texts, got \"1\" in 'actual' and 1 in 'predicted'",
    ],
  ] as const)('name %s', (_, actual, predicted, message) => {
    for (const [name, call] of [
      ['classificationReport', () => classificationReport(actual, predicted)],
      ['accuracyScore', () => accuracyScore(actual, predicted)],
    ] as const) {
      expect(call).toThrow(`${name}: `);
      expect(call).toThrow(message);
    }
  });

  it.each([
    [{ targetNames: ['a'] }, "the option 'targetNames' has 1 names for 2 classes (0, 1)"],
    [{ labels: [0], targetNames: ['a', 'b'] }, "the option 'targetNames' has 2 names for 1 classes (0)"],
    [{ labels: [] }, "the option 'labels' names no class"],
    [{ labels: [0, 1, 0] }, "the option 'labels' names a class twice: 0, 1, 0"],
    [{ digits: -1 }, "the option 'digits' must be an integer from 0 to 100, got -1"],
    [{ digits: 1.5 }, "the option 'digits' must be an integer from 0 to 100, got 1.5"],
    [{ zeroDivision: 2 }, "the option 'zeroDivision' must be 0, 1 or NaN, got 2"],
    [{ output: 'dict' as 'text' }, "the option 'output' must be 'text' or 'object', got \"dict\""],
  ])('name the option in %j', (options, message) => {
    expect(() => classificationReport([0, 1], [0, 1], options)).toThrow(`classificationReport: ${message}`);
  });
});

describe('classificationReport of 130,000 classes', () => {
  it('has a line for each, and averages that no class falsifies', () => {
    const labels = Int32Array.from({ length: 130_000 }, (_, index) => index);
    const lines = classificationReport(labels, labels).split('\n');
    expect(lines.length).toBe(labels.length + 7);
    expect(lines.at(-2)).toBe('weighted avg       1.00      1.00      1.00    130000');
  });
});

/** Compares a report with scikit-learn's dictionary. */
function expectSame(report: ClassificationReport, expected: Golden['object']): void {
  const { accuracy, 'micro avg': micro, 'macro avg': macro, 'weighted avg': weighted, ...classes } = expected;
  expect(Object.fromEntries(report.classes.map(({ name, ...scores }) => [name, rounded(scores)]))).toEqual(
    Object.fromEntries(Object.entries(classes).map(([name, scores]) => [name, renamed(scores as Scores)])),
  );
  if (accuracy === undefined) expect(report.accuracy).toBeUndefined();
  else expect(report.accuracy).toBeCloseTo(accuracy, 12);
  expect(report.microAverage && rounded(report.microAverage)).toEqual(micro && renamed(micro));
  expect(rounded(report.macroAverage)).toEqual(renamed(macro!));
  expect(rounded(report.weightedAverage)).toEqual(renamed(weighted!));
}

const twelveDigits = (value: number) => Number(value.toFixed(12));

function rounded(scores: { precision: number; recall: number; f1Score: number; support: number }) {
  const { precision, recall, f1Score, support } = scores;
  return {
    precision: twelveDigits(precision),
    recall: twelveDigits(recall),
    f1Score: twelveDigits(f1Score),
    support,
  };
}

function renamed({ precision, recall, 'f1-score': f1Score, support }: Scores) {
  return rounded({ precision, recall, f1Score, support });
}
