import uPlot from 'uplot';
import { type Colors, dark, light } from '../color/theme.js';
import type { ChartPanel, Panel, PlotDescription } from '../description.js';
import type { Plot } from '../plot.js';
import { toSvg } from '../svg/toSvg.js';
import { alignedData, chartOptions, linesOf } from './chart.js';

export interface LivePlotOptions {
  /** `auto` by default: as the reader's system is, and changing with it. */
  readonly theme?: 'light' | 'dark' | 'auto';
  /** Height of a chart in pixels without its legend, 240 by default. */
  readonly height?: number;
}

export interface LivePlot {
  /** Shows a newer state of the plot; cheap enough to call at every message, drawn once a frame at most. */
  update(plot: Plot | PlotDescription): void;
  /** Takes the plot out of the page. */
  destroy(): void;
}

/**
 * Puts a plot into a page and keeps it up to date: charts of lines on a canvas (uPlot, made for curves of many
 * points, with a cursor and a legend that tells values), everything else as SVG. Follows the width of its element and
 * the reader's light or dark.
 *
 * Needs the optional package `uplot`, and its style sheet in the page: `import 'uplot/dist/uPlot.min.css'`.
 *
 * @param element where to put it; what it contains is replaced
 *
 * @example
 * ```ts
 * import 'uplot/dist/uPlot.min.css';
 * import { livePlot } from '@neutype/plots/live';
 *
 * const live = livePlot(document.querySelector('#errors')!, plotErrors(history));
 * worker.onmessage = ({ data }) => live.update(plotErrors(data.history));
 * ```
 */
export const livePlot = (
  element: HTMLElement,
  plot: Plot | PlotDescription,
  options: LivePlotOptions = {},
): LivePlot => {
  const { theme = 'auto', height = 240 } = options;
  const darkness = matchMedia('(prefers-color-scheme: dark)');
  let description = descriptionOf(plot);
  let shown: ShownPanel[] = [];
  let frame = 0;

  const rebuild = (): void => {
    for (const panel of shown) panel.destroy();
    element.replaceChildren();
    const isDark = theme === 'dark' || (theme === 'auto' && darkness.matches);
    const setting = {
      colors: isDark ? dark : light,
      theme: isDark ? ('dark' as const) : ('light' as const),
      height,
    };
    shown = description.panels.map((panel) => showPanel(element, panel, description, setting));
  };
  const draw = (): void => {
    frame = 0;
    const fits =
      shown.length === description.panels.length &&
      shown.every((panel, index) => panel.accepts(description.panels[index]!));
    if (fits) for (const [index, panel] of shown.entries()) panel.update(description.panels[index]!);
    else rebuild();
  };
  const observer = new ResizeObserver(() => {
    for (const panel of shown) panel.resize();
  });

  rebuild();
  observer.observe(element);
  darkness.addEventListener('change', rebuild);
  return {
    update(next) {
      description = descriptionOf(next);
      frame ||= requestAnimationFrame(draw);
    },
    destroy() {
      cancelAnimationFrame(frame);
      observer.disconnect();
      darkness.removeEventListener('change', rebuild);
      for (const panel of shown) panel.destroy();
      shown = [];
      element.replaceChildren();
    },
  };
};

const descriptionOf = (plot: Plot | PlotDescription): PlotDescription =>
  'description' in plot ? plot.description : plot;

interface Setting {
  readonly colors: Colors;
  readonly theme: 'light' | 'dark';
  readonly height: number;
}

interface ShownPanel {
  /** Whether `update` can show this panel in place of the present one. */
  accepts(panel: Panel): boolean;
  update(panel: Panel): void;
  resize(): void;
  destroy(): void;
}

const showPanel = (
  element: HTMLElement,
  panel: Panel,
  description: PlotDescription,
  setting: Setting,
): ShownPanel =>
  isLines(panel)
    ? showLines(element, panel, description.summary, setting)
    : showSvg(element, panel, description, setting);

const isLines = (panel: Panel): panel is ChartPanel =>
  panel.kind === 'chart' && panel.marks.every(({ type }) => type === 'line');

const showLines = (
  element: HTMLElement,
  panel: ChartPanel,
  summary: string,
  { colors, height }: Setting,
): ShownPanel => {
  const holder = appendHolder(element);
  const chart = new uPlot(
    chartOptions(panel, colors, holder.clientWidth, height),
    alignedData(panel),
    holder,
  );
  chart.root.style.color = colors.ink;
  const canvas = chart.ctx.canvas;
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', `${panel.title}. ${summary}`);
  let shape = shapeOf(panel);
  return {
    accepts: (next) => isLines(next) && shapeOf(next) === shape,
    update(next) {
      shape = shapeOf(next as ChartPanel);
      chart.setData(alignedData(next as ChartPanel));
    },
    resize: () => chart.setSize({ width: holder.clientWidth, height: chart.height }),
    destroy: () => chart.destroy(),
  };
};

/** What uPlot cannot change without being made anew. */
const shapeOf = (panel: ChartPanel): string =>
  JSON.stringify([
    panel.title,
    panel.x,
    panel.y,
    linesOf(panel).map(({ label, color, points, dashed }) => [label, color, points, dashed]),
  ]);

const showSvg = (
  element: HTMLElement,
  panel: Panel,
  description: PlotDescription,
  { theme }: Setting,
): ShownPanel => {
  const holder = appendHolder(element);
  let current = panel;
  const draw = (): void => {
    const only = {
      ...description,
      title: current.title || description.title,
      columns: 1,
      panels: [{ ...current, title: '' }],
    };
    holder.innerHTML = toSvg(only, { theme, width: Math.max(200, holder.clientWidth) });
  };
  draw();
  return {
    accepts: ({ kind }) => kind === panel.kind,
    update(next) {
      current = next;
      draw();
    },
    resize: draw,
    destroy: () => holder.remove(),
  };
};

const appendHolder = (element: HTMLElement): HTMLElement => {
  const holder = element.ownerDocument.createElement('div');
  element.append(holder);
  return holder;
};
