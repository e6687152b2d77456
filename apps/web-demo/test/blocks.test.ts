import { describe, expect, it } from '@jest/globals';
import { type Draw, fuzz } from '@neutype/fuzz';
import {
  blocksOf,
  insertBlock,
  removeBlock,
  renameBlock,
  replaceBlock,
  setArgument,
  setOption,
  swapBlocks,
} from '../src/shared/architecture/blocks.js';
import { type Expression, parseExpression } from '../src/shared/architecture/parseExpression.js';

const FORMATTED = `// A network
input([28, 28, 1]).to(
  conv2d(8, 3, { padding: 'same' }), // first
  relu(),
  /* then */ maxPool2d(2),
).to(flatten(), softmax(28 - 18)); // done`;

function sources(line: string): string[] {
  return blocksOf(line).map(({ source }) => source);
}

/** What an expression says, wherever it stands. */
function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(said);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'from' && name !== 'to')
      .map(([name, part]) => [name, said(part)]),
  );
}

function blockSaid(text: string) {
  return said(parseExpression(text).expression);
}

/** All that a line says, as one layer after another. */
function layersSaid(line: string): unknown[] {
  const { expression } = parseExpression(line);
  const all: Expression[] =
    expression.kind === 'chain'
      ? [expression.first, ...expression.links.flatMap(({ items }) => items)]
      : [expression];
  return all.map(said);
}

/** All comments of a line. */
function comments(line: string): string[] {
  return line.match(/\/\/[^\n]*|\/\*.*?\*\//g) ?? [];
}

describe('the blocks of a line', () => {
  it('are the input and all layers, as they are written', () => {
    expect(sources(FORMATTED)).toEqual([
      'input([28, 28, 1])',
      "conv2d(8, 3, { padding: 'same' })",
      'relu()',
      'maxPool2d(2)',
      'flatten()',
      'softmax(28 - 18)',
    ]);
    expect(sources('join(input(784), relu(10))')).toEqual(['join(input(784), relu(10))']);
    expect(sources('input(784)')).toEqual(['input(784)']);
  });

  it('have a name where they are plain calls', () => {
    const line = 'input(784).to((relu(5)), residual(relu(784)), [relu(3)])';
    expect(blocksOf(line).map(({ name }) => name)).toEqual(['input', undefined, 'residual', undefined]);
  });

  it.each<[string, (line: string) => string, string, string]>([
    [
      'a number',
      (l) => setArgument(l, 1, 0, '50'),
      'input(784).to(relu(5 /* a */), x())',
      'input(784).to(relu(50 /* a */), x())',
    ],
    ['a first number', (l) => setArgument(l, 1, 0, '50'), 'input(784).to(relu())', 'input(784).to(relu(50))'],
    [
      'a number before options',
      (l) => setArgument(l, 1, 0, '50'),
      'input(784).to(relu({ bias: null }))',
      'input(784).to(relu(50, { bias: null }))',
    ],
    [
      'a number taken away',
      (l) => setArgument(l, 1, 0, undefined),
      'input(784).to(relu(5, { bias: null }))',
      'input(784).to(relu({ bias: null }))',
    ],
    [
      'another function',
      (l) => renameBlock(l, 1, 'tanh'),
      'input(784).to(relu ( 5 ))',
      'input(784).to(tanh ( 5 ))',
    ],
    [
      'a first option',
      (l) => setOption(l, 1, 'stride', '2'),
      'input(9).to(conv2d(8, 3,))',
      'input(9).to(conv2d(8, 3, { stride: 2 },))',
    ],
    [
      'one more option',
      (l) => setOption(l, 1, 'stride', '2'),
      "input(9).to(conv2d(8, 3, { padding: 'same' }))",
      "input(9).to(conv2d(8, 3, { padding: 'same', stride: 2 }))",
    ],
    [
      'an option changed',
      (l) => setOption(l, 1, 'stride', '2'),
      'input(9).to(conv2d(8, { "stride": 1, }))',
      'input(9).to(conv2d(8, { "stride": 2, }))',
    ],
    [
      'the only option taken away',
      (l) => setOption(l, 1, 'a', undefined),
      'input(9).to(x(8, { a: 1, },))',
      'input(9).to(x(8, ))',
    ],
    [
      'an option taken away',
      (l) => setOption(l, 1, 'a', undefined),
      'input(9).to(x({ b: 2, a: 1 }))',
      'input(9).to(x({ b: 2 }))',
    ],
    [
      'the first option taken away',
      (l) => setOption(l, 1, 'a', undefined),
      'input(9).to(x({ a: 1, b: 2 }))',
      'input(9).to(x({ b: 2 }))',
    ],
    [
      'an option of an empty object',
      (l) => setOption(l, 1, 'a', '1'),
      'input(9).to(x({}))',
      'input(9).to(x({ a: 1 }))',
    ],
    ['a block put in', (l) => insertBlock(l, 1, 'n()'), 'input(9).to(x())', 'input(9).to(n(), x())'],
    [
      'a block behind the last',
      (l) => insertBlock(l, 2, 'n()'),
      'input(9).to(x()); // c',
      'input(9).to(x(), n()); // c',
    ],
    ['a block behind the input', (l) => insertBlock(l, 1, 'n()'), 'input(9) // c', 'input(9).to(n()) // c'],
    ['a block in an empty link', (l) => insertBlock(l, 1, 'n()'), 'input(9).to()', 'input(9).to(n())'],
    ['a block taken out', (l) => removeBlock(l, 1), 'input(9).to(x(), y())', 'input(9).to(y())'],
    [
      'the last taken out',
      (l) => removeBlock(l, 2),
      'input(9).to(x(), // c\n y())',
      'input(9).to(x() // c\n )',
    ],
    [
      'the only one of a link taken out',
      (l) => removeBlock(l, 1),
      'input(9).to(x()).to(y())',
      'input(9).to(y())',
    ],
    ['the input left where it is', (l) => removeBlock(l, 0), 'input(9).to(x())', 'input(9).to(x())'],
    [
      'places changed',
      (l) => swapBlocks(l, 1),
      'input(9).to(x( 1 ), /* c */ y()).to(z())',
      'input(9).to(y(), /* c */ x( 1 )).to(z())',
    ],
    [
      'places changed between links',
      (l) => swapBlocks(l, 1),
      'input(9).to(x()).to(z())',
      'input(9).to(z()).to(x())',
    ],
    ['another text', (l) => replaceBlock(l, 1, 'z(1)'), 'input(9).to(x(), y())', 'input(9).to(z(1), y())'],
  ])('are edited: %s', (_, edit, before, after) => {
    expect(edit(before)).toBe(after);
  });

  it('are put in and taken out line by line, where that is how they are written', () => {
    const more = insertBlock(FORMATTED, 2, 'batchNorm()');
    expect(more).toBe(FORMATTED.replace('  relu(),', '  batchNorm(),\n  relu(),'));
    expect(removeBlock(more, 2)).toBe(FORMATTED);
  });
});

const NAMES = ['relu', 'linear', 'conv2d', 'dropout', 'join', 'flatten'];
const VALUES = ['1', '28*28', '[3, 3]', "'same'", 'null', '-1', '(2)', 'normal({ std: 0.1 })', '`a`'];
const GAPS = ['', '', '', ' ', '\n  ', ' /* c */ ', ' // d\n'];

function gap(draw: Draw) {
  return draw.of(GAPS);
}

function call(draw: Draw): string {
  const args = Array.from({ length: draw.below(3) }, () => draw.of(VALUES));
  if (draw.chance(0.4)) {
    const names = ['padding', 'stride', '"bias"'].filter(() => draw.chance(0.5));
    const entries = names.map((name) => `${name}${gap(draw)}:${gap(draw)}${draw.of(VALUES)}`);
    args.push(`{${gap(draw)}${entries.join(`${gap(draw)},${gap(draw)}`)}${gap(draw)}}`);
  }
  const inner = args.map((arg) => `${gap(draw)}${arg}${gap(draw)}`).join(',');
  const text = `${draw.of(NAMES)}${gap(draw)}(${inner}${args.length > 0 && draw.chance(0.2) ? ',' : ''}${gap(draw)})`;
  return draw.chance(0.1) ? `(${text})` : text;
}

function line(draw: Draw): string {
  const links = Array.from({ length: draw.below(3) }, () => {
    const items = Array.from({ length: draw.below(4) }, () => `${gap(draw)}${call(draw)}${gap(draw)}`);
    return `${gap(draw)}.to(${items.join(',')}${items.length > 0 && draw.chance(0.3) ? ',' : ''}${gap(draw)})`;
  });
  return `${gap(draw)}input(784)${links.join('')}${gap(draw)}${draw.of(['', ';', ' // end'])}`;
}

describe('the blocks of any line', () => {
  it('leave it as it is where nothing is changed', async () => {
    await fuzz(1000, (draw) => {
      const source = line(draw);
      blocksOf(source).forEach((block, index) => {
        expect(replaceBlock(source, index, block.source)).toBe(source);
        expect(source.slice(block.from, block.to)).toBe(block.source);
        if (block.name) expect(renameBlock(source, index, block.name)).toBe(source);
      });
    });
  });

  it('are put in, taken out, moved and replaced, and the others stay, with their comments', async () => {
    await fuzz(2000, (draw) => {
      const source = line(draw);
      const before = layersSaid(source);
      const index = 1 + draw.below(before.length);
      const text = call(draw);
      const put = insertBlock(source, index, text);
      expect(layersSaid(put)).toEqual(before.toSpliced(index, 0, blockSaid(text)));
      expect(layersSaid(removeBlock(put, index))).toEqual(before);
      if (index >= before.length) return;
      expect(layersSaid(replaceBlock(source, index, text))).toEqual(
        before.toSpliced(index, 1, blockSaid(text)),
      );
      const removed = removeBlock(source, index);
      expect(layersSaid(removed)).toEqual(before.toSpliced(index, 1));
      if (index + 1 >= before.length) return;
      const swapped = swapBlocks(source, index);
      expect(layersSaid(swapped)).toEqual(before.toSpliced(index, 2, before[index + 1], before[index]));
      expect(comments(swapped).sort()).toEqual(comments(source).sort());
      expect(swapBlocks(swapped, index)).toBe(source);
    });
  });

  it('get arguments and options, and lose them, and nothing else changes', async () => {
    await fuzz(2000, (draw) => {
      const source = line(draw);
      const index = draw.below(blocksOf(source).length);
      const block = blocksOf(source)[index]!;
      if (block.name === undefined) return;
      const others = (text: string) => layersSaid(text).toSpliced(index, 1);
      const changed = setOption(source, index, 'stride', '7');
      const options = blocksOf(changed)[index]!.options;
      expect(said(options.get('stride'))).toEqual({ kind: 'value', value: 7 });
      expect([...options.keys()].sort()).toEqual([...new Set([...block.options.keys(), 'stride'])].sort());
      expect(others(changed)).toEqual(others(source));
      const gone = setOption(changed, index, 'stride', undefined);
      expect(blocksOf(gone)[index]!.options.has('stride')).toBe(false);
      expect(blocksOf(gone)[index]!.options.size).toBe(options.size - 1);
      expect(others(gone)).toEqual(others(source));
      const numbered = setArgument(source, index, 0, '7');
      expect(said(blocksOf(numbered)[index]!.args[0])).toEqual({ kind: 'value', value: 7 });
      expect(others(numbered)).toEqual(others(source));
      expect(comments(numbered).length).toBeLessThanOrEqual(comments(source).length);
    });
  });
});
