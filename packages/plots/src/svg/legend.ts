import type { ChartPanel } from '../description.js';
import { type Drawing, fontSizes } from './draw.js';
import { element, textElement } from './element.js';
import { dashOf } from './line.js';
import { textWidth } from './textWidth.js';

const LINE_HEIGHT = 18;

export interface Legend {
  readonly width: number;
  readonly height: number;
  readonly body: string;
}

/** One entry for each labeled mark, as many side by side as fit into `room`: one a line where that is 0. */
export function legend(marks: ChartPanel['marks'], room: number, drawing: Drawing): Legend {
  let widest = 0;
  let x = 0;
  let row = 0;
  const entries: string[] = [];
  for (const mark of marks) {
    if (mark.label === undefined) continue;
    const width = 26 + textWidth(mark.label, fontSizes.tick) + 16;
    if (x > 0 && x + width > room) {
      x = 0;
      row++;
    }
    entries.push(entry(mark, mark.label, x, row * LINE_HEIGHT, drawing));
    x += width;
    widest = Math.max(widest, x);
  }
  return { width: widest, height: entries.length > 0 ? (row + 1) * LINE_HEIGHT : 0, body: entries.join('') };
}

function entry(
  mark: ChartPanel['marks'][number],
  label: string,
  x: number,
  y: number,
  { paints }: Drawing,
): string {
  const color = paints.of(mark.color);
  const swatch =
    mark.type === 'bars'
      ? element('rect', { x: x + 4, y: y + 3, width: 12, height: 10, fill: color })
      : element('path', {
          d: `M${x} ${y + 8}h20`,
          stroke: color,
          'stroke-width': 2.5,
          'stroke-dasharray': dashOf(mark),
        });
  return swatch + textElement(label, { x: x + 26, y: y + 12, fill: paints.ink, 'font-size': fontSizes.tick });
}
