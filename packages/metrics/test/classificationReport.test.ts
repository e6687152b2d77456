import { describe, expect, it } from '@jest/globals';
import { NeutypeError } from '@neutype/errors';
import { ndarray, zeros } from '@neutype/ndarray';
import {
  accuracyScore,
  type ClassificationReport,
  classificationReport,
  confusionMatrix,
  type Labels,
} from '../src/index.js';
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

function optionsOf({ options: { target_names, zero_division, ...others } }: Golden) {
  return {
    ...others,
    ...(target_names === undefined ? {} : { targetNames: target_names }),
    ...(zero_division === undefined ? {} : { zeroDivision: zero_division }),
  };
}

describe.each(readGolden<Golden>('reports'))('the report of $name agrees with scikit-learn', (golden) => {
  it('in its text', () => {
    expect(classificationReport(golden.actual, golden.predicted, optionsOf(golden))).toBe(golden.text);
  });

  it('in its numbers', () => {
    const report = classificationReport(golden.actual, golden.predicted, {
      ...optionsOf(golden),
      output: 'object',
    });
    expectSame(report, golden.object);
  });

  it('in its accuracy', () => {
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

  it('of one-hot rows are their argmax', () => {
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
  const rows = [
    [0, 1],
    [1, 0],
  ];
  const argmax = 'Turn one-hot rows or probabilities into classes first: x.argmax(1).';

  it.each<[string, unknown, unknown, string]>([
    ['unequal lengths', [1, 2, 3], [1, 2], ': expected as many predicted as actual samples, got 2 and 3.'],
    ['no samples', [], [], ': expected at least one sample, got none.'],
    ['nothing', undefined, [0], ', actual: expected an array of classes, got undefined.'],
    ['null', [0], null, ', predicted: expected an array of classes, got null.'],
    ['a text', 'abc', ['a', 'b', 'c'], ", actual: expected an array of classes, got 'abc'."],
    ['a set', new Set([1]), [1], ', actual: expected an array of classes, got a Set.'],
    [
      'one-hot rows',
      ndarray(rows),
      [1, 0],
      `, actual: expected one class for each sample, got an array of shape [2, 2]. ${argmax}`,
    ],
    [
      'columns of columns',
      zeros([2, 1, 3]),
      [1, 0],
      ', actual: expected one class for each sample, got an array',
    ],
    [
      'nested rows',
      rows,
      [1, 0],
      `, actual: expected whole numbers or texts, got an array of 2 at [0]. ${argmax}`,
    ],
    [
      'fractions',
      [0, 0.5],
      [0, 1],
      ', actual: expected whole numbers, as the first class is, got 0.5 at [1].',
    ],
    [
      'fractions of an NdArray',
      ndarray([0.5]),
      [0],
      ', actual: expected whole numbers or texts, got 0.5 at [0].',
    ],
    ['NaN', [Number.NaN], [1], ', actual: expected whole numbers or texts, got NaN at [0].'],
    [
      'infinity',
      [0],
      [Number.POSITIVE_INFINITY],
      ', predicted: expected whole numbers or texts, got Infinity',
    ],
    ['BigInts', [1n], [1n], ', actual: expected whole numbers or texts, got 1n at [0].'],
    [
      'null among classes',
      [0, null],
      [0, 1],
      'expected whole numbers, as the first class is, got null at [1].',
    ],
    ['true', [true], [1], 'expected whole numbers or texts, got true at [0].'],
    // biome-ignore lint/suspicious/noSparseArray: holes are what is refused
    ['holes', [0, , 1], [0, 1, 1], 'expected whole numbers, as the first class is, got a hole at [1].'],
    ['a mixture', [0, 'one'], [0, 1], "expected whole numbers, as the first class is, got 'one' at [1]."],
    [
      'texts against numbers',
      ['1', '2'],
      [1, 2],
      ', predicted: expected texts, as the actual classes are, got 1 at [0].',
    ],
  ])('name %s', (_, actual, predicted, message) => {
    const calls: Record<string, (actual: Labels, predicted: Labels) => unknown> = {
      classificationReport,
      accuracyScore,
      confusionMatrix,
    };
    for (const [name, score] of Object.entries(calls)) {
      const call = () => score(actual as Labels, predicted as Labels);
      expect(call).toThrow(NeutypeError);
      expect(call).toThrow(name + (message.startsWith('expected') ? '' : message));
      expect(call).toThrow(message);
    }
  });

  it.each<[object, string]>([
    [
      { targetNames: ['a'] },
      ", targetNames: expected 2 names for 0, 1, got 1. The option 'labels' says which",
    ],
    [{ labels: [0], targetNames: ['a', 'b'] }, ', targetNames: expected a name for 0, got 2.'],
    [{ targetNames: 'ab' }, ", targetNames: expected an array of texts, got 'ab'."],
    [{ targetNames: ['a', 1] }, ', targetNames: expected texts, got 1 at [1].'],
    // biome-ignore lint/suspicious/noSparseArray: holes are what is refused
    [{ targetNames: [, 'a'] }, ', targetNames: expected texts, got a hole at [0].'],
    [{ labels: [] }, ', labels: expected at least one class, and each once, got none.'],
    [{ labels: [0, 1, 0] }, ', labels: expected at least one class, and each once, got 0 twice.'],
    [{ labels: 3 }, ', labels: expected an array of classes, got 3.'],
    [{ digits: -1 }, ', digits: expected a whole number from 0 to 100, got -1.'],
    [{ digits: 1.5 }, ', digits: expected a whole number from 0 to 100, got 1.5.'],
    [{ digits: '2' }, ", digits: expected a whole number from 0 to 100, got '2'."],
    [{ zeroDivision: 2 }, ', zeroDivision: expected 0, 1 or NaN, got 2.'],
    [{ zeroDivision: 'warn' }, ", zeroDivision: expected 0, 1 or NaN, got 'warn'."],
    [{ output: 'dict' }, ", output: expected one of 'text', 'object', got 'dict'."],
    [
      { zero_division: 1 },
      ": expected options out of labels, targetNames, digits, zeroDivision, sampleWeight, output, got 'zero_division'. Did you mean 'zeroDivision'?",
    ],
    [{ target_names: [] }, "Did you mean 'targetNames'?"],
    [{ label: [0] }, "Did you mean 'labels'?"],
    [[0, 1], ': expected options as an object, got an array of 2.'],
  ])('name the option in %j', (options, message) => {
    const call = () => classificationReport([0, 1], [0, 1], options);
    expect(call).toThrow(NeutypeError);
    expect(call).toThrow(message);
    expect(call).toThrow('classificationReport');
  });
});

describe('the text of a report', () => {
  it('escapes control characters in names of classes', () => {
    const hostile = '\u001b]8;;http://x\u0007\u001b[31mred\u009b2J\u202e\r\n';
    const report = classificationReport([hostile, 'b'], ['b', hostile]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
    expect(report.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
    expect(report.split('\n')).toHaveLength(9);
    expect(report).toContain('\\x1b]8;;http://x\\x07\\x1b[31mred\\x9b2J\\u{202e}\\x0d\\x0a');
    expect(classificationReport([0], [0], { targetNames: [hostile] })).toContain('\\x1b[31mred');
  });

  it('has the same names as the object', () => {
    const report = classificationReport(['\u001b'], ['\u001b'], { output: 'object' });
    expect(report.classes.map(({ name }) => name)).toEqual(['\u001b']);
  });
});

describe('the averages', () => {
  it('include a micro average if an unlisted class was predicted', () => {
    // classification_report([0, 1], [0, 2], labels=[0, 1]) of scikit-learn
    const report = classificationReport([0, 1], [0, 2], { labels: [0, 1], output: 'object' });
    expect(report.accuracy).toBeUndefined();
    expect(report.microAverage).toEqual({ precision: 1, recall: 0.5, f1Score: 2 / 3, support: 2 });
  });
});

describe('classificationReport of 130,000 classes', () => {
  it('has a line for each class, and exact averages', () => {
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

function twelveDigits(value: number) {
  return Number(value.toFixed(12));
}

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
