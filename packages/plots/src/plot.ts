import type { PlotDescription } from './description.js';
import { descriptionOf } from './descriptionOf.js';
import { type SvgOptions, toSvg } from './svg/toSvg.js';
import { type TextOptions, toText } from './text/toText.js';

/** A plot: its description, and the two renderers that everybody needs at hand. */
export interface Plot {
  /** Plain data; what the other renderers (`toVegaLite`, `toPng`, `livePlot`) read. */
  readonly description: PlotDescription;
  /** The plot as text for a terminal. */
  toText(options?: TextOptions): string;
  /** The plot as an SVG document, without a DOM. */
  toSvg(options?: SvgOptions): string;
  /** The description, so that `JSON.stringify(plot)` stores the plot. */
  toJSON(): PlotDescription;
}

/**
 * A plot from its description: one that was stored as JSON, or one of your own making.
 *
 * @throws PlotError or OptionError for what is no description, with the place in it
 *
 * @example
 * ```ts
 * const line = { type: 'line', x: [0, 1, 2], y: [1, 4, 9], color: 0, points: true } as const;
 * const axis = (label: string) => ({ label, scale: 'linear' }) as const;
 * const panel = { kind: 'chart', title: 'Squares', x: axis('x'), y: axis('x²'), marks: [line] } as const;
 * console.log(plot({ title: 'Squares', summary: 'Three squares.', panels: [panel] }).toText());
 * ```
 */
export function plot(description: PlotDescription): Plot {
  const checked = descriptionOf('plot', description);
  return {
    description: checked,
    toText: (options) => toText(checked, options),
    toSvg: (options) => toSvg(checked, options),
    toJSON: () => checked,
  };
}
