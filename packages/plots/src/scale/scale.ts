import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from 'd3-scale';
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
export function scaleOf(
  axis: Axis,
  extent: readonly [number, number],
  range: readonly [number, number],
): Scale {
  const base = axis.scale === 'log' ? scaleLog() : scaleLinear();
  const domain = axis.domain ?? widened(extent, axis.scale);
  const unit = unitOf(domain, axis.scale);
  const scale = base.domain(domain.map((end) => end / unit)).range(range);
  if (!axis.domain && !axis.whole) makeNice(scale);
  const [low = 0, high = 1] = scale.domain().map((end) => clamped(end * unit));
  return {
    domain: [axis.scale === 'log' ? low || Number.MIN_VALUE : low, high],
    place: (value) => scale(value / unit),
    ticks: (count) => ticksOf(scale, count, axis, unit),
  };
}

/**
 * Near the ends of float64 values are counted in such units: the distance of two could be infinite, and that of subnormal
 * numbers is not exact. A logarithm has no trouble with large ones.
 */
function unitOf(domain: readonly [number, number], scale: Axis['scale']): number {
  const size = Math.max(Math.abs(domain[0]), Math.abs(domain[1]));
  if (size > 1e300 && scale === 'linear') return 1e10;
  return size > 0 && size < 1e-290 ? 1e-30 : 1;
}

function clamped(value: number): number {
  return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value));
}

/** To round ends, unless there is none before the end of all numbers. */
function makeNice(scale: ScaleContinuousNumeric<number, number>): void {
  const domain = scale.domain();
  const isUsable = (end: number): boolean => Number.isFinite(end) && Number.isFinite(scale(end));
  if (!scale.nice(5).domain().every(isUsable)) scale.domain(domain);
}

interface TickSource {
  domain(): number[];
  ticks(count?: number): number[];
  tickFormat(count?: number): (value: number) => string;
}

function ticksOf(scale: TickSource, count: number, axis: Axis, unit: number): Tick[] {
  const format = labelFormat(scale, count, axis, unit);
  const values = scale.ticks(count).filter((value) => !axis.whole || Number.isInteger(value * unit));
  const powers = values.filter((value) => Number.isInteger(Math.log10(value)));
  const shown = axis.scale === 'linear' ? values : powers.length > 1 ? powers : thinned(values, count);
  return shown
    .map((value) => value * unit)
    .filter(Number.isFinite)
    .map((value) => ({ value, label: format(value) }));
}

function labelFormat(scale: TickSource, count: number, axis: Axis, unit: number): (value: number) => string {
  if (axis.scale === 'log') return powerLabel;
  if (axis.whole) return (value) => value.toLocaleString('en-US');
  const size = Math.max(...scale.domain().map((end) => Math.abs(end * unit)));
  return size < 1e-4 || size >= 1e7 ? exponential : scale.tickFormat(count);
}

function thinned(values: readonly number[], count: number): number[] {
  const every = Math.ceil(values.length / count);
  return values.filter((_, index) => index % every === 0);
}

function powerLabel(value: number): string {
  return value >= 1e-4 && value < 1e6
    ? value.toLocaleString('en-US', { maximumSignificantDigits: 3 })
    : exponential(value);
}

function exponential(value: number): string {
  return value === 0
    ? '0'
    : Number(value.toPrecision(12)).toExponential().replace('e+', 'e').replaceAll('-', '−');
}

// Below lie the subnormal numbers, on which the arithmetic of ticks is not exact.
const SMALLEST = 1e-300;

/** A single value (or two that differ by rounding alone) gets room on both sides, or there would be no scale at all. */
function widened([low, high]: readonly [number, number], scale: Axis['scale']): [number, number] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > Math.max(1e-9 * size, SMALLEST)) return [low, high];
  if (scale === 'log') return [low / 2 || low, clamped(high * 2)];
  const room = size > SMALLEST ? size / 2 : 1;
  return [clamped(low - room), clamped(high + room)];
}

/** What the marks of a chart span: finite values only, positive ones only on a logarithmic axis. */
export function chartExtents(panel: ChartPanel): { x: [number, number]; y: [number, number] } {
  const x: (number | null)[] = [];
  const y: (number | null)[] = [];
  for (const mark of panel.marks) {
    const edges = mark.type === 'bars' ? mark.edges : mark.x;
    x.push(...ends(edges, panel.x));
    y.push(...ends(mark.type === 'bars' ? [0, ...mark.heights] : mark.y, panel.y));
  }
  return { x: extentOf(x) ?? fallback(panel.x), y: extentOf(y) ?? fallback(panel.y) };
}

function ends(values: Values, axis: Axis): (number | null)[] {
  return (
    extentOf(axis.scale === 'log' ? values.filter((value) => value !== null && value > 0) : values) ?? []
  );
}

function fallback(axis: Axis): [number, number] {
  return axis.scale === 'log' ? [1, 10] : [0, 1];
}
