import { colorAt } from '../color/colormap.js';
import { SERIES_COUNT } from '../color/theme.js';
import type { Color, Colormap } from '../description.js';

/** Wraps a text in a color of the 256-color palette; undefined leaves it as it is. */
export function inColor(text: string, foreground: number | undefined, background?: number): string {
  const codes = [
    ...(foreground === undefined ? [] : [`38;5;${foreground}`]),
    ...(background === undefined ? [] : [`48;5;${background}`]),
  ];
  return codes.length === 0 ? text : `\u001b[${codes.join(';')}m${text}\u001b[0m`;
}

/** A run of characters, colored alike ones together: a line of a picture is a tenth as long that way. */
export function coloredLine(cells: readonly ColoredCell[]): string {
  let line = '';
  for (let start = 0; start < cells.length; ) {
    const { foreground, background } = cells[start]!;
    let text = '';
    let end = start;
    for (; end < cells.length; end++) {
      const cell = cells[end]!;
      const isAlike = cell.foreground === foreground && cell.background === background;
      if (!isAlike) break;
      text += cell.character;
    }
    line += inColor(text, foreground, background);
    start = end;
  }
  return line;
}

export interface ColoredCell {
  readonly character: string;
  readonly foreground: number | undefined;
  readonly background?: number;
}

// Near the plots' colors, and readable on black and on white.
const SERIES = [32, 166, 35, 169, 99, 136];

export function ansiOf(color: Color): number | undefined {
  if (typeof color === 'number') return SERIES[color % SERIES_COUNT]!;
  return color === 'muted' ? 245 : undefined;
}

/** The nearest of xterm's colors: 24 grays or the 6×6×6 cube. */
export function ansiLevel(colormap: Colormap, level: number): number {
  if (colormap === 'gray')
    return level >= 252 ? 231 : level < 4 ? 16 : 232 + Math.min(23, Math.floor((level - 4) / 10.4));
  const [red, green, blue] = colorAt(colormap, level).map((channel) => Math.round((channel / 255) * 5)) as [
    number,
    number,
    number,
  ];
  return 16 + 36 * red + 6 * green + blue;
}
