import uPlot from 'uplot';
import type { Colors } from '../color/theme.js';
import type { Axis, ChartPanel, Color, LineMark } from '../description.js';
import { FAINT } from '../svg/line.js';

/**
 * What uPlot needs to draw a chart of lines.
 *
 * @param now the chart as it is when it is drawn: its axes may show other domains by then
 */
export function chartOptions(
  panel: ChartPanel,
  colors: Colors,
  width: number,
  height: number,
  now: () => ChartPanel = () => panel,
): uPlot.Options {
  return {
    title: panel.title,
    width,
    height: panel.aspect ? Math.min(width, 420) * panel.aspect : height,
    scales: { x: { time: false, ...scale(panel.x, () => now().x) }, y: scale(panel.y, () => now().y) },
    axes: [
      { ...axis(panel.x, colors), size: 34 },
      { ...axis(panel.y, colors), size: widthOfLabels, values: labels },
    ],
    series: [{ label: panel.x.label, value: told }, ...linesOf(panel).map((mark) => series(mark, colors))],
    cursor: { points: { size: 7 } },
    legend: {
      show: linesOf(panel).some(({ label }) => label !== undefined),
      markers: { dash: (_, series) => (linesOf(panel)[series - 1]?.dashed ? 'dashed' : 'solid') },
    },
  };
}

/** Lines only; uPlot is for curves that grow, histograms are drawn as SVG. */
export function linesOf(panel: ChartPanel): LineMark[] {
  return panel.marks.filter((mark) => mark.type === 'line');
}

/**
 * The lines of a chart on one common x, as uPlot wants them. What a line has no value for is `undefined`, which the
 * line passes over; its gaps stay `null`, which cut it.
 */
export function alignedData(panel: ChartPanel): uPlot.AlignedData {
  const tables = linesOf(panel).map(({ x, y }): uPlot.AlignedData => {
    const drawn = x.map((_, index) => index).filter((index) => isOn(panel.x, x[index]));
    return [
      drawn.map((index) => x[index]!),
      drawn.map((index) => (isOn(panel.y, y[index]) ? y[index] : null)),
    ];
  });
  if (tables.length === 0) return [[]];
  return uPlot.join(
    tables,
    tables.map(() => [RETAIN_NULLS, RETAIN_NULLS]),
  );
}

/** Whether two states of a panel that have one shape are drawn alike: one of several panels is often as it was. */
export function drawsAlike(a: ChartPanel, b: ChartPanel): boolean {
  const lines = linesOf(b);
  return (
    areEqual(a.x.domain ?? [], b.x.domain ?? []) &&
    areEqual(a.y.domain ?? [], b.y.domain ?? []) &&
    linesOf(a).every(({ x, y }, index) => areEqual(x, lines[index]!.x) && areEqual(y, lines[index]!.y))
  );
}

function areEqual(a: readonly (number | null)[], b: readonly (number | null)[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

function isOn({ scale }: Axis, value: number | null | undefined): boolean {
  return value != null && (scale === 'linear' || value > 0);
}

// `uPlot.JoinNullMode.Retain`, whose const enum has no value at run time.
const RETAIN_NULLS = 1;

const LOGARITHMIC = 3;

const FONT = '12px system-ui, sans-serif';

/** A value where the cursor is, and nothing where there is no cursor. */
function told(_: uPlot, value: number | null): string {
  return value == null ? '' : shortest(value);
}

/** As many digits as tell a value, few enough to read. */
function shortest(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** The labels of an axis; large and small ones with exponents, so that they stay short. */
export function labels(_: unknown, values: readonly (number | null)[]): string[] {
  const far = values.some((value) => value != null && Math.abs(value) >= 1e6);
  return values.map((value) => {
    if (value == null) return '';
    const rounded = Number(value.toPrecision(6));
    return far && value !== 0 ? rounded.toExponential().replace('e+', 'e') : shortest(value);
  });
}

const WIDTH_OF_DIGIT = 7;
const LEAST_WIDTH = 50;

/** Wide enough for the longest label, so that none is cut. */
export function widthOfLabels(_: unknown, shown: readonly string[] | null): number {
  return Math.max(LEAST_WIDTH, ...(shown ?? []).map((label) => 14 + WIDTH_OF_DIGIT * label.length));
}

function scale({ scale, domain }: Axis, now: () => Axis): uPlot.Scale {
  return {
    ...(scale === 'log' ? { distr: LOGARITHMIC } : {}),
    ...(domain ? { range: () => [...(now().domain ?? domain)] } : {}),
  };
}

function axis({ label, whole }: Axis, colors: Colors): uPlot.Axis {
  return {
    label,
    labelSize: 22,
    font: FONT,
    labelFont: FONT,
    stroke: colors.muted,
    grid: { stroke: colors.grid, width: 1 },
    ticks: { stroke: colors.muted, width: 1, size: 4 },
    ...(whole
      ? {
          incrs: [1, 2, 5]
            .flatMap((step) => [0, 1, 2, 3, 4, 5, 6, 7].map((power) => step * 10 ** power))
            .sort((a, b) => a - b),
        }
      : {}),
  };
}

function series(mark: LineMark, colors: Colors): uPlot.Series {
  return {
    label: mark.label ?? '',
    value: told,
    stroke: paint(mark.color, colors),
    width: mark.x.length > 500 ? 1 : 2,
    points: { show: mark.points, size: 6, fill: paint(mark.color, colors) },
    ...(mark.dashed ? { dash: [5, 4] } : {}),
    ...(mark.faint ? { alpha: FAINT } : {}),
  };
}

function paint(color: Color, colors: Colors): string {
  return typeof color === 'number' ? colors.series[color % colors.series.length]! : colors[color];
}
