import type { HintonPanel } from '../description.js';
import type { Writing } from './writing.js';

const positive = ['·', '▪', '■'];
const negative = ['·', '▫', '□'];

/** Full squares for positive weights, hollow ones for negative, in three sizes. */
export const writeHinton = (panel: HintonPanel, _: Writing): string[] => {
  const square = (side: number | null): string => {
    if (!side) return ' ';
    const size = Math.min(2, Math.floor(Math.abs(side) * 3));
    return (side > 0 ? positive : negative)[size]!;
  };
  const rows = Array.from({ length: panel.rows }, (_, row) =>
    panel.sides
      .slice(row * panel.columns, (row + 1) * panel.columns)
      .map(square)
      .join(' ')
      .trimEnd(),
  );
  return [...rows, ...panel.legend.map((text, index) => `${index === 0 ? '■' : '□'} ${text}`)];
};
