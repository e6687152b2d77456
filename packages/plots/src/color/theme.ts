import type { Color } from '../description.js';

/** `auto` follows the reader's `prefers-color-scheme`. */
export type Theme = 'light' | 'dark' | 'auto';

export interface Colors {
  readonly paper: string;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly series: readonly string[];
}

/**
 * Begun with the colors of Okabe and Ito ("Color Universal Design", 2008) and moved until all have the 3:1 contrast
 * to the paper that WCAG 2.2 asks of graphics and stay apart under simulated protanopia, deuteranopia and tritanopia.
 */
export const light: Colors = {
  paper: '#ffffff',
  ink: '#1b1f24',
  muted: '#59626d',
  grid: '#e3e6ea',
  series: ['#0072b2', '#d55e00', '#005c3c', '#8a1f6a', '#9752ff', '#2300ad'],
};

export const dark: Colors = {
  paper: '#14171c',
  ink: '#e8eaed',
  muted: '#a3abb5',
  grid: '#2c3139',
  series: ['#56b4e9', '#e69f00', '#7ff0c8', '#d55fa8', '#f0e442', '#ff8f6b'],
};

/** What draws with a theme: it asks for paints and never sees which theme it is. */
export interface Paints {
  readonly paper: string;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  of(color: Color): string;
}

/** After the last color the palette begins anew; dashes then tell the lines apart. */
export const SERIES_COUNT: number = light.series.length;

export function paintsOf(theme: Theme): Paints {
  if (theme === 'auto') return paintsFrom((name, fallback) => `var(--neutype-${name}, ${fallback})`, light);
  return paintsFrom((_, value) => value, theme === 'dark' ? dark : light);
}

function paintsFrom(paint: (name: string, value: string) => string, colors: Colors): Paints {
  const series = colors.series.map((value, index) => paint(`series-${index}`, value));
  const paints = {
    paper: paint('paper', colors.paper),
    ink: paint('ink', colors.ink),
    muted: paint('muted', colors.muted),
    grid: paint('grid', colors.grid),
  };
  return {
    ...paints,
    of: (color) => (typeof color === 'number' ? series[color % SERIES_COUNT]! : paints[color]),
  };
}

/** The style sheet of the `auto` theme. A page may set the same variables to have its own colors. */
export function autoStyleSheet(): string {
  return `.neutype-plot{${declarations(light)}}@media (prefers-color-scheme:dark){.neutype-plot{${declarations(dark)}}}`;
}

function declarations({ series, ...named }: Colors): string {
  return [
    ...Object.entries(named).map(([name, value]) => `--neutype-${name}:${value}`),
    ...series.map((value, index) => `--neutype-series-${index}:${value}`),
  ].join(';');
}
