import type { Color } from '../description.js';
import { ansiOf, coloredLine } from './ansi.js';

/** A drawing surface of characters, each of them a Braille cell of 2×4 dots. */
export interface Canvas {
  /** Size in dots. */
  readonly width: number;
  readonly height: number;
  dot(x: number, y: number, color: Color): void;
  /** A character instead of dots, at the place of a dot. */
  glyph(x: number, y: number, character: string, color: Color): void;
  lines(inColors: boolean): string[];
}

// Unicode's numbering of the dots of a Braille cell: the fourth row came later and has the highest bits.
const DOT_BITS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];

export function canvas(columns: number, rows: number): Canvas {
  const bits = new Uint8Array(columns * rows);
  const glyphs = new Map<number, string>();
  const colors = new Map<number, Color>();
  const cellOf = (x: number, y: number): number => (y >> 2) * columns + (x >> 1);
  const inside = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < columns * 2 && y < rows * 4;
  const character = (cell: number): string =>
    glyphs.get(cell) ?? (bits[cell] === 0 ? ' ' : String.fromCodePoint(0x2800 + bits[cell]!));
  return {
    width: columns * 2,
    height: rows * 4,
    dot(x, y, color) {
      if (!inside(x, y)) return;
      bits[cellOf(x, y)]! |= DOT_BITS[y & 3]![x & 1]!;
      colors.set(cellOf(x, y), color);
    },
    glyph(x, y, character, color) {
      if (!inside(x, y)) return;
      glyphs.set(cellOf(x, y), character);
      colors.set(cellOf(x, y), color);
    },
    lines: (inColors) =>
      Array.from({ length: rows }, (_, row) => {
        const cells = Array.from({ length: columns }, (_, column) => row * columns + column);
        if (!inColors) return cells.map(character).join('');
        const colorOf = (color: Color | undefined): number | undefined =>
          color === undefined ? undefined : ansiOf(color);
        return coloredLine(
          cells.map((cell) => ({ character: character(cell), foreground: colorOf(colors.get(cell)) })),
        );
      }),
  };
}

interface Dot {
  readonly x: number;
  readonly y: number;
}

/** Dots from one point to another (Bresenham, "Algorithm for computer control of a digital plotter", 1965). */
export function drawLine(target: Canvas, from: Dot, to: Dot, color: Color): void {
  let [x, y] = [Math.round(from.x), Math.round(from.y)];
  const [endX, endY] = [Math.round(to.x), Math.round(to.y)];
  const [dx, dy] = [Math.abs(endX - x), -Math.abs(endY - y)];
  const [stepX, stepY] = [Math.sign(endX - x), Math.sign(endY - y)];
  for (let error = dx + dy; ; ) {
    target.dot(x, y, color);
    if (x === endX && y === endY) return;
    const twice = 2 * error;
    if (twice >= dy) {
      error += dy;
      x += stepX;
    }
    if (twice <= dx) {
      error += dx;
      y += stepY;
    }
  }
}
