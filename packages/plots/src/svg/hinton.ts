import type { HintonPanel } from '../description.js';
import { type Drawing, type Drawn, fontSizes, titleHeight } from './draw.js';
import { element, textElement } from './element.js';
import { panelTitle } from './panelTitle.js';

/** White and black squares on gray, the same in light and dark: there the colors are the meaning. */
export function drawHinton(panel: HintonPanel, drawing: Drawing): Drawn {
  const cell = Math.min(28, drawing.width / panel.columns);
  const top = titleHeight(panel.title);
  const width = cell * panel.columns;
  const height = cell * panel.rows;
  const squares = panel.sides.map((side, index) => {
    if (!side) return '';
    const size = Math.abs(side) * cell;
    const x = ((index % panel.columns) + 0.5) * cell - size / 2;
    const y = top + (Math.floor(index / panel.columns) + 0.5) * cell - size / 2;
    return element('rect', { x, y, width: size, height: size, fill: side > 0 ? '#ffffff' : '#000000' });
  });
  const ground = element('rect', { x: 0, y: top, width, height, fill: '#808080' });
  const legend = panel.legend.map((text, row) => legendEntry(text, row, top + height + 10, drawing));
  const body = [panelTitle(panel.title, 0, drawing), ground, ...squares, ...legend].join('');
  return { width, height: top + height + 10 + panel.legend.length * 18, body };
}

function legendEntry(text: string, row: number, top: number, { paints }: Drawing): string {
  return (
    element('rect', { x: 0.5, y: top + row * 18 + 0.5, width: 13, height: 13, fill: '#808080' }) +
    element('rect', {
      x: 3,
      y: top + row * 18 + 3,
      width: 8,
      height: 8,
      fill: row === 0 ? '#ffffff' : '#000000',
    }) +
    textElement(text, { x: 22, y: top + row * 18 + 11, fill: paints.ink, 'font-size': fontSizes.tick })
  );
}
