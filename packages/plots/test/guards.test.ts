import { describe, expect, it } from '@jest/globals';
import { DataError, NeutypeError, OptionError, ShapeError } from '@neutype/errors';
import { ndarray } from '@neutype/ndarray';
import {
  hinton,
  htmlReport,
  imshow,
  PlotError,
  plot,
  plotConfusionMatrix,
  plotErrors,
  plotHistograms,
  plotImages,
  plotMetrics,
  plotMistakes,
  plotNetwork,
  plotPrecisionRecallCurve,
  plotRocCurve,
  plotWeights,
  saliencyMap,
  toSvg,
  toText,
  toVegaLite,
} from '../src/index.js';
import { toPng } from '../src/png/index.js';

type Call = (value: never, options?: never) => unknown;

const square = [
  [1, 2],
  [3, 4],
];
const history = { train: [1, 0.5], valid: [], updatesPerEpoch: 1 };
const layers = [{ name: 'a', outputShape: [1] }];
const shown = imshow([[1]]);

/** Every function that takes options, by what it takes before them. */
const withOptions: readonly (readonly [string, (options: never) => unknown, option: string])[] = [
  ['imshow', (options) => imshow(square, options), 'title'],
  ['hinton', (options) => hinton(square, options), 'maxWeight'],
  ['plotConfusionMatrix', (options) => plotConfusionMatrix(square, options), 'labels'],
  ['plotErrors', (options) => plotErrors(history, options), 'logX'],
  ['plotHistograms', (options) => plotHistograms({ a: [1] }, options), 'bins'],
  ['plotImages', (options) => plotImages([square], options), 'columns'],
  ['plotMetrics', (options) => plotMetrics({ a: [1] }, options), 'yLabel'],
  ['plotMistakes', (options) => plotMistakes([square], [0], [[0, 1]], options), 'range'],
  ['plotNetwork', (options) => plotNetwork({ layers }, options), 'title'],
  ['plotRocCurve', (options) => plotRocCurve([0, 1], [0, 1], options), 'labels'],
  ['plotPrecisionRecallCurve', (options) => plotPrecisionRecallCurve([0, 1], [0, 1], options), 'labels'],
  ['plotWeights', (options) => plotWeights([[1]], options), 'shape'],
  ['saliencyMap', (options) => saliencyMap(square, square, options), 'sigma'],
  ['toText', (options) => toText(shown.description, options), 'color'],
  ['toSvg', (options) => toSvg(shown.description, options), 'theme'],
  ['htmlReport', (options) => htmlReport(options), 'sections'],
];

describe.each(withOptions)('%s', (name, call, option) => {
  it('refuses unknown options and names the nearest', () => {
    const misspelled = `${option.slice(0, -1)}_${option.slice(-1)}`.toUpperCase();
    const refused = () => call({ [misspelled]: 1 } as never);
    expect(refused).toThrow(OptionError);
    expect(refused).toThrow(`${name}: expected options out of `);
    expect(refused).toThrow(`got '${misspelled}'. Did you mean '${option}'?`);
    expect(() => call('text' as never)).toThrow(`${name}: expected options as an object, got 'text'.`);
  });
});

describe('values of options', () => {
  it.each<[string, () => unknown]>([
    [
      "toSvg, theme: expected one of 'light', 'dark', 'auto', got 'drak'. Did you mean 'dark'?",
      () => shown.toSvg({ theme: 'drak' as 'dark' }),
    ],
    [
      'toSvg, width: expected a number from 200, got Infinity.',
      () => shown.toSvg({ width: Number.POSITIVE_INFINITY }),
    ],
    ['toSvg, id: expected a text, got 3.', () => shown.toSvg({ id: 3 as unknown as string })],
    [
      "toText, color: expected true or false, got 'yes'.",
      () => shown.toText({ color: 'yes' as unknown as boolean }),
    ],
    [
      'toText, width: expected a number from 20 to 10000, got Infinity.',
      () => shown.toText({ width: Number.POSITIVE_INFINITY }),
    ],
    [
      "plotErrors, logX: expected true or false, got 'x'.",
      () => plotErrors(history, { logX: 'x' as unknown as boolean }),
    ],
    ['imshow, title: expected a text, got 7.', () => imshow(square, { title: 7 as unknown as string })],
    [
      'imshow, range, black: expected a finite number, got NaN.',
      () => imshow(square, { range: [Number.NaN, 1] }),
    ],
    [
      'imshow, range, white: expected a finite number, got Infinity.',
      () => imshow(square, { range: [0, Number.POSITIVE_INFINITY] }),
    ],
    [
      'imshow, range: expected the values of black and white, got an array of 1.',
      () => imshow(square, { range: [0] as unknown as [number, number] }),
    ],
    [
      'plotImages, range, black: expected a finite number, got NaN.',
      () => plotImages([square], { range: [Number.NaN, 1] }),
    ],
    ['plotImages, count: expected a whole number from 1, got 0.', () => plotImages([square], { count: 0 })],
    [
      'plotImages, columns: expected a whole number from 1, got 1.5.',
      () => plotImages([square], { columns: 1.5 }),
    ],
    [
      'plotImages, labels: expected texts or numbers, got null at [0].',
      () => plotImages([square], { labels: [null as unknown as string] }),
    ],
    [
      'plotMistakes, columns: expected a whole number from 1, got NaN.',
      () => plotMistakes([square], [0], [[0, 1]], { columns: Number.NaN }),
    ],
    [
      'plotWeights, shape: expected the height and width of a picture, got 28.',
      () => plotWeights([[1]], { shape: 28 as unknown as [number, number] }),
    ],
    [
      'plotHistograms, bins: expected a whole number from 1 to 10000, got 1000000000.',
      () => plotHistograms({ a: [1] }, { bins: 1e9 }),
    ],
    [
      'plotMetrics, first: expected a finite number, got NaN.',
      () => plotMetrics({ a: [1] }, { first: Number.NaN }),
    ],
    [
      'plotMetrics, yLabel: expected a text, got an object.',
      () => plotMetrics({ a: [1] }, { yLabel: {} as string }),
    ],
    [
      'saliencyMap, sigma: expected a number above 0 and up to 2, got 1000000000.',
      () => saliencyMap(square, square, { sigma: 1e9 }),
    ],
    [
      'saliencyMap, predicted: expected the index or the name of a class, got null.',
      () => saliencyMap(square, square, { predicted: null as unknown as string }),
    ],
    [
      'hinton, maxWeight: expected a number above 0, got Infinity.',
      () => hinton(square, { maxWeight: Number.POSITIVE_INFINITY }),
    ],
    [
      'plotConfusionMatrix, labels: expected texts or numbers, got a hole at [0].',
      () => plotConfusionMatrix([[1]], { labels: new Array(1) }),
    ],
    [
      'plotRocCurve, title: expected a text, got null.',
      () => plotRocCurve([0, 1], [0, 1], { title: null as unknown as string }),
    ],
    ['htmlReport, title: expected a text, got undefined.', () => htmlReport({} as never)],
    ['htmlReport, sections: expected an array, got undefined.', () => htmlReport({ title: '' } as never)],
    [
      "htmlReport, section 0: expected options out of title, paragraphs, preformatted, plots, got 'text'.",
      () => htmlReport({ title: '', sections: [{ text: '' }] } as never),
    ],
    [
      'htmlReport, section 0, plot 0: expected a plot, got an object. plot(description) makes one of a description.',
      () => htmlReport({ title: '', sections: [{ title: '', plots: [shown.description] }] } as never),
    ],
  ])('%s', (message, call) => {
    expect(call).toThrow(NeutypeError);
    expect(call).toThrow(message);
  });

  it('of toPng are checked before anything is drawn', async () => {
    await expect(toPng(shown, { scale: Number.NaN })).rejects.toThrow(
      'toPng, scale: expected a number above 0',
    );
    await expect(toPng(shown, { Theme: 'dark' } as object)).rejects.toThrow("Did you mean 'theme'?");
    await expect(toPng(shown, { fontFiles: 'a.ttf' } as object)).rejects.toThrow(
      "toPng, fontFiles: expected an array of paths, got 'a.ttf'.",
    );
    await expect(toPng(undefined as never)).rejects.toThrow('toPng: expected a plot or its description');
  });
});

/** Every argument that is an array of numbers. */
const arrays: readonly (readonly [string, Call])[] = [
  ['imshow', (value) => imshow(value)],
  ['hinton', (value) => hinton(value)],
  ['plotConfusionMatrix', (value) => plotConfusionMatrix(value)],
  ['plotWeights', (value) => plotWeights(value)],
  ['plotImages', (value) => plotImages(value)],
  ['plotImages, labels', (value) => plotImages([square], { labels: value })],
  ['plotMistakes, actual', (value) => plotMistakes([square], value, [[0, 1]])],
  ['plotMistakes, probabilities', (value) => plotMistakes([square], [0], value)],
  ['plotHistograms, a', (value) => plotHistograms({ a: value })],
  ['plotMetrics, a', (value) => plotMetrics({ a: value })],
  ['plotErrors, train', (value) => plotErrors({ ...history, train: value })],
  ['plotErrors, valid', (value) => plotErrors({ ...history, valid: value })],
  ['saliencyMap, image', (value) => saliencyMap(value, square)],
  ['saliencyMap, gradient', (value) => saliencyMap(square, value)],
  ['plotRocCurve, actual', (value) => plotRocCurve(value, [0.5])],
  ['plotRocCurve, scores', (value) => plotRocCurve([0], value)],
  ['plotPrecisionRecallCurve, scores', (value) => plotPrecisionRecallCurve([0], value)],
];

describe.each(arrays)('%s', (where, call) => {
  it.each([undefined, null, 3, 'abc', 1n, new Set([1]), { length: 1, 0: 1 }, () => 1])(
    'refuses %p',
    (value) => {
      if (where.endsWith('labels') && value === undefined) return;
      expect(() => call(value as never)).toThrow(NeutypeError);
      expect(() => call(value as never)).toThrow(where);
    },
  );

  it('refuses arrays with holes and names the index', () => {
    // biome-ignore lint/suspicious/noSparseArray: holes are what is refused
    expect(() => call([1, , 3] as never)).toThrow(`${where}`);
    // biome-ignore lint/suspicious/noSparseArray: holes are what is refused
    expect(() => call([1, , 3] as never)).toThrow('a hole at [1]');
  });

  it('refuses a shape that does not hold the data', () => {
    expect(() => call({ data: [1, 2, 3], shape: [2, 2] } as never)).toThrow(ShapeError);
    expect(() => call({ data: [1, 2, 3], shape: 3 } as never)).toThrow(DataError);
    expect(() => call({ data: [1n], shape: [1] } as never)).toThrow(DataError);
  });
});

describe('a list of pictures', () => {
  it('names the element that is not a picture', () => {
    expect(() => plotImages([square, [['1']] as unknown as number[][]])).toThrow(
      "plotImages, picture 1: expected a number, got '1' at [0][0].",
    );
    expect(() => plotImages(ndarray([1, 2, 3]))).toThrow(
      'plotImages: expected several pictures, of the shape [n, pixels] or [n, height, width], got [3].',
    );
  });
});

describe('an invalid history', () => {
  const network = { layers, predict: () => undefined };
  it.each([
    network,
    undefined,
    null,
    'x',
    [1],
    new Float32Array(2),
    { history: undefined },
    { history: network },
  ])('is refused: %p', (source) => {
    expect(() => plotErrors(source as never)).toThrow(PlotError);
    expect(() => plotErrors(source as never)).toThrow(
      'expected an optimizer, or a history with train, valid and updatesPerEpoch, got ',
    );
  });

  it.each([Number.NaN, 0, -1, 1.5, '2', undefined])('has %p updates in an epoch', (updatesPerEpoch) => {
    expect(() => plotErrors({ ...history, updatesPerEpoch: updatesPerEpoch as number })).toThrow(
      'plotErrors, updatesPerEpoch: expected ',
    );
  });
});

describe('an invalid network', () => {
  it.each<[unknown, string]>([
    [undefined, 'plotNetwork: expected a network, which has layers, got undefined.'],
    [{}, 'plotNetwork: expected a network, which has layers, got an object.'],
    [{ layers: [null] }, 'plotNetwork, layer 0: expected a layer with a name and an outputShape, got null.'],
    [{ layers: [{ outputShape: [1] }] }, 'plotNetwork, layer 0, name: expected a text, got undefined.'],
    [
      { layers: [{ name: 'a' }] },
      'plotNetwork, layer 0, outputShape: expected an array of whole numbers, got undefined.',
    ],
    [
      { layers: [{ ...layers[0], parameters: { w: {} } }] },
      'plotNetwork, layer 0, w, shape: expected an array of whole numbers',
    ],
    [
      { layers: [{ ...layers[0], parameters: { w: null } }] },
      'plotNetwork, layer 0, w, shape: expected an array of whole numbers',
    ],
    [
      { layers: [{ ...layers[0], inputs: 'a' }] },
      "plotNetwork, layer 0, inputs: expected an array of names of layers, got 'a'.",
    ],
    [
      { layers: [{ ...layers[0], inputs: ['b'] }] },
      "plotNetwork, layer 'a', inputs: expected none, for no layer comes before it, got 'b'.",
    ],
  ])('is refused: %j', (network, message) => {
    expect(() => plotNetwork(network as never)).toThrow(message);
  });
});

describe('an invalid description', () => {
  const description = plotMetrics({ a: [1, 2] }).description;
  const [panel] = description.panels;
  const withPanel = (changes: object) => ({ ...description, panels: [{ ...panel, ...changes }] });
  const axis = { label: '', scale: 'linear' };
  const line = { type: 'line', x: [1], y: [1], color: 0, points: true };

  it.each<[unknown, string]>([
    [undefined, 'expected a plot or its description, got undefined'],
    ['plot', "expected a plot or its description, got 'plot'"],
    [{}, 'title: expected a text, got undefined'],
    [{ description: null }, 'expected a description with a title, a summary and panels, got null'],
    [{ ...description, panels: {} }, 'panels: expected an array, got an object'],
    [{ ...description, panels: [] }, 'panels: expected at least one, got none'],
    [{ ...description, columns: 0 }, 'columns: expected a whole number from 1, got 0'],
    [{ ...description, panels: [null] }, 'panel 0: expected a panel with a kind, got null'],
    [
      withPanel({ kind: 'pie' }),
      "panel 0, kind: expected one of 'chart', 'tiles', 'matrix', 'hinton', 'graph', got 'pie'",
    ],
    [withPanel({ x: null }), 'panel 0, x: expected an axis with a label and a scale, got null'],
    [
      withPanel({ x: { label: '', scale: 'sqrt' } }),
      "panel 0, x, scale: expected one of 'linear', 'log', got 'sqrt'",
    ],
    [
      withPanel({ y: { label: '', scale: 'log', domain: [0, 1] } }),
      'panel 0, y, domain: expected a number above 0, got 0',
    ],
    [
      withPanel({ x: { label: '', scale: 'linear', domain: [2, 1] } }),
      'panel 0, x, domain: expected a number from 2, got 1',
    ],
    [withPanel({ marks: [{ ...line, y: [1, 2] }] }), 'panel 0, mark 0, y: expected 1 values, got 2'],
    [
      withPanel({ marks: [{ ...line, y: ['1'] }] }),
      "mark 0, y: expected finite numbers, and null for gaps, got '1' at [0]",
    ],
    [
      withPanel({ marks: [{ ...line, color: 'red' }] }),
      "mark 0, color: expected a whole number from 0, got 'red'",
    ],
    [
      withPanel({ marks: [{ type: 'bars', edges: [1], heights: [1], color: 0 }] }),
      'mark 0, edges: expected 2 values, got 1',
    ],
    [
      withPanel({
        kind: 'tiles',
        columns: 1,
        tiles: [{ rows: 1, columns: 2, levels: [1], colormap: 'gray' }],
      }),
      'tile 0, levels: expected 2 values, got 1',
    ],
    [
      withPanel({
        kind: 'tiles',
        columns: 1,
        tiles: [{ rows: 1, columns: 1, levels: [1], colormap: 'grey' }],
      }),
      "Did you mean 'gray'?",
    ],
    [
      withPanel({
        kind: 'matrix',
        rowLabel: '',
        columnLabel: '',
        rows: ['a'],
        columns: ['b'],
        texts: [],
        shades: [0],
      }),
      'texts: expected 1 values, got 0',
    ],
    [
      withPanel({ kind: 'hinton', rows: 1, columns: 1, sides: [], legend: ['', ''] }),
      'sides: expected 1 values, got 0',
    ],
    [withPanel({ kind: 'graph', nodes: [], edges: [] }), 'nodes: expected at least one, got none'],
    [
      withPanel({ kind: 'graph', nodes: [{ label: '', detail: '', level: 0, place: 0 }], edges: [[0, 1]] }),
      'edge 0: expected a whole number from 0 and below 1, got 1',
    ],
    [withPanel({ marks: [line], x: axis, y: axis, aspect: -1 }), 'aspect: expected a number above 0, got -1'],
  ])('is refused by all that draws: %j', (wrong, message) => {
    for (const draw of [plot, toText, toSvg, toVegaLite]) {
      const call = () => draw(wrong as never);
      expect(call).toThrow(NeutypeError);
      expect(call).toThrow(`${draw.name}`);
      expect(call).toThrow(message);
    }
  });
});
