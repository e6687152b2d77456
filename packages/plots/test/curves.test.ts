import { describe, expect, it } from '@jest/globals';
import { averagePrecisionScore } from '@neutype/metrics';
import { ndarray } from '@neutype/ndarray';
import { type ChartPanel, type LineMark, plotPrecisionRecallCurve, plotRocCurve } from '../src/index.js';
import { digitsRun, golden } from './support/gallery.js';

const digits = golden<{ area: number; averagePrecision: number }[]>('curves.json');

function marksOf(plot: ReturnType<typeof plotRocCurve>): LineMark[] {
  return (plot.description.panels[0] as ChartPanel).marks as LineMark[];
}

describe('the precision-recall curve', () => {
  it.each([
    ['distinct scores', [0, 0, 1, 1, 0, 1], [0.1, 0.4, 0.35, 0.8, 0.7, 0.65]],
    ['ties', [0, 1, 1, 1, 0, 1], [1, 1, 2, 0, 0, 2]],
  ])('is drawn in steps that enclose the average precision of %s', (_scores, actual, scores) => {
    const [{ x, y } = { x: [], y: [] }] = marksOf(plotPrecisionRecallCurve(actual, scores));
    let area = 0;
    for (let i = 1; i < x.length; i++) area += (x[i]! - x[i - 1]!) * y[i]!;
    expect(area).toBeCloseTo(averagePrecisionScore(actual, scores), 12);
  });
});

const { labels, probabilities } = digitsRun();

describe('plotRocCurve and plotPrecisionRecallCurve', () => {
  it('name the areas of every class against the rest, as scikit-learn gives them', () => {
    const [chance, ...roc] = marksOf(plotRocCurve(labels, probabilities));
    expect(chance).toMatchObject({ x: [0, 1], y: [0, 1], dashed: true });
    expect(roc.map(({ label }) => label)).toEqual(
      digits.map(({ area }, index) => `${index} (area ${area.toFixed(4)})`),
    );
    const precision = marksOf(plotPrecisionRecallCurve(labels, probabilities));
    expect(precision.map(({ label }) => label)).toEqual(
      digits.map(
        ({ averagePrecision }, index) => `${index} (average precision ${averagePrecision.toFixed(4)})`,
      ),
    );
  });

  it('take arrays with a shape', () => {
    const shaped = plotRocCurve(ndarray(labels), ndarray(probabilities));
    const first = marksOf(shaped).map(({ x }) => x.length);
    expect(first).toEqual(marksOf(plotRocCurve(labels, probabilities)).map(({ x }) => x.length));
    expect(marksOf(plotRocCurve([0, 1], { data: [0.1, 0.9], shape: [2, 1] }))).toHaveLength(2);
  });

  it('leave out classes without samples', () => {
    const names = marksOf(
      plotRocCurve(
        [0, 1, 0],
        [
          [0.5, 0.3, 0.2],
          [0.2, 0.6, 0.2],
          [0.7, 0.2, 0.1],
        ],
        { labels: ['a', 'b', 'c'] },
      ),
    );
    expect(names.map(({ label }) => label)).toEqual([undefined, 'a (area 1.0000)', 'b (area 1.0000)']);
  });

  it.each([
    ['counted from 1', [1, 2, 3], 'got 3 at [2]'],
    ['negative', [0, -1, 1], 'got -1 at [1]'],
    ['between two classes', [0, 1.5, 2], 'got 1.5 at [1]'],
    ['missing', [Number.NaN, 1, 2], 'got NaN at [0]'],
  ])('refuse classes that no column is of: %s', (_which, actual, received) => {
    const scores = [
      [0.8, 0.1, 0.1],
      [0.1, 0.8, 0.1],
      [0.1, 0.1, 0.8],
    ];
    for (const curves of [plotRocCurve, plotPrecisionRecallCurve]) {
      expect(() => curves(actual, scores)).toThrow(
        `${curves.name}, actual: expected classes from 0 to 2, one for each column of scores, ${received}.`,
      );
    }
  });

  it('say what is wrong', () => {
    expect(() => plotRocCurve([0, 1], [0.5])).toThrow('as many predicted as actual samples, got 1 and 2');
    expect(() => plotRocCurve([0, 2], [0.5, 0.1])).toThrow(
      'plotRocCurve, actual: expected labels of 0 and 1, got 2 at [1].',
    );
    expect(() => plotRocCurve([0, 1], [0.5, Number.NaN])).toThrow(
      'scores: expected finite numbers, got NaN at [1].',
    );
    expect(() => plotRocCurve([1, 1], [0.5, 0.1])).toThrow(
      'samples of both classes, got 2 positive and 0 negative',
    );
    expect(() => plotPrecisionRecallCurve([0, 0], [0.5, 0.1])).toThrow(
      'at least one positive sample, got none',
    );
    expect(() =>
      plotRocCurve(
        [0],
        [
          [1, 0],
          [0, 1],
        ],
      ),
    ).toThrow('one row of scores for each label, got 2 rows and 1 labels');
    expect(() =>
      plotRocCurve(
        [0, 0],
        [
          [1, 0],
          [0, 1],
        ],
      ),
    ).toThrow('at least two classes');
    expect(() =>
      plotRocCurve(
        ndarray([
          [1, 0],
          [0, 1],
        ]),
        [
          [1, 0],
          [0, 1],
        ],
      ),
    ).toThrow('y.argmax(1)');
    expect(() =>
      plotRocCurve(
        [0, 1],
        [
          [1, 0],
          [0, 1],
        ],
        { labels: ['a'] },
      ),
    ).toThrow('plotRocCurve, labels: expected 2 labels, one for each class, got 1.');
  });
});

describe('the corner', () => {
  /** 40 samples of either class; `missed` of the positive ones score below all others. */
  function separated(missed: number) {
    const actual = Array.from({ length: 80 }, (_, index) => (index < 40 ? 1 : 0));
    const scores = actual.map((label, index) =>
      index < missed ? 0 : label === 1 ? 2 + index : 1 - index / 1000,
    );
    return [actual, scores] as const;
  }

  function domainsOf(plot: ReturnType<typeof plotRocCurve>) {
    const { x, y } = plot.description.panels[0] as ChartPanel;
    return [x.domain, y.domain];
  }

  it('reaches three times as far as the bend of the worst curve, up to a round number', () => {
    // One of 40 is found last of all: the bend is 0.025 from the corner.
    expect(domainsOf(plotRocCurve(...separated(1), { corner: true }))).toEqual([
      [0, 0.1],
      [0.9, 1],
    ]);
    expect(domainsOf(plotPrecisionRecallCurve(...separated(1), { corner: true }))).toEqual([
      [0.9, 1],
      [0.9, 1],
    ]);
    expect(domainsOf(plotRocCurve(...separated(2), { corner: true }))).toEqual([
      [0, 0.2],
      [0.8, 1],
    ]);
  });

  it('is small for curves without a mistake, and all of the axes for poor ones', () => {
    const [perfect] = domainsOf(plotRocCurve(...separated(0), { corner: true }));
    expect(perfect).toEqual([0, 0.01]);
    const poor = plotRocCurve(...separated(10), { corner: true });
    expect(poor.description).toEqual(plotRocCurve(...separated(10)).description);
  });

  it('is told in the summary', () => {
    for (const [curve, corner] of [
      [plotRocCurve, 'upper left'],
      [plotPrecisionRecallCurve, 'upper right'],
    ] as const) {
      const { summary } = curve(...separated(1), { corner: true }).description;
      expect(summary).toContain(`Only the ${corner} corner is shown, 0.1 wide and high.`);
      expect(curve(...separated(1)).description.summary).not.toContain('corner');
    }
  });

  it('keeps the points inside it, and those where the lines run out of it', () => {
    const whole = marksOf(plotPrecisionRecallCurve(labels, probabilities));
    const cut = plotPrecisionRecallCurve(labels, probabilities, { corner: true });
    const [low] = domainsOf(cut)[0]!;
    const isInside = (x: number, y: number) => x >= low && y >= low;
    for (const [index, { x, y }] of marksOf(cut).entries()) {
      const points = (mark: LineMark) =>
        mark.x.map((value, at) => [value!, mark.y[at]!] as const).filter((point) => isInside(...point));
      expect(points({ ...whole[index]!, x, y })).toEqual(points(whole[index]!));
      expect(x.filter((value, at) => !isInside(value!, y[at]!)).length).toBeLessThan(4);
    }
  });
});
