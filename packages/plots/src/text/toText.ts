import type { Panel, PlotDescription } from '../description.js';
import { PlotError } from '../PlotError.js';
import { writeChart } from './chart.js';
import { writeGraph } from './graph.js';
import { writeHinton } from './hinton.js';
import { writeMatrix } from './matrix.js';
import { writeTiles } from './tiles.js';
import type { Writing } from './writing.js';

export interface TextOptions {
  /** Columns of the terminal, 80 by default (`process.stdout.columns` tells it). */
  readonly width?: number;
  /** Colour codes, where the terminal allows them (`process.stdout.hasColors?.(256)` tells it); none by default. */
  readonly color?: boolean;
}

/**
 * Writes a plot as text: lines in Braille dots, pictures in half blocks or characters, panels under each other.
 *
 * @throws PlotError when the width leaves no room to draw in.
 *
 * @example
 * ```ts
 * console.log(toText(plotErrors(optimizer).description, { width: process.stdout.columns, color: true }));
 * ```
 */
export const toText = (description: PlotDescription, options: TextOptions = {}): string => {
  const { width = 80, color = false } = options;
  if (!(width >= 20)) throw new PlotError(`toText: expected a width of at least 20 columns, got ${width}.`);
  const panels = description.panels.map((panel) => {
    const title = panel.title === '' || panel.title === description.title ? [] : [panel.title];
    return [...title, ...writePanel(panel, { width: Math.floor(width), color })].join('\n');
  });
  return [description.title, ...panels].filter((part) => part !== '').join('\n\n');
};

const writePanel = (panel: Panel, writing: Writing): string[] => {
  switch (panel.kind) {
    case 'chart':
      return writeChart(panel, writing);
    case 'tiles':
      return writeTiles(panel, writing);
    case 'matrix':
      return writeMatrix(panel, writing);
    case 'hinton':
      return writeHinton(panel, writing);
    case 'graph':
      return writeGraph(panel, writing);
  }
};
