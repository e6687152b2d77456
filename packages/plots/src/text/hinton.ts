import type { HintonPanel } from '../description.js';
import { cut, wrapped } from './words.js';
import type { Writing } from './writing.js';

const POSITIVE = ['·', '▪', '■'];
const NEGATIVE = ['·', '▫', '□'];

/** Full squares for positive weights, hollow ones for negative, in three sizes. */
export function writeHinton(panel: HintonPanel, { width }: Writing): string[] {
  const gap = 2 * panel.columns - 1 <= width ? ' ' : '';
  const shown = gap === ' ' ? panel.columns : Math.min(panel.columns, width);
  const rows = Array.from({ length: panel.rows }, (_, row) =>
    panel.sides
      .slice(row * panel.columns, row * panel.columns + shown)
      .map(square)
      .join(gap)
      .trimEnd(),
  );
  const rest = `The first ${shown} of ${panel.columns} columns.`;
  return [
    ...rows,
    ...(shown < panel.columns ? wrapped(rest, width) : []),
    ...panel.legend.map((text, index) => `${index === 0 ? '■' : '□'} ${cut(text, width - 2)}`),
  ];
}

function square(side: number | null): string {
  if (!side) return ' ';
  const size = Math.min(2, Math.floor(Math.abs(side) * 3));
  return (side > 0 ? POSITIVE : NEGATIVE)[size]!;
}
