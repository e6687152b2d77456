import { type PlotDescription, toSvg } from '@neutype/plots';

/** A plot as a file of its own, in the page's light or dark. */
export function svgAsShown(plot: PlotDescription, width?: number): string {
  const theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  return toSvg(plot, width === undefined ? { theme } : { theme, width });
}
