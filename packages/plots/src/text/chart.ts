import type { BarsMark, ChartPanel, LineMark } from '../description.js';
import { decimatedRuns } from '../scale/decimate.js';
import { chartExtents, type Scale, scaleOf } from '../scale/scale.js';
import { ansiOf, inColor } from './ansi.js';
import { type Canvas, canvas, drawLine } from './canvas.js';
import { columnsOf } from './columns.js';
import { cut, padStart, widest } from './words.js';
import type { Writing } from './writing.js';

/** A chart panel in Braille dots, with ticks along both axes. */
export function writeChart(panel: ChartPanel, { width, color }: Writing): string[] {
  const extents = chartExtents(panel);
  const rows = panel.aspect ? 16 : 11;
  const labels = yLabels(panel, extents.y, rows, Math.floor(width / 2) - 2);
  const margin = widest(labels.values()) + 2;
  const room = width - margin;
  const columns = panel.aspect ? Math.min(room, Math.max(10, Math.round((rows * 2) / panel.aspect))) : room;
  const surface = canvas(columns, rows);
  const x = scaleOf(panel.x, extents.x, [0, surface.width - 1]);
  const y = scaleOf(panel.y, extents.y, [surface.height - 1, 0]);
  for (const [index, mark] of panel.marks.entries()) drawMark(surface, mark, index, x, y);
  const body = surface.lines(color).map((line, row) => {
    const label = labels.get(row);
    return `${padStart(label ?? '', margin - 2)} ${label === undefined ? '│' : '┤'}${line.trimEnd()}`;
  });
  const axis = xAxis(x, columns);
  const indent = ' '.repeat(margin - 1);
  return [
    ...heading(panel, { width: width - indent.length, color }).map((line) => indent + line),
    ...body,
    `${indent}└${axis.line}`,
    `${indent} ${axis.labels}`.trimEnd(),
    `${indent} ${center(panel.x.label, columns)}`.trimEnd(),
  ];
}

const GLYPHS = ['•', '×', '+', '○', '◇', '△'];

function drawMark(
  surface: Canvas,
  mark: ChartPanel['marks'][number],
  index: number,
  x: Scale,
  y: Scale,
): void {
  mark.type === 'line' ? drawRuns(surface, mark, index, x, y) : drawBars(surface, mark, x, y);
}

function drawRuns(surface: Canvas, mark: LineMark, index: number, x: Scale, y: Scale): void {
  for (const run of decimatedRuns(mark.x, mark.y, x.place, y.place)) {
    for (let i = 1; i < run.length; i++) drawLine(surface, run[i - 1]!, run[i]!, mark.color);
    if (!mark.points && run.length > 1) continue;
    for (const point of run)
      surface.glyph(Math.round(point.x), Math.round(point.y), GLYPHS[index % GLYPHS.length]!, mark.color);
  }
}

function drawBars(surface: Canvas, mark: BarsMark, x: Scale, y: Scale): void {
  for (const [index, height] of mark.heights.entries()) {
    if (!height) continue;
    const right = Math.round(x.place(mark.edges[index + 1]!));
    for (let column = Math.round(x.place(mark.edges[index]!)); column < right; column++) {
      for (let row = surface.height - 1; row >= Math.round(y.place(height)); row--)
        surface.dot(column, row, mark.color);
    }
  }
}

function yLabels(
  panel: ChartPanel,
  extent: readonly [number, number],
  rows: number,
  room: number,
): Map<number, string> {
  const scale = scaleOf(panel.y, extent, [rows * 4 - 1, 0]);
  const labels = new Map<number, string>();
  for (const { value, label } of scale.ticks(Math.ceil(rows / 3)))
    labels.set(Math.round(scale.place(value)) >> 2, cut(label, room));
  return labels.size > 0 ? labels : new Map([[rows - 1, '']]);
}

function entries(panel: ChartPanel, { width, color }: Writing): { text: string; width: number }[] {
  return panel.marks.flatMap((mark, index) => {
    if (mark.label === undefined) return [];
    const sign = mark.type === 'bars' ? '⣿⣿' : mark.points ? `─${GLYPHS[index % GLYPHS.length]}─` : '──';
    const label = cut(mark.label, width - sign.length - 1);
    const text = `${inColor(sign, color ? ansiOf(mark.color) : undefined)} ${label}`;
    return [{ text, width: sign.length + 1 + columnsOf(label) }];
  });
}

/** The y axis's label and then the legend, in as many lines as it takes. */
function heading(panel: ChartPanel, writing: Writing): string[] {
  const { width } = writing;
  const label = cut(panel.y.label, width);
  const lines = [label];
  let used = columnsOf(label);
  for (const entry of entries(panel, writing)) {
    if (used + 3 + entry.width > width) {
      lines.push('');
      used = 0;
    }
    const space = used === 0 ? '' : '   ';
    lines.push(`${lines.pop()}${space}${entry.text}`);
    used += space.length + entry.width;
  }
  return lines;
}

/** Tick labels stand under their ticks; one that would touch its neighbor is left out. */
function xAxis(scale: Scale, columns: number): { line: string; labels: string } {
  const line = Array.from({ length: columns }, () => '─');
  let labels = '';
  for (const { value, label } of scale.ticks(Math.max(2, Math.floor(columns / 9)))) {
    const column = Math.min(columns - 1, Math.round(scale.place(value)) >> 1);
    const start = Math.max(0, Math.min(columns - label.length, column - Math.floor(label.length / 2)));
    const isRoom = labels === '' ? label.length <= columns : start > labels.length;
    if (!isRoom) continue;
    line[column] = '┬';
    labels = labels.padEnd(start) + label;
  }
  return { line: line.join(''), labels };
}

function center(text: string, width: number): string {
  const fitting = cut(text, width);
  return ' '.repeat(Math.floor((width - columnsOf(fitting)) / 2)) + fitting;
}
