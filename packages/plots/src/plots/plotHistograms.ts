import { isShaped, type NumberList, type ShapedArray } from '../arrays/matrix.js';
import { extentOf } from '../arrays/values.js';
import type { ChartPanel } from '../description.js';
import { PlotError } from '../PlotError.js';
import { type Plot, plot } from '../plot.js';

export interface PlotHistogramsOptions {
  /** `Histograms` by default: say what of, `Activations` or `Gradients`. */
  readonly title?: string;
  /** What is counted; `Value` by default. */
  readonly xLabel?: string;
  /** How many bars each histogram has, 40 by default. */
  readonly bins?: number;
}

/**
 * A histogram for each layer: of its activations, its gradients, its weights. Values that are not finite are
 * counted in the layer's title.
 *
 * @throws PlotError when there is no layer, or `bins` is not a whole number above 0.
 *
 * @example
 * ```ts
 * plotHistograms({ 'relu-1': activations1, 'relu-2': activations2 }, { title: 'Activations' }).toSvg();
 * ```
 */
export const plotHistograms = (
  layers: Readonly<Record<string, NumberList | ShapedArray>>,
  options: PlotHistogramsOptions = {},
): Plot => {
  const { title = 'Histograms', xLabel = 'Value', bins = 40 } = options;
  const names = Object.keys(layers);
  if (names.length === 0) throw new PlotError('plotHistograms: expected at least one layer, got none.');
  if (!(Number.isInteger(bins) && bins > 0))
    throw new PlotError(`plotHistograms: expected a whole number of bins above 0, got ${bins}.`);
  const panels = Object.entries(layers).map(([name, values]) =>
    histogramPanel(name, dataOf(values), xLabel, bins),
  );
  return plot({
    title,
    summary: `Histograms of ${names.length} layers: ${panels.map((panel) => panel.title).join('; ')}.`,
    columns: Math.min(2, panels.length),
    panels,
  });
};

const dataOf = (values: NumberList | ShapedArray): NumberList => (isShaped(values) ? values.data : values);

const histogramPanel = (name: string, values: NumberList, xLabel: string, bins: number): ChartPanel => {
  const { edges, heights, left } = histogram(values, bins);
  return {
    kind: 'chart',
    title: left === 0 ? name : `${name} (${left} of ${values.length} not finite)`,
    x: { label: xLabel, scale: 'linear', domain: [edges[0]!, edges.at(-1)!] },
    y: { label: 'Count', scale: 'linear' },
    marks: [{ type: 'bars', edges, heights, color: 0 }],
  };
};

/** Equally wide bins from the least to the greatest finite value, the last one closed, as NumPy's `histogram`. */
const histogram = (
  values: NumberList,
  bins: number,
): { edges: number[]; heights: number[]; left: number } => {
  const [least, greatest] = extentOf(values as ArrayLike<number>) ?? [0, 1];
  const [low, high] = least < greatest ? [least, greatest] : [least - 0.5, greatest + 0.5];
  const edges = Array.from({ length: bins + 1 }, (_, index) => low + ((high - low) * index) / bins);
  const heights = new Array<number>(bins).fill(0);
  let left = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value))
      heights[Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins))]!++;
    else left++;
  }
  return { edges, heights, left };
};
