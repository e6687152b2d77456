import type { BarsMark } from '../description.js';
import type { Scale } from '../scale/scale.js';
import type { Drawing } from './draw.js';
import { element } from './element.js';

/** The bars of a histogram, standing on zero. */
export function bars(mark: BarsMark, x: Scale, y: Scale, { paints }: Drawing): string {
  const ground = y.place(Math.max(0, y.domain[0]));
  const drawn = mark.heights.map((height, index) => {
    if (!height) return '';
    const left = x.place(mark.edges[index]!);
    const right = x.place(mark.edges[index + 1]!);
    const top = y.place(height);
    return element('rect', {
      x: left,
      y: top,
      width: Math.max(0.5, right - left - 0.5),
      height: ground - top,
    });
  });
  return element('g', { fill: paints.of(mark.color) }, ...drawn);
}
