import { checkFlag, checkNumber, checkOptions, optionNames } from '@neutype/errors';
import type { Panel, PlotDescription } from '../description.js';
import { descriptionOf } from '../descriptionOf.js';
import { writeChart } from './chart.js';
import { writeGraph } from './graph.js';
import { writeHinton } from './hinton.js';
import { writeMatrix } from './matrix.js';
import { printable } from './printable.js';
import { writeTiles } from './tiles.js';
import { wrapped } from './words.js';
import type { Writing } from './writing.js';

export interface TextOptions {
  /** Columns of the terminal, from 20 on, 80 by default (`process.stdout.columns` tells it). No line is longer. */
  readonly width?: number;
  /** Color codes, where the terminal allows them (`process.stdout.hasColors?.(256)` tells it); none by default. */
  readonly color?: boolean;
}

const OPTIONS = optionNames<TextOptions>({ width: true, color: true });

/** Narrower there is no room to draw in; wider there is no terminal. */
const WIDTHS = { from: 20, to: 10_000 };

/**
 * Writes a plot as text: lines in Braille dots, pictures in half blocks or characters, panels under each other. Texts that
 * are too long are wrapped or cut, and control characters in them escaped.
 *
 * @throws OptionError for an unknown option, or a width that leaves no room to draw in; PlotError for what is no description
 *
 * @example
 * ```ts
 * console.log(toText(plotErrors(optimizer).description, { width: process.stdout.columns, color: true }));
 * ```
 */
export function toText(description: PlotDescription, options: TextOptions = {}): string {
  checkOptions('toText', options, OPTIONS);
  const { width = 80, color = false } = options;
  checkNumber('toText, width', width, WIDTHS);
  checkFlag('toText, color', color);
  const writing = { width: Math.floor(width), color };
  const { title, panels } = printable(descriptionOf('toText', description));
  const parts = panels.map((panel) => {
    const heading = panel.title === title ? [] : titleLines(panel.title, writing);
    return [...heading, ...writePanel(panel, writing)].join('\n');
  });
  return [titleLines(title, writing).join('\n'), ...parts].filter((part) => part !== '').join('\n\n');
}

function titleLines(title: string, { width }: Writing): string[] {
  return title === '' ? [] : wrapped(title, width);
}

function writePanel(panel: Panel, writing: Writing): string[] {
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
}
