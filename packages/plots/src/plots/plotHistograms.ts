import { checkNumber, checkOptions, optionNames } from '@neutype/errors';
import { type NumberList, readArray, type ShapedArray } from '../arrays/matrix.js';
import { extentOf, shareBetween } from '../arrays/values.js';
import { checkObject, checkText } from '../checks.js';
import type { ChartPanel } from '../description.js';
import { type Plot, plot } from '../plot.js';
import { PlotError } from '../plotError.js';

export interface PlotHistogramsOptions {
  /** `Histograms` by default: say what of, `Activations` or `Gradients`. */
  readonly title?: string;
  /** What is counted; `Value` by default. */
  readonly xLabel?: string;
  /** How many bars each histogram has, 40 by default, at most 10,000. */
  readonly bins?: number;
}

const OPTIONS = optionNames<PlotHistogramsOptions>({ title: true, xLabel: true, bins: true });

/**
 * A histogram for each layer: of its activations, its gradients, its weights. Values that are not finite are
 * counted in the layer's title.
 *
 * @throws PlotError when there is no layer; DataError or ShapeError for what is no array of numbers; OptionError for an
 * unknown option or value
 *
 * @example
 * ```ts
 * plotHistograms({ 'relu-1': activations1, 'relu-2': activations2 }, { title: 'Activations' }).toSvg();
 * ```
 */
export function plotHistograms(
  layers: Readonly<Record<string, NumberList | ShapedArray>>,
  options: PlotHistogramsOptions = {},
): Plot {
  const where = 'plotHistograms';
  checkOptions(where, options, OPTIONS);
  const { title = 'Histograms', xLabel = 'Value', bins = 40 } = options;
  checkText(`${where}, title`, title);
  checkText(`${where}, xLabel`, xLabel);
  checkNumber(`${where}, bins`, bins, { from: 1, to: 10_000, whole: true });
  checkObject(where, layers, 'an object of layers and their values');
  const names = Object.keys(layers);
  if (names.length === 0) throw new PlotError({ where, expected: 'at least one layer', received: 'none' });
  const panels = Object.entries(layers).map(([name, values]) =>
    histogramPanel(name, readArray(`${where}, ${name}`, values).data, xLabel, bins),
  );
  return plot({
    title,
    summary: `Histograms of ${names.length} layers: ${panels.map((panel) => panel.title).join('; ')}.`,
    columns: Math.min(2, panels.length),
    panels,
  });
}

function histogramPanel(name: string, values: NumberList, xLabel: string, bins: number): ChartPanel {
  const { edges, heights, left } = histogram(values, bins);
  return {
    kind: 'chart',
    title: left === 0 ? name : `${name} (${left} of ${values.length} not finite)`,
    x: { label: xLabel, scale: 'linear', domain: [edges[0]!, edges.at(-1)!] },
    y: { label: 'Count', scale: 'linear' },
    marks: [{ type: 'bars', edges, heights, color: 0 }],
  };
}

/** Equally wide bins from the least to the greatest finite value, the last one closed, as NumPy's `histogram`. */
function histogram(values: NumberList, bins: number): { edges: number[]; heights: number[]; left: number } {
  const edges = edgesOf(extentOf(values) ?? [0.5, 0.5], bins);
  const [low, high] = [edges[0]!, edges.at(-1)!];
  const heights = new Array<number>(bins).fill(0);
  let left = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value))
      heights[Math.min(bins - 1, Math.floor(shareBetween(value, low, high) * bins))]!++;
    else left++;
  }
  return { edges, heights, left };
}

/** Edges from the least to the greatest value; where so many bins cannot tell the two apart, with room on both sides. */
function edgesOf([least, greatest]: readonly [number, number], bins: number): number[] {
  const between = (low: number, high: number): number[] =>
    Array.from({ length: bins + 1 }, (_, index) => edgeAt(index, bins, low, high));
  const edges = between(least, greatest);
  if (edges.every((edge, index) => index === 0 || edge > edges[index - 1]!)) return edges;
  const room = Math.max(0.5, Math.max(Math.abs(least), Math.abs(greatest)) * bins * 2 ** -50);
  return between(Math.max(least - room, -Number.MAX_VALUE), Math.min(greatest + room, Number.MAX_VALUE));
}

function edgeAt(index: number, bins: number, low: number, high: number): number {
  if (index === bins) return high + 0;
  const spans = (high - low) * index;
  return Number.isFinite(spans) ? low + spans / bins + 0 : low * (1 - index / bins) + high * (index / bins);
}
