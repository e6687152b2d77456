import { largest } from '../arrays/values.js';
import type { Colormap, Tile, TilesPanel } from '../description.js';
import { ansiLevel, type ColoredCell, coloredLine } from './ansi.js';
import { columnsOf } from './columns.js';
import { cut, padEnd, widest } from './words.js';
import type { Writing } from './writing.js';

const GAP = '  ';

/** Pictures side by side, as many as fit: half-block pixels in color, else characters from light to dense. */
export function writeTiles(panel: TilesPanel, writing: Writing): string[] {
  if (panel.tiles.length === 0) return [];
  const pixels = largest(panel.tiles.map(({ columns }) => columns));
  const isEnlarged = (panel.tiles.length === 1 || pixels <= 16) && pixels * 2 <= writing.width;
  const picture = Math.min(writing.width, isEnlarged ? pixels * 2 : pixels);
  const caption = Math.min(20, widest(panel.tiles.map(({ caption = '' }) => caption)));
  const cell = Math.min(writing.width, Math.max(picture, caption));
  const perRow = Math.max(
    1,
    Math.min(panel.columns, Math.floor((writing.width + GAP.length) / (cell + GAP.length))),
  );
  const lines: string[] = [];
  for (let first = 0; first < panel.tiles.length; first += perRow) {
    const row = panel.tiles.slice(first, first + perRow);
    lines.push(
      ...beside(
        row.map((tile) =>
          writeTile(tile, picture, writing.color).map((line) => line + ' '.repeat(cell - picture)),
        ),
        cell,
      ),
    );
    const captions = row.map(({ caption = '' }) => padEnd(cut(caption, cell), cell));
    if (captions.some((caption) => caption.trim() !== '')) lines.push(captions.join(GAP).trimEnd());
  }
  if (panel.colorBar) lines.push(scaleLine(panel.colorBar, writing));
  return lines;
}

function scaleLine(colorBar: NonNullable<TilesPanel['colorBar']>, { width, color }: Writing): string {
  const { colormap } = colorBar;
  const [low, high] = [colorBar.low, colorBar.high].map((text) => cut(text, Math.floor((width - 6) / 2)));
  const steps = Math.min(16, width - columnsOf(`${low}  ${high}`));
  const levels = Array.from({ length: steps }, (_, index) => Math.round((index * 255) / (steps - 1)));
  const bar = color
    ? coloredLine(levels.map((level) => ({ character: '█', foreground: ansiLevel(colormap, level) })))
    : levels.map((level) => character(colormap, level)).join('');
  return `${low} ${bar} ${high}`;
}

function beside(blocks: readonly string[][], width: number): string[] {
  const height = largest(blocks.map((block) => block.length));
  return Array.from({ length: height }, (_, line) =>
    blocks
      .map((block) => block[line] ?? ' '.repeat(width))
      .join(GAP)
      .trimEnd(),
  );
}

/** A character is about twice as high as wide: each shows an upper and a lower pixel. */
function writeTile(tile: Tile, width: number, color: boolean): string[] {
  const pixelRows = Math.max(2, Math.round((width * tile.rows) / tile.columns / 2) * 2);
  const at = resized(tile, width, pixelRows);
  const places = Array.from({ length: width }, (_, column) => column);
  const colored = (row: number, column: number): ColoredCell => ({
    character: '▀',
    foreground: ansiLevel(tile.colormap, at(2 * row, column)),
    background: ansiLevel(tile.colormap, at(2 * row + 1, column)),
  });
  const plain = (row: number, column: number): string =>
    character(tile.colormap, (at(2 * row, column) + at(2 * row + 1, column)) / 2);
  return Array.from({ length: pixelRows / 2 }, (_, row) =>
    color
      ? coloredLine(places.map((column) => colored(row, column)))
      : places.map((column) => plain(row, column)).join(''),
  );
}

const DENSE = ' ░▒▓█';
const NEGATIVE = ' ·-=≡';
const POSITIVE = ' ░▒▓█';

function character(colormap: Colormap, level: number): string {
  const pick = (ramp: string, share: number): string =>
    ramp[Math.min(ramp.length - 1, Math.floor(share * ramp.length))]!;
  if (colormap !== 'diverging') return pick(DENSE, level / 256);
  const signed = (level - 127.5) / 127.5;
  return pick(signed < 0 ? NEGATIVE : POSITIVE, Math.abs(signed));
}

/** The mean of the pixels that fall under each of the new ones; a larger picture repeats its pixels. */
function resized(tile: Tile, width: number, height: number): (row: number, column: number) => number {
  function span(index: number, from: number, to: number): [number, number] {
    const start = Math.floor((index * from) / to);
    return [start, Math.max(start + 1, Math.floor(((index + 1) * from) / to))];
  }
  return (row, column) => {
    const [top, bottom] = span(row, tile.rows, height);
    const [left, right] = span(column, tile.columns, width);
    let sum = 0;
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) sum += tile.levels[y * tile.columns + x]!;
    return sum / ((bottom - top) * (right - left));
  };
}
