import { describe, expect, it } from '@jest/globals';
import {
  type Axis,
  type BarsMark,
  type ChartPanel,
  type HintonPanel,
  hinton,
  imshow,
  type MatrixPanel,
  type Plot,
  plotConfusionMatrix,
  plotHistograms,
  plotMetrics,
  plotNetwork,
  saliencyMap,
  type TilesPanel,
} from '../src/index.js';
import { gaussianFilter } from '../src/plots/gaussianFilter.js';
import { scaleOf } from '../src/scale/scale.js';
import { attributesOf, textsOf } from './support/svg.js';

const { MAX_VALUE } = Number;
function panel<P>(plot: Plot): P {
  return plot.description.panels[0] as P;
}
function bars(plot: Plot): BarsMark {
  return panel<ChartPanel>(plot).marks[0] as BarsMark;
}

describe('a histogram', () => {
  it.each([
    ['the least numbers there are', [5e-324, 1e-323]],
    ['neighbors', [1, 1 + 2 ** -52]],
    ['neighbors far from zero', [1e17, 1e17 + 16]],
    ['one number far from zero', [1e300]],
    ['the largest number', [MAX_VALUE]],
    ['the two ends of all numbers', [-MAX_VALUE, MAX_VALUE]],
    ['the two ends and zero', [-MAX_VALUE, 0, MAX_VALUE]],
    ['nothing', []],
    ['nothing finite', [Number.NaN]],
  ])('of %s has rising finite edges round all of them', (_, values) => {
    for (const count of [1, 2, 40, 10_000]) {
      const plot = plotHistograms({ layer: values }, { bins: count });
      const { edges, heights } = bars(plot);
      const finite = values.filter(Number.isFinite);
      const isRising = edges.every((edge, index) => Number.isFinite(edge) && !(edge <= edges[index - 1]!));
      const isRound = finite.every((value) => value >= edges[0]! && value <= edges.at(-1)!);
      expect([count, isRising, isRound]).toEqual([count, true, true]);
      expect((heights as number[]).reduce((sum, height) => sum + height, 0)).toBe(finite.length);
    }
    const plot = plotHistograms({ layer: values });
    expect(plot.toSvg() + plot.toText()).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('counts and labels the two ends of all numbers like any others', () => {
    const plot = plotHistograms({ layer: [-MAX_VALUE, -1e308, 1e308, MAX_VALUE] }, { bins: 4 });
    expect(bars(plot).heights).toEqual([2, 0, 0, 2]);
    expect(textsOf(plot.toSvg())).toEqual(expect.arrayContaining(['−1e308', '0', '1e308']));
  });
});

describe('scales', () => {
  it.each<readonly [number, number]>([
    [-MAX_VALUE, MAX_VALUE],
    [0, MAX_VALUE],
    [1.7e308, MAX_VALUE],
    [MAX_VALUE, MAX_VALUE],
    [-MAX_VALUE, -1.7e308],
    [5e-324, 1e-323],
    [5e-324, MAX_VALUE],
  ])('from %d to %d have finite places and distinct ticks', (low, high) => {
    for (const kind of ['linear', 'log'] as const) {
      if (kind === 'log' && low <= 0) continue;
      const scale = scaleOf({ label: '', scale: kind }, [low, high], [0, 100]);
      for (const value of [low, high, ...scale.domain]) {
        expect(Number.isFinite(scale.place(value))).toBe(true);
        expect(scale.place(value)).toBeGreaterThanOrEqual(-1e-9);
        expect(scale.place(value)).toBeLessThanOrEqual(100 + 1e-9);
      }
      for (const { value, label } of scale.ticks(5)) {
        expect(Number.isFinite(value)).toBe(true);
        expect(label).not.toMatch(/NaN|Infinity|∞/);
      }
    }
  });

  it('label a logarithmic axis of a single decade', () => {
    const labelsOf = (axis: Partial<Axis>, count: number) =>
      scaleOf({ label: '', scale: 'log', ...axis }, [20, 90], [0, 100])
        .ticks(count)
        .map(({ label }) => label);
    expect(labelsOf({ whole: true }, 8)).toEqual(['20', '30', '40', '50', '60', '70', '80', '90']);
    expect(labelsOf({ domain: [2, 9] }, 4)).toEqual(['2', '4', '6', '8']);
  });
});

describe('labels of the x axis', () => {
  it.each([200, 260, 320, 480])('do not touch each other in a plot of %d pixels', (width) => {
    const plot = plotMetrics({ loss: [1, 2, 3, 4, 5, 6, 7, 8] }, { first: 123_456_789 });
    const svg = plot.toSvg({ width });
    const ticks = [
      ...svg.matchAll(/<text x="([\d.]+)" y="[\d.]+" text-anchor="middle"[^>]*font-size="11">([^<]*)</g),
    ];
    expect(ticks.length).toBeGreaterThan(0);
    // Digits and commas of the narrowest sans-serif faces take half of the size of the type at least.
    const halfWidth = (text: string) => (text.length * 11 * 0.5) / 2;
    for (const [index, tick] of ticks.entries()) {
      const next = ticks[index + 1];
      if (next === undefined) continue;
      const gap = Number(next[1]) - Number(tick[1]) - halfWidth(tick[2]!) - halfWidth(next[2]!);
      expect(gap).toBeGreaterThan(0);
    }
  });
});

describe('a Hinton diagram', () => {
  it('draws the largest weights as full squares, with finite texts', () => {
    const plot = hinton([1.7e308, -MAX_VALUE]);
    const { sides, legend } = panel<HintonPanel>(plot);
    expect(sides[0]).toBeCloseTo(Math.sqrt(1.7e308 / MAX_VALUE), 12);
    expect(sides[1]).toBe(-1);
    expect(legend).toEqual(['Positive value (max 1.70e+308)', 'Negative value (min −1.80e+308)']);
    expect(plot.description.summary).not.toContain('Infinity');
  });

  it('names the smallest weights in its legend', () => {
    const { sides, legend } = panel<HintonPanel>(hinton([5e-324, -0.00123]));
    expect(sides.every((side) => Number.isFinite(side))).toBe(true);
    expect(legend).toEqual(['Positive value (max 4.94e−324)', 'Negative value (min −1.23e−3)']);
  });
});

describe('a picture', () => {
  it('of the two ends of all numbers is drawn from black to white', () => {
    const { tiles } = panel<TilesPanel>(imshow([[-MAX_VALUE, 0, MAX_VALUE]]));
    expect(tiles[0]!.levels).toEqual([0, 128, 255]);
  });

  it('of the smallest numbers is drawn from black to white', () => {
    expect(panel<TilesPanel>(imshow([[0, 5e-324]])).tiles[0]!.levels).toEqual([0, 255]);
  });
});

describe('a confusion matrix', () => {
  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY, 2 ** 60])(
    'refuses a count of %d, and says where',
    (count) => {
      expect(() =>
        plotConfusionMatrix([
          [1, 2],
          [count, 3],
        ]),
      ).toThrow(`plotConfusionMatrix: expected counts from 0 up, got ${count} at [1][0].`);
    },
  );

  it('prints shares to three digits', () => {
    const matrix = panel<MatrixPanel>(
      plotConfusionMatrix([
        [1 / 3, 2 / 3],
        [0, 1],
      ]),
    );
    expect(matrix.texts).toEqual(['0.333', '0.667', '0', '1']);
  });

  it('with long names stays within its picture', () => {
    const svg = plotConfusionMatrix(
      [
        [1, 0],
        [0, 1],
      ],
      { labels: ['a'.repeat(300), 'b'] },
    ).toSvg({ width: 240 });
    for (const width of attributesOf(svg, 'rect', 'width')) expect(Number(width)).toBeGreaterThan(0);
    expect(Number(attributesOf(svg, 'svg', 'width')[0])).toBeLessThanOrEqual(240);
  });
});

describe('a saliency map', () => {
  it('accepts a sigma near 0', () => {
    expect([
      ...(gaussianFilter({ data: [1, 2, 3, 4], rows: 2, columns: 2 }, 1e-200).data as Float64Array),
    ]).toEqual([1, 2, 3, 4]);
  });

  it('keeps a gradient that is not finite to its pixel', () => {
    const zeros = Array.from({ length: 5 }, () => new Array<number>(5).fill(0));
    const gradient = zeros.map((row) => row.slice());
    gradient[0]![0] = 1;
    gradient[4]![4] = Number.NaN;
    const finite = zeros.map((row) => row.slice());
    finite[0]![0] = 1;
    const levels = (slopes: number[][]) =>
      panel<TilesPanel>(saliencyMap(zeros, slopes, { sigma: 1 })).tiles[1]!.levels;
    expect(levels(gradient)).toEqual(levels(finite));
  });
});

describe('many layers', () => {
  it('do not overflow the stack', () => {
    const layers = Array.from({ length: 130_000 }, (_, index) => ({ name: `${index}`, outputShape: [] }));
    const plot = plotNetwork({ layers });
    expect(plot.toText().split('\n')).toHaveLength(2 * layers.length + 1);
  });
});
