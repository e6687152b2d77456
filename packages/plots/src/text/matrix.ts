import type { MatrixPanel } from '../description.js';
import { ansiOf, inColor } from './ansi.js';
import { cut, padStart, widest } from './words.js';
import type { Writing } from './writing.js';

/** A table of the cells; one that is too wide comes in parts, some columns in each. */
export function writeMatrix(panel: MatrixPanel, { width, color }: Writing): string[] {
  const margin = Math.min(
    Math.max(widest(panel.rows), widest([panel.rowLabel])),
    Math.max(Math.floor(width / 3), 6),
  );
  const room = width - margin - 2;
  const cell = Math.min(Math.max(widest(panel.texts), widest(panel.columns)) + 1, room);
  const perPart = Math.floor(room / cell);
  const lines: string[] = [];
  for (let first = 0; first < panel.columns.length; first += perPart) {
    if (first > 0) lines.push('');
    lines.push(...writePart(panel, { margin, cell, first, end: first + perPart, color }));
  }
  return lines;
}

interface Part {
  readonly margin: number;
  readonly cell: number;
  /** The columns from `first` up to, not including, `end`. */
  readonly first: number;
  readonly end: number;
  readonly color: boolean;
}

function writePart(panel: MatrixPanel, { margin, cell, first, end, color }: Part): string[] {
  const fit = (text: string, width: number): string => padStart(cut(text, width), width);
  const columns = panel.columns.slice(first, end);
  const lines = panel.rows.map((label, row) => {
    const cells = columns.map((_, column) => {
      const index = row * panel.columns.length + first + column;
      return paint(` ${fit(panel.texts[index]!, cell - 1)}`, panel.shades[index]!, color);
    });
    return `${fit(label, margin)} │${cells.join('')}`;
  });
  return [
    `${' '.repeat(margin)}  ${cut(panel.columnLabel, Math.max(cell * columns.length, 12))}`,
    `${fit(panel.rowLabel, margin)} │${columns.map((label) => ` ${fit(label, cell - 1)}`).join('')}`,
    `${'─'.repeat(margin + 1)}┼${'─'.repeat(cell * columns.length)}`,
    ...lines,
  ];
}

/** In color, the full cells stand out and the empty ones step back. */
function paint(text: string, shade: number, color: boolean): string {
  if (!color) return text;
  return inColor(text, ansiOf(shade > 0.5 ? 0 : shade === 0 ? 'muted' : 'ink'));
}
