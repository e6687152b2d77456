import { scaleLinear, scaleLog } from 'd3-scale';
import { extentOf } from '../arrays/values.js';
import type { Axis, ChartPanel, Values } from '../description.js';

export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** A scale from values to places along an axis. */
export interface Scale {
  readonly domain: readonly [number, number];
  /** Where a value stands between `range[0]` and `range[1]`. */
  place(value: number): number;
  /** About `count` ticks at round values within the domain. */
  ticks(count: number): Tick[];
}

/** The scale of an axis whose marks hold `extent`, drawn from `range[0]` to `range[1]`. */
export const scaleOf = (
  axis: Axis,
  extent: readonly [number, number],
  range: readonly [number, number],
): Scale => {
  const base = axis.scale === 'log' ? scaleLog() : scaleLinear();
  const domain = axis.domain ?? widened(extent, axis.scale);
  const scale = base.domain(domain).range(range);
  if (!axis.domain && !axis.whole) scale.nice(5);
  const [low = 0, high = 1] = scale.domain();
  return {
    domain: [low, high],
    place: (value) => scale(value),
    ticks: (count) => ticksOf(scale, count, axis),
  };
};

interface TickSource {
  domain(): number[];
  ticks(count?: number): number[];
  tickFormat(count?: number): (value: number) => string;
}

const ticksOf = (scale: TickSource, count: number, axis: Axis): Tick[] => {
  const format = labelFormat(scale, count, axis);
  const values = scale.ticks(count).filter((value) => !axis.whole || Number.isInteger(value));
  if (axis.scale === 'linear') return values.map((value) => ({ value, label: format(value) }));
  const powers = values.filter((value) => Number.isInteger(Math.log10(value)));
  return (powers.length > 1 ? powers : thinned(values, count)).map((value) => ({
    value,
    label: format(value),
  }));
};

const labelFormat = (scale: TickSource, count: number, axis: Axis): ((value: number) => string) => {
  if (axis.scale === 'log') return powerLabel;
  if (axis.whole) return (value) => value.toLocaleString('en-US');
  const largest = Math.max(...scale.domain().map(Math.abs));
  return largest < 1e-4 || largest >= 1e7 ? exponential : scale.tickFormat(count);
};

const thinned = (values: readonly number[], count: number): number[] => {
  const every = Math.ceil(values.length / count);
  return values.filter((_, index) => index % every === 0);
};

const powerLabel = (value: number): string =>
  value >= 1e-4 && value < 1e6
    ? value.toLocaleString('en-US', { maximumSignificantDigits: 3 })
    : exponential(value);

const exponential = (value: number): string =>
  value === 0 ? '0' : Number(value.toPrecision(12)).toExponential().replace('e+', 'e').replaceAll('-', '−');

// Below lie the subnormal numbers, on which the arithmetic of ticks is not exact.
const smallest = 1e-300;

/** A single value (or two that differ by rounding alone) gets room on both sides, or there would be no scale at all. */
const widened = ([low, high]: readonly [number, number], scale: Axis['scale']): [number, number] => {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > Math.max(1e-9 * size, smallest)) return [low, high];
  if (scale === 'log') return [low / 2, high * 2];
  const room = size > smallest ? size / 2 : 1;
  return [low - room, high + room];
};

/** What the marks of a chart span: finite values only, positive ones only on a logarithmic axis. */
export const chartExtents = (panel: ChartPanel): { x: [number, number]; y: [number, number] } => {
  const x: (number | null)[] = [];
  const y: (number | null)[] = [];
  for (const mark of panel.marks) {
    const edges = mark.type === 'bars' ? mark.edges : mark.x;
    x.push(...ends(edges, panel.x));
    y.push(...ends(mark.type === 'bars' ? [0, ...mark.heights] : mark.y, panel.y));
  }
  return { x: extentOf(x) ?? fallback(panel.x), y: extentOf(y) ?? fallback(panel.y) };
};

const ends = (values: Values, axis: Axis): (number | null)[] =>
  extentOf(axis.scale === 'log' ? values.filter((value) => value !== null && value > 0) : values) ?? [];

const fallback = (axis: Axis): [number, number] => (axis.scale === 'log' ? [1, 10] : [0, 1]);
