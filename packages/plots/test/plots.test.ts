import { describe, expect, it } from '@jest/globals';
import { ndarray } from '@neutype/ndarray';
import {
  type BarsMark,
  type ChartPanel,
  type GraphPanel,
  type HintonPanel,
  hinton,
  type MatrixPanel,
  type Plot,
  PlotError,
  plotConfusionMatrix,
  plotHistograms,
  plotImages,
  plotMetrics,
  plotMistakes,
  plotNetwork,
  plotWeights,
  saliencyMap,
  type TilesPanel,
  toSvg,
  toVegaLite,
} from '../src/index.js';
import { gaussianFilter } from '../src/plots/gaussianFilter.js';
import { branchedNetwork, golden } from './support/gallery.js';
import { attributesOf, textsOf } from './support/svg.js';

const filters = golden<{
  picture: number[][];
  gaussian: Record<string, number[][]>;
  histogram: { values: number[]; heights: number[]; edges: number[] };
  hinton: { weights: number[][]; sides: number[][] };
}>('filters.json');

function panel<P>(plot: Plot, index = 0): P {
  return plot.description.panels[index] as P;
}
function tiles(plot: Plot): TilesPanel['tiles'] {
  return panel<TilesPanel>(plot).tiles;
}

function expectClose(actual: ArrayLike<number | null>, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) expect(actual[index]).toBeCloseTo(value, 10);
}

describe('plotMetrics', () => {
  it('draws one line for each name, from the first epoch on', () => {
    const plot = plotMetrics(
      { training: [0.9, Number.NaN, 0.95], validation: Float32Array.of(0.5) },
      { first: 3 },
    );
    expect(panel<ChartPanel>(plot).marks).toMatchObject([
      { label: 'training', x: [3, 4, 5], y: [0.9, null, 0.95], color: 0 },
      { label: 'validation', x: [3], y: [0.5], color: 1 },
    ]);
  });

  it('rejects metrics without a value', () => {
    expect(() => plotMetrics({})).toThrow(PlotError);
    expect(() => plotMetrics({ loss: [] })).toThrow('at least one metric with one value');
  });
});

describe('plotConfusionMatrix', () => {
  it('has actual classes as rows and shades by the share of the row', () => {
    const matrix = panel<MatrixPanel>(
      plotConfusionMatrix(
        ndarray([
          [3, 1],
          [0, 4],
        ]),
        { labels: ['cat', 'dog'] },
      ),
    );
    expect(matrix).toMatchObject({ rows: ['cat', 'dog'], rowLabel: 'Actual', texts: ['3', '1', '0', '4'] });
    expectClose(matrix.shades, [Math.sqrt(0.75), 0.5, 0, 1]);
  });

  it('shades a class without samples as empty', () => {
    expect(
      panel<MatrixPanel>(
        plotConfusionMatrix([
          [0, 0],
          [1, 1],
        ]),
      ).shades.slice(0, 2),
    ).toEqual([0, 0]);
  });

  it('shades the mistakes alone where they are asked for, and leaves cells without any empty', () => {
    const counts = [
      [90, 4, 0],
      [1, 80, 0],
      [0, 2, 0],
    ];
    const matrix = panel<MatrixPanel>(plotConfusionMatrix(counts, { mistakes: true }));
    expect(matrix.shades).toEqual([0, 1, 0, 0.25, 0, 0, 0, 0.5, 0]);
    expect(matrix.texts).toEqual(['90', '4', '', '1', '80', '', '', '2', '']);
    const faultless = panel<MatrixPanel>(plotConfusionMatrix([[3]], { mistakes: true }));
    expect(faultless).toMatchObject({ shades: [0], texts: ['3'] });
  });

  it('says in its summary how many predictions are right', () => {
    expect(
      plotConfusionMatrix([
        [3, 1],
        [0, 4],
      ]).description.summary,
    ).toContain('7 of 8 samples lie on the diagonal');
    expect(
      plotConfusionMatrix([
        [0.75, 0.25],
        [0, 1],
      ]).description.summary,
    ).toContain('87.5 % of the sum lies on the diagonal');
  });

  it('rejects anything that is not a confusion matrix', () => {
    expect(() =>
      plotConfusionMatrix([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toThrow('as many rows as columns, got 2×3');
    expect(() => plotConfusionMatrix([[1]], { labels: ['a', 'b'] })).toThrow(
      'plotConfusionMatrix, labels: expected 1 labels, one for each class, got 2.',
    );
    expect(() => plotConfusionMatrix([1, 2] as unknown as number[][])).toThrow(
      'got a flat list of 2 numbers',
    );
  });
});

describe('plotImages', () => {
  const batch = ndarray(
    Float32Array.from({ length: 12 }, (_, index) => index),
    [3, 2, 2],
  );

  it('takes batches in every form', () => {
    const expected = tiles(
      plotImages([
        [
          [0, 1],
          [2, 3],
        ],
        [
          [4, 5],
          [6, 7],
        ],
        [
          [8, 9],
          [10, 11],
        ],
      ]),
    );
    expect(tiles(plotImages(batch))).toEqual(expected);
    expect(tiles(plotImages({ data: batch.data, shape: [3, 4] }))).toEqual(expected);
    expect(tiles(plotImages({ data: batch.data, shape: [3, 2, 2, 1] }))).toEqual(expected);
  });

  it('scales all pictures alike, and shows the first ones', () => {
    const shown = tiles(plotImages(batch, { count: 2, labels: [7, 8, 9] }));
    expect(shown.map(({ levels, caption }) => [levels, caption])).toEqual([
      [[0, 36, 73, 109], '7'],
      [[146, 182, 219, 255], '8'],
    ]);
  });

  it('takes labels with a shape', () => {
    const labels = ndarray(Uint8Array.of(1, 2, 3), [3, 1]);
    expect(tiles(plotImages(batch, { labels })).map(({ caption }) => caption)).toEqual(['1', '2', '3']);
  });

  it('rejects no pictures and too few labels', () => {
    expect(() => plotImages([])).toThrow('plotImages: expected at least one picture, got none.');
    expect(() => plotImages(batch, { labels: [1] })).toThrow(
      'plotImages, labels: expected 3 labels, one for each picture, got 1.',
    );
  });
});

describe('plotMistakes', () => {
  const images = [[[0]], [[1]], [[2]], [[3]]];
  const probabilities = [
    [0.9, 0.1],
    [0.6, 0.4],
    [0.2, 0.8],
    [0.55, 0.45],
  ];

  it('shows only mistakes, the most confident first', () => {
    const shown = tiles(plotMistakes(images, [1, 0, 0, 1], probabilities, { labels: ['a', 'b'] }));
    expect(shown.map(({ caption }) => caption)).toEqual(['b → a, 90 %', 'a → b, 80 %', 'b → a, 55 %']);
    expect(shown.map(({ levels }) => levels[0])).toEqual([0, 170, 255]);
  });

  it('says so when there are none', () => {
    const plot = plotMistakes(images, [0, 0, 1, 0], ndarray(probabilities));
    expect(tiles(plot)).toEqual([]);
    expect(plot.toText()).toBe('No mistakes among 4 samples');
    expect(textsOf(plot.toSvg())).toEqual(['No mistakes among 4 samples']);
  });

  it('rejects arguments that do not fit together', () => {
    expect(() => plotMistakes(images, [1], probabilities)).toThrow('got 4 pictures, 1 labels and 4 rows');
  });

  it('takes a single column as the probability of class 1', () => {
    const shown = tiles(plotMistakes(images, [1, 0, 1, 0], [[0.1], [0.2], [0.8], [0.7]]));
    expect(shown.map(({ caption }) => caption)).toEqual(['1 → 0, 90 %', '0 → 1, 70 %']);
  });

  it.each([
    [[1, 2, 1, 2], 'got 2 at [1]'],
    [[0, 1, Number.NaN, 0], 'got NaN at [2]'],
    [[0, 0.5, 1, 0], 'got 0.5 at [1]'],
  ])('refuses classes that no column is of: %j', (actual, received) => {
    const message = `plotMistakes, actual: expected classes from 0 to 1, one for each column of probabilities, ${received}.`;
    expect(() => plotMistakes(images, actual, probabilities)).toThrow(message);
  });

  it('refuses values that are not probabilities', () => {
    const diverged = probabilities.with(1, [Number.NaN, Number.NaN]);
    expect(() => plotMistakes(images, [0, 0, 1, 0], diverged)).toThrow(
      'plotMistakes, probabilities: expected finite numbers, got NaN at [1][0].',
    );
  });
});

describe('plotWeights', () => {
  it('draws the column of each unit, zero in the middle of the colors', () => {
    const shown = tiles(
      plotWeights([
        [1, 0],
        [-2, 0],
        [0.5, 0],
        [2, 1],
      ]),
    );
    expect(shown).toMatchObject([
      { rows: 2, columns: 2, colormap: 'diverging', levels: [191, 0, 159, 255] },
      { levels: [128, 128, 128, 191] },
    ]);
  });

  it('takes the shape of pictures that are not square', () => {
    expect(
      tiles(plotWeights({ data: [1, 2, 3, 4, 5, 6], shape: [6, 1] }, { shape: [2, 3] }))[0],
    ).toMatchObject({ rows: 2, columns: 3 });
    expect(() => plotWeights({ data: [1, 2, 3, 4, 5, 6], shape: [6, 1] })).toThrow(
      'Give the shape: { shape: [height, width] }',
    );
    expect(() => plotWeights([[1], [2]], { shape: [3, 3] })).toThrow(
      'plotWeights: expected 2 pixels, got 3×3.',
    );
  });
});

describe('hinton', () => {
  it("has NeuPy's sides: min(√(|w| / max), 1), max the next power of two", () => {
    expectClose(panel<HintonPanel>(hinton(filters.hinton.weights)).sides, filters.hinton.sides.flat());
  });

  it('takes a maxWeight, beyond which squares are full', () => {
    expectClose(panel<HintonPanel>(hinton([[1, -4, 9]], { maxWeight: 4 })).sides, [0.5, -1, 1]);
  });

  it('takes one row as a list, zeros, and leaves out what is not finite', () => {
    expect(panel<HintonPanel>(hinton([1, Number.NaN]))).toMatchObject({
      rows: 1,
      columns: 2,
      sides: [1, null],
    });
    expect(panel<HintonPanel>(hinton(ndarray([0, 0])))).toMatchObject({ rows: 1, sides: [0, 0] });
  });

  it('shows the rounded extremes in the legend', () => {
    expect(panel<HintonPanel>(hinton([[0.128, -3.456]])).legend).toEqual([
      'Positive value (max 0.13)',
      'Negative value (min −3.46)',
    ]);
  });

  it('rejects what it cannot draw', () => {
    expect(() => hinton([[Number.NaN]])).toThrow('at least one finite weight');
    expect(() => hinton([[1]], { maxWeight: 0 })).toThrow(
      'hinton, maxWeight: expected a number above 0, got 0.',
    );
  });
});

describe('plotHistograms', () => {
  it('counts as NumPy does', () => {
    const { values, heights, edges } = filters.histogram;
    const [bars] = panel<ChartPanel>(plotHistograms({ layer: values }, { bins: 12 })).marks as BarsMark[];
    expect(bars?.heights).toEqual(heights);
    expectClose(bars?.edges ?? [], edges);
  });

  it('says how many values are not finite, and accepts constant layers', () => {
    const plot = plotHistograms(
      { a: [1, Number.NaN, Number.POSITIVE_INFINITY], b: ndarray([[2, 2]]) },
      { bins: 2 },
    );
    expect(plot.description.panels.map(({ title }) => title)).toEqual(['a (2 of 3 not finite)', 'b']);
    expect(panel<ChartPanel>(plot, 1).marks).toMatchObject([{ edges: [1.5, 2, 2.5], heights: [0, 2] }]);
  });

  it('rejects no layers and no bins', () => {
    expect(() => plotHistograms({})).toThrow('at least one layer');
    expect(() => plotHistograms({ a: [1] }, { bins: 0 })).toThrow(
      'plotHistograms, bins: expected a whole number from 1 to 10000, got 0.',
    );
  });
});

describe('saliencyMap', () => {
  it.each(Object.entries(filters.gaussian))('blurs as SciPy does, sigma %s', (sigma, expected) => {
    const picture = { data: filters.picture.flat(), rows: 6, columns: 9 };
    expectClose(gaussianFilter(picture, Number(sigma)).data, expected.flat());
  });

  const image = Array.from({ length: 28 }, () => new Array<number>(28).fill(1));
  const gradient = image.map((row, y) => row.map((_, x) => (x === 14 && y === 14 ? -2 : 0)));

  it('shows the size of the gradient, blurred by 1/28 of the picture', () => {
    const heat = tiles(saliencyMap(image, gradient))[1]!;
    expect(heat.colormap).toBe('heat');
    expect(heat.levels[14 * 28 + 14]).toBe(255);
    expect(heat.levels[14 * 28 + 15]).toBe(Math.round(255 * Math.exp(-0.5)));
    expect(heat.levels[0]).toBe(0);
  });

  it('shows the sign of the gradient when raw', () => {
    const raw = tiles(saliencyMap(image, gradient, { mode: 'raw', predicted: 3 }))[1]!;
    expect([raw.colormap, raw.levels[14 * 28 + 14], raw.levels[0]]).toEqual(['diverging', 0, 128]);
    expect(saliencyMap(image, gradient, { predicted: 3 }).description.title).toBe(
      'Predicted output #3 (0-based indices)',
    );
  });

  it('names a class given by name', () => {
    expect(saliencyMap(image, gradient, { predicted: 'cat' }).description.title).toBe(
      'Predicted output: cat',
    );
  });

  it('rejects arguments that do not fit together', () => {
    expect(() => saliencyMap(image, [[1]])).toThrow("the picture's shape 28×28, got 1×1");
    expect(() => saliencyMap(image, gradient, { mode: 'x' as 'raw' })).toThrow(
      "saliencyMap, mode: expected one of 'heatmap', 'raw', got 'x'.",
    );
    expect(() => saliencyMap(image, gradient, { sigma: 0 })).toThrow(
      'saliencyMap, sigma: expected a number above 0 and up to 28, got 0.',
    );
  });
});

describe('plotNetwork', () => {
  it('shows the shapes and parameters of a chain', () => {
    const layers = [
      { name: 'input', outputShape: [784] },
      {
        name: 'relu-1',
        outputShape: [500],
        parameters: { weight: { shape: [784, 500] }, bias: { shape: [500] } },
      },
    ];
    expect(plotNetwork({ layers }).toText()).toBe(
      'Network\n\ninput   784\n  ↓\nrelu-1  500 · 392,500 parameters',
    );
  });

  it('places branches side by side, each below its lowest source', () => {
    const graph = panel<GraphPanel>(branchedNetwork());
    expect(graph.nodes.map(({ level, place }) => [level, place])).toEqual([
      [0, 0],
      [1, 0],
      [1, 1],
      [2, 0],
      [3, 0],
    ]);
    expect(graph.edges).toEqual([
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 3],
      [2, 3],
      [3, 4],
    ]);
  });

  it('rejects anything that is not a network', () => {
    const layer = (name: string, inputs?: string[]) => ({
      name,
      outputShape: [1],
      ...(inputs ? { inputs } : {}),
    });
    expect(() => plotNetwork({ layers: [] })).toThrow('at least one layer');
    expect(() => plotNetwork({ layers: [layer('a'), layer('a')] })).toThrow("got two that are called 'a'");
    expect(() => plotNetwork({ layers: [layer('a'), layer('b', ['c'])] })).toThrow(
      "plotNetwork, layer 'b', inputs: expected layers before it, such as 'a', got 'c'.",
    );
  });
});

describe('lines with gaps', () => {
  it('are drawn in pieces, a lone point as a dot', () => {
    const values = Array.from({ length: 60 }, (_, index) =>
      index === 30 || index === 32 ? Number.NaN : index,
    );
    const svg = plotMetrics({ loss: values }).toSvg();
    expect(svg.match(/<circle/g)).toHaveLength(1);
    const [path = ''] = attributesOf(svg, 'path', 'd').filter((d) => d.split('L').length > 10);
    expect(path.match(/M/g)).toHaveLength(2);
  });
});

describe('a faint line', () => {
  it('is drawn lightly as SVG and by Vega-Lite, beside one in full', () => {
    const { description } = plotMetrics({ noisy: [3, 1, 2], smoothed: [3, 2, 2] });
    const [panel] = description.panels as [ChartPanel];
    const marks = panel.marks.map((mark, index) => ({ ...mark, points: false, faint: index === 0 }));
    const faint = { ...description, panels: [{ ...panel, marks } as ChartPanel] };
    expect(attributesOf(toSvg(faint), 'path', 'stroke-opacity')).toEqual(['0.35']);
    expect(JSON.stringify(toVegaLite(faint)).match(/"opacity":0.35/g)).toHaveLength(1);
  });
});
