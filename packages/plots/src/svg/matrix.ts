import { largest } from '../arrays/values.js';
import type { MatrixPanel } from '../description.js';
import { type Drawing, type Drawn, fontSizes, titleHeight } from './draw.js';
import { element, textElement } from './element.js';
import { panelTitle } from './panelTitle.js';
import { fittedSize, textWidth } from './textWidth.js';

interface Layout {
  readonly left: number;
  readonly top: number;
  readonly cell: number;
}

/** A table of shaded cells; the shade is the opacity of one color, so that it works on light and dark paper. */
export function drawMatrix(panel: MatrixPanel, drawing: Drawing): Drawn {
  const labels = largest(panel.rows.map((label) => textWidth(label, fontSizes.tick)));
  const left = 34 + Math.ceil(Math.min(labels, drawing.width * 0.4));
  const cell = Math.min(46, (drawing.width - left - 8) / panel.columns.length);
  const layout = { left, top: titleHeight(panel.title) + 4, cell };
  const bottom = layout.top + cell * panel.rows.length;
  const body = [
    panelTitle(panel.title, left, drawing),
    ...panel.texts.map((_, index) => drawCell(panel, index, layout, drawing)),
    labelsOf(panel, layout, drawing),
  ].join('');
  return { width: left + cell * panel.columns.length + 8, height: bottom + 42, body };
}

/** Even an empty cell is seen as one. */
export function opacityOf(shade: number): number {
  return 0.06 + 0.94 * shade;
}

/** What is best read on a cell of that shade, on light and on dark paper. */
export function textPaint(shade: number): 'paper' | 'ink' | 'muted' {
  if (shade === 0) return 'muted';
  return opacityOf(shade) > 0.75 ? 'paper' : 'ink';
}

function drawCell(
  panel: MatrixPanel,
  index: number,
  { left, top, cell }: Layout,
  { paints }: Drawing,
): string {
  const columns = panel.columns.length;
  const x = left + (index % columns) * cell;
  const y = top + Math.floor(index / columns) * cell;
  const text = panel.texts[index]!;
  const shade = panel.shades[index]!;
  const fontSize = fittedSize(text, fontSizes.label, cell * 0.8);
  return (
    element('rect', {
      x: x + 0.5,
      y: y + 0.5,
      width: cell - 1,
      height: cell - 1,
      fill: paints.of(0),
      'fill-opacity': opacityOf(shade),
    }) +
    textElement(text, {
      x: x + cell / 2,
      y: y + cell / 2 + fontSize * 0.35,
      'text-anchor': 'middle',
      'font-size': fontSize,
      fill: paints[textPaint(shade)],
    })
  );
}

function labelsOf(panel: MatrixPanel, { left, top, cell }: Layout, { paints }: Drawing): string {
  const bottom = top + cell * panel.rows.length;
  const middleX = left + (cell * panel.columns.length) / 2;
  const middleY = (top + bottom) / 2;
  const tick = (text: string, room: number): Record<string, string | number> => ({
    fill: paints.muted,
    'font-size': fittedSize(text, fontSizes.tick, room),
  });
  const label = { fill: paints.ink, 'font-size': fontSizes.label, 'text-anchor': 'middle' };
  return [
    ...panel.rows.map((text, row) =>
      textElement(text, {
        x: left - 7,
        y: top + (row + 0.5) * cell + 4,
        'text-anchor': 'end',
        ...tick(text, left - 34),
      }),
    ),
    ...panel.columns.map((text, column) =>
      textElement(text, {
        x: left + (column + 0.5) * cell,
        y: bottom + 15,
        'text-anchor': 'middle',
        ...tick(text, cell - 2),
      }),
    ),
    textElement(panel.columnLabel, { x: middleX, y: bottom + 34, ...label }),
    textElement(panel.rowLabel, { x: 13, y: middleY, transform: `rotate(-90 13 ${middleY})`, ...label }),
  ].join('');
}
