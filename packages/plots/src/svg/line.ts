import { SERIES_COUNT } from '../color/theme.js';
import type { LineMark } from '../description.js';
import { decimatedRuns, type Point } from '../scale/decimate.js';
import type { Scale } from '../scale/scale.js';
import type { Drawing } from './draw.js';
import { element, round } from './element.js';

/** The opacity of a faint line. */
export const FAINT = 0.35;

/** A line, cut at gaps; a lone point between two gaps is drawn as a dot. */
export function line(mark: LineMark, x: Scale, y: Scale, { paints }: Drawing): string {
  const color = paints.of(mark.color);
  const runs = decimatedRuns(mark.x, mark.y, x.place, y.place);
  const path = runs
    .filter((run) => run.length > 1)
    .map(pathOf)
    .join('');
  const dots = runs.flatMap((run) => (mark.points || run.length === 1 ? run : []));
  const count = runs.reduce((sum, run) => sum + run.length, 0);
  const stroke = element('path', {
    d: path,
    fill: 'none',
    stroke: color,
    'stroke-width': count > 500 ? 1 : 2,
    'stroke-linejoin': 'round',
    'stroke-dasharray': dashOf(mark),
    'stroke-opacity': mark.faint ? FAINT : undefined,
  });
  const points = dots.map(({ x, y }) =>
    element('circle', { cx: x, cy: y, r: 3, fill: color, 'fill-opacity': mark.faint ? FAINT : undefined }),
  );
  return (path === '' ? '' : stroke) + points.join('');
}

/** The dashes of a line: one's own, or those that tell it from the line of the same color. */
export function dashOf({ dashed, color }: LineMark): string | undefined {
  if (dashed) return '5 4';
  const turn = typeof color === 'number' ? Math.floor(color / SERIES_COUNT) : 0;
  return turn === 0 ? undefined : ['8 3', '2 3', '8 3 2 3'][(turn - 1) % 3];
}

function pathOf(run: readonly Point[]): string {
  return `M${run.map((point) => `${round(point.x)} ${round(point.y)}`).join('L')}`;
}
