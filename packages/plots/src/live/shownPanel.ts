import uPlot from 'uplot';
import type { Colors } from '../color/theme.js';
import type { ChartPanel, Panel, PlotDescription } from '../description.js';
import { toSvg } from '../svg/toSvg.js';
import { alignedData, chartOptions, drawsAlike, linesOf } from './chart.js';

/** A panel in the page. */
export interface ShownPanel {
  /** Whether `update` can show this state in place of the present one. */
  accepts(description: PlotDescription): boolean;
  update(description: PlotDescription): void;
  resize(): void;
  destroy(): void;
}

export interface Setting {
  readonly colors: Colors;
  readonly theme: 'light' | 'dark';
  readonly height: number;
}

/** Shows one panel of a plot at the end of an element: lines on a canvas, everything else as SVG. */
export function showPanel(
  element: HTMLElement,
  description: PlotDescription,
  index: number,
  setting: Setting,
): ShownPanel {
  const holder = element.ownerDocument.createElement('div');
  element.append(holder);
  const isCanvas = isLines(description.panels[index]!);
  return isCanvas
    ? showLines(holder, description, index, setting)
    : showSvg(holder, description, index, setting);
}

function isLines(panel: Panel): panel is ChartPanel {
  return panel.kind === 'chart' && panel.marks.every(({ type }) => type === 'line');
}

function showLines(
  holder: HTMLElement,
  description: PlotDescription,
  index: number,
  { colors, height }: Setting,
): ShownPanel {
  const panelOf = ({ panels }: PlotDescription): ChartPanel => panels[index] as ChartPanel;
  let panel = panelOf(description);
  const shape = shapeOf(panel);
  const chart = new uPlot(
    chartOptions(panel, colors, holder.clientWidth, height, () => panel),
    alignedData(panel),
    holder,
  );
  const tell = ({ summary }: PlotDescription): void =>
    chart.ctx.canvas.setAttribute('aria-label', `${panel.title}. ${summary}`);
  chart.root.style.color = colors.ink;
  chart.ctx.canvas.setAttribute('role', 'img');
  // It tells the values under a mouse, and is a table of dashes to who has none: the image's label tells the ends.
  chart.root.querySelector('.u-legend')?.setAttribute('aria-hidden', 'true');
  hideNameless(chart, panel);
  tell(description);
  return {
    accepts: (next) => isLines(next.panels[index]!) && shapeOf(panelOf(next)) === shape,
    update(next) {
      const before = panel;
      panel = panelOf(next);
      if (!drawsAlike(before, panel)) chart.setData(alignedData(panel));
      tell(next);
    },
    resize: () => chart.setSize({ width: holder.clientWidth, height: chart.height }),
    destroy: () => chart.destroy(),
  };
}

/** What uPlot cannot change without being made anew. */
function shapeOf(panel: ChartPanel): string {
  return JSON.stringify([
    panel.title,
    [panel.x, panel.y].map(({ domain, ...axis }) => [axis, domain !== undefined]),
    linesOf(panel).map(({ label, color, points, dashed, faint }) => [label, color, points, dashed, faint]),
  ]);
}

/** Lines without a name are not in the legend. */
function hideNameless(chart: uPlot, panel: ChartPanel): void {
  const [, ...rows] = chart.root.querySelectorAll<HTMLElement>('.u-legend .u-series');
  for (const [index, { label }] of linesOf(panel).entries()) {
    const row = rows[index];
    // Its style sheet would show what is merely `hidden`.
    if (row !== undefined && label === undefined) row.style.display = 'none';
  }
}

function showSvg(
  holder: HTMLElement,
  description: PlotDescription,
  index: number,
  { theme }: Setting,
): ShownPanel {
  const id = nextId();
  let current = description;
  function draw(): void {
    const panel = current.panels[index]!;
    const title = panel.title || current.title;
    const alone = { ...current, title, columns: 1, panels: [{ ...panel, title: '' }] };
    holder.innerHTML = toSvg(alone, { theme, id, width: Math.max(200, holder.clientWidth) });
  }
  draw();
  return {
    accepts: (next) => !isLines(next.panels[index]!),
    update(next) {
      current = next;
      draw();
    },
    resize: draw,
    destroy: () => holder.remove(),
  };
}

let ids = 0;

// Two plots of one title on a page must not share ids.
function nextId(): string {
  ids += 1;
  return `neutype-live-${ids}`;
}
