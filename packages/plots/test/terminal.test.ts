import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {
  hinton,
  htmlReport,
  imshow,
  type Plot,
  plot,
  plotConfusionMatrix,
  plotErrors,
  plotHistograms,
  plotImages,
  plotMetrics,
  plotNetwork,
  plotPrecisionRecallCurve,
  plotRocCurve,
  plotWeights,
} from '../src/index.js';
import { cut, padEnd, padStart, wrapped } from '../src/text/words.js';
import { anyFinite, anyName, anyNumber, fuzzing } from './support/fuzz.js';
import { gallery } from './support/gallery.js';
import { parseSvg } from './support/svg.js';

function list(arbitrary: fc.Arbitrary<number>, maxLength = 12) {
  return fc.array(arbitrary, { minLength: 1, maxLength });
}
function grid(arbitrary: fc.Arbitrary<number>, most = 12) {
  return fc
    .tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(arbitrary, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    );
}

const metrics = fc
  .tuple(fc.dictionary(anyName, list(anyNumber), { minKeys: 1, maxKeys: 8 }), anyName, anyName, anyName)
  .map(([values, title, xLabel, yLabel]) => plotMetrics(values, { title, xLabel, yLabel }));
const histograms = fc
  .tuple(
    fc.dictionary(anyName, list(anyNumber, 60), { minKeys: 1, maxKeys: 3 }),
    fc.integer({ min: 1, max: 60 }),
  )
  .map(([layers, bins]) => plotHistograms(layers, { bins }));
const matrices = fc
  .array(fc.tuple(anyName, fc.oneof(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }))), {
    minLength: 1,
    maxLength: 15,
  })
  .map((rows) =>
    plotConfusionMatrix(
      rows.map(([, count]) => rows.map((_, column) => (column % 3 === 0 ? count : 0))),
      { labels: rows.map(([label]) => label) },
    ),
  );
const weights = grid(anyFinite, 60).map((matrix) => hinton(matrix));
const units = fc
  .tuple(list(anyNumber, 40), fc.integer({ min: 1, max: 9 }))
  .map(([unit, columns]) =>
    plotWeights({ data: [...unit, ...unit, ...unit, ...unit], shape: [4, unit.length] }, { columns }),
  );
const pictures = fc
  .tuple(
    fc.array(grid(anyNumber, 30), { minLength: 1, maxLength: 8 }),
    anyName,
    fc.integer({ min: 1, max: 12 }),
  )
  .map(([images, label, columns]) => plotImages(images, { labels: images.map(() => label), columns }));
const networks = fc
  .uniqueArray(anyName, { minLength: 1, maxLength: 9 })
  .chain((names) =>
    fc.tuple(
      fc.constant(names),
      fc.array(fc.array(fc.nat({ max: 20 }), { maxLength: 4 }), {
        minLength: names.length,
        maxLength: names.length,
      }),
      anyName,
    ),
  )
  .map(([names, sources, title]) => {
    const layers = names.map((name, index) => ({
      name,
      outputShape: [2 ** index, null],
      parameters: { weight: { shape: [1000, 1000 * index] } },
      inputs: index === 0 ? [] : [...new Set(sources[index]!.map((source) => names[source % index]!))],
    }));
    return plotNetwork({ layers }, { title });
  });
const losses = fc.tuple(list(anyNumber, 30), list(anyNumber, 3)).map(([train, valid]) => {
  const updatesPerEpoch = Math.ceil(train.length / valid.length);
  return plotErrors({
    train,
    valid: valid.slice(0, Math.ceil(train.length / updatesPerEpoch)),
    updatesPerEpoch,
  });
});
const curves = list(anyFinite, 20).chain((scores) =>
  fc
    .constantFrom(plotRocCurve, plotPrecisionRecallCurve)
    .map((draw) => draw([0, 1, ...scores.map((_, index) => index % 2)], [0.25, 0.75, ...scores])),
);

const anyPlot: fc.Arbitrary<Plot> = fc.oneof(
  metrics,
  histograms,
  matrices,
  weights,
  units,
  pictures,
  networks,
  losses,
  curves,
);

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not come through
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what colors are made of
const colors = /\u001b\[(?:0|[34]8;5;\d{1,3}(?:;48;5;\d{1,3})?)m/g;

describe('plots as text', () => {
  it('stay within the width and send no control characters, whatever is drawn', () => {
    const width = fc.oneof(fc.constant(20), fc.integer({ min: 20, max: 130 }));
    fc.assert(
      fc.property(anyPlot, width, fc.boolean(), (shown, width, color) => {
        const text = shown.toText({ width, color });
        const bare = color ? text.replace(colors, '') : text;
        expect(bare).not.toMatch(controls);
        for (const line of bare.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      }),
      fuzzing(150),
    );
  });

  it('keep to 20 columns as a gallery', () => {
    for (const [name, shown] of Object.entries(gallery())) {
      for (const width of [20, 21, 27, 33]) {
        const lines = shown.toText({ width }).split('\n');
        const tooWide = lines.filter((line) => stringWidth(line) > width);
        expect([name, tooWide]).toEqual([name, []]);
      }
    }
  });

  it('escape a stored title and everything else in a description', () => {
    const hostile = '\u001b[2J';
    const axis = { label: hostile, scale: 'linear' } as const;
    const line = { type: 'line', label: hostile, x: [0, 1], y: [0, 1], color: 0, points: true } as const;
    const chart = { kind: 'chart', title: `${hostile}2`, x: axis, y: axis, marks: [line] } as const;
    const text = plot({ title: hostile, summary: '', panels: [chart] }).toText();
    expect(text).not.toMatch(controls);
    expect(text.match(/\\x1b\[2J/g)).toHaveLength(5);
  });
});

describe('plots as SVG', () => {
  it('are well-formed and free of NaN, whatever is drawn', () => {
    fc.assert(
      fc.property(anyPlot, fc.integer({ min: 200, max: 900 }), (shown, width) => {
        const svg = shown.toSvg({ width });
        parseSvg(svg);
        expect(svg.replaceAll(/<(title|desc|text)[^>]*>[^<]*/g, '')).not.toMatch(/NaN|Infinity|undefined/);
        expect(svg).not.toMatch(/(?:width|height|r)="-/);
        expect(JSON.parse(JSON.stringify(shown))).toEqual(shown.description);
      }),
      fuzzing(60),
    );
  });

  it('replace what XML forbids, and what turns the direction of writing', () => {
    const svg = imshow([[1]], { title: 'a\u0000b\u0085c\u202ed\u2066e' }).toSvg();
    expect(svg).toContain('>a\ufffdb\ufffdc\ufffdd\ufffde</title>');
    expect(htmlReport({ title: '\u202e\u001b[31m', sections: [] })).toContain('<h1>\ufffd\ufffd[31m</h1>');
    expect(imshow([[1]], { title: 'שלום\u200f' }).toSvg()).toContain('שלום\u200f');
  });
});

describe('a matrix that is too wide', () => {
  it('is split into parts, each with the names of its rows', () => {
    const shown = plotConfusionMatrix([
      [11111, 2, 3],
      [4, 55555, 6],
      [7, 8, 99999],
    ]);
    expect(shown.toText({ width: 22 })).toBe(
      [
        'Confusion matrix',
        '',
        '        Predicted',
        'Actual │     0     1',
        '───────┼────────────',
        '     0 │ 11111     2',
        '     1 │     4 55555',
        '     2 │     7     8',
        '',
        '        Predicted',
        'Actual │     2',
        '───────┼──────',
        '     0 │     3',
        '     1 │     6',
        '     2 │ 99999',
      ].join('\n'),
    );
  });
});

describe('a Hinton diagram that is too wide', () => {
  it('drops the space between columns, then shows the columns that fit', () => {
    const row = Array.from({ length: 30 }, () => 1);
    const [, , closed] = hinton([row]).toText({ width: 40 }).split('\n');
    expect(closed).toBe('■'.repeat(30));
    const [, , first, ...note] = hinton([row]).toText({ width: 20 }).split('\n');
    expect(first).toBe('■'.repeat(20));
    expect(note.slice(0, 2)).toEqual(['The first 20 of 30', 'columns.']);
  });
});

describe('a title of 20,000 characters', () => {
  it('is wrapped as any other', () => {
    const lines = imshow([[1]], { title: 'é'.repeat(20_000) })
      .toText({ width: 20 })
      .split('\n');
    expect(lines.slice(0, 2)).toEqual(['é'.repeat(20), 'é'.repeat(20)]);
    expect(lines).toHaveLength(1_000);
  });
});

describe('words', () => {
  it('are cut and padded by the columns they take', () => {
    expect(cut('日本語', 6)).toBe('日本語');
    expect(cut('日本語', 5)).toBe('日本…');
    expect(cut('日本語', 4)).toBe('日…');
    expect(cut('👩‍👩‍👧‍👦 family', 4)).toBe('👩‍👩‍👧‍👦 …');
    expect([padStart('日', 4), padEnd('日', 4), padEnd('abcde', 4)]).toEqual(['  日', '日  ', 'abcde']);
  });

  it('are wrapped between words, and long ones within', () => {
    expect(wrapped('the quick brown fox', 9)).toEqual(['the quick', 'brown fox']);
    expect(wrapped('abcdefgh ij', 3)).toEqual(['abc', 'def', 'gh', 'ij']);
    expect(wrapped('', 3)).toEqual(['']);
    const manyMarks = `क${'ा'.repeat(5)}`; // one character of six columns
    expect(wrapped(manyMarks, 2).join('')).toBe(manyMarks);
    expect(cut(manyMarks, 4)).toBe('…');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 30 }), (text, width) => {
        const lines = wrapped(text, width);
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
      fuzzing(200),
    );
  });
});
