import type { MatrixPanel } from '../description.js';
import { ansiOf, inColor } from './ansi.js';
import type { Writing } from './writing.js';

/** A table of the cells; in colour, the full ones stand out and the empty ones step back. */
export const writeMatrix = (panel: MatrixPanel, { color }: Writing): string[] => {
  const columns = panel.columns.length;
  const cell =
    Math.max(...panel.texts.map((text) => text.length), ...panel.columns.map((label) => label.length)) + 1;
  const margin = Math.max(...panel.rows.map((label) => label.length), panel.rowLabel.length);
  const paint = (text: string, shade: number): string => {
    if (!color) return text;
    return inColor(text, ansiOf(shade > 0.5 ? 0 : shade === 0 ? 'muted' : 'ink'));
  };
  const lines = panel.rows.map((label, row) => {
    const cells = Array.from({ length: columns }, (_, column) => {
      const index = row * columns + column;
      return paint(panel.texts[index]!.padStart(cell), panel.shades[index]!);
    });
    return `${label.padStart(margin)} │${cells.join('')}`;
  });
  return [
    `${' '.repeat(margin)}  ${panel.columnLabel}`,
    `${panel.rowLabel.padStart(margin)} │${panel.columns.map((label) => label.padStart(cell)).join('')}`,
    `${'─'.repeat(margin + 1)}┼${'─'.repeat(cell * columns)}`,
    ...lines,
  ];
};
