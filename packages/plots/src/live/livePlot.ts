import { checkChoice, checkNumber, checkOptions, optionNames, shown } from '@neutype/errors';
import { type Colors, dark, light } from '../color/theme.js';
import type { PlotDescription } from '../description.js';
import { descriptionOf } from '../descriptionOf.js';
import type { Plot } from '../plot.js';
import { PlotError } from '../plotError.js';
import { type ShownPanel, showPanel } from './shownPanel.js';

export interface LivePlotOptions {
  /**
   * `auto` by default: as the reader's system is, and changing with it. The page may then set colors of its own by the
   * variables that SVGs have too: `--neutype-ink`, `--neutype-muted`, `--neutype-grid`, `--neutype-series-0` and so on.
   */
  readonly theme?: 'light' | 'dark' | 'auto';
  /** Height of a chart in pixels without its legend, 240 by default. */
  readonly height?: number;
}

const OPTIONS = optionNames<LivePlotOptions>({ theme: true, height: true });

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
 * @throws PlotError for what is no plot or no element; OptionError for an unknown option or value
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
export function livePlot(
  element: HTMLElement,
  plot: Plot | PlotDescription,
  options: LivePlotOptions = {},
): LivePlot {
  checkOptions('livePlot', options, OPTIONS);
  const { theme = 'auto', height = 240 } = options;
  checkChoice('livePlot, theme', theme, ['light', 'dark', 'auto']);
  checkNumber('livePlot, height', height, { above: 0 });
  checkElement(element);
  const darkness = matchMedia('(prefers-color-scheme: dark)');
  let description = descriptionOf('livePlot', plot);
  let shown: ShownPanel[] = [];
  let frame = 0;

  function rebuild(): void {
    for (const panel of shown) panel.destroy();
    element.replaceChildren();
    const isDark = theme === 'dark' || (theme === 'auto' && darkness.matches);
    const colors = isDark ? dark : light;
    const setting = {
      colors: theme === 'auto' ? ofPage(element, colors) : colors,
      theme: isDark ? ('dark' as const) : ('light' as const),
      height,
    };
    shown = description.panels.map((_, index) => showPanel(element, description, index, setting));
  }
  function draw(): void {
    frame = 0;
    const fits =
      shown.length === description.panels.length && shown.every((panel) => panel.accepts(description));
    if (fits) for (const panel of shown) panel.update(description);
    else rebuild();
  }
  const observer = new ResizeObserver(() => {
    for (const panel of shown) panel.resize();
  });

  rebuild();
  observer.observe(element);
  darkness.addEventListener('change', rebuild);
  return {
    update(next) {
      description = descriptionOf('livePlot.update', next);
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
}

/** The colors of a theme, but for those that the page sets by variables. */
function ofPage(element: HTMLElement, colors: Colors): Colors {
  const style = getComputedStyle(element);
  const own = (name: string, color: string): string =>
    style.getPropertyValue(`--neutype-${name}`).trim() || color;
  return {
    paper: own('paper', colors.paper),
    ink: own('ink', colors.ink),
    muted: own('muted', colors.muted),
    grid: own('grid', colors.grid),
    series: colors.series.map((color, index) => own(`series-${index}`, color)),
  };
}

function checkElement(element: unknown): void {
  if (typeof element === 'object' && element !== null && 'replaceChildren' in element) return;
  throw new PlotError({ where: 'livePlot', expected: 'an element of the page', received: shown(element) });
}
