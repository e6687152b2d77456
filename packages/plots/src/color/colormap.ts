import type { Colormap } from '../description.js';

export type Rgb = readonly [number, number, number];

/** Anchors, evenly spaced: black to white; viridis (Smith and van der Walt, 2015); ColorBrewer's RdBu, turned round. */
const ANCHORS: Record<Colormap, readonly string[]> = {
  gray: ['000000', 'ffffff'],
  heat: ['440154', '472d7b', '3b528b', '2c728e', '21918c', '28ae80', '5ec962', 'addc30', 'fde725'],
  diverging: [
    '053061',
    '2166ac',
    '4393c3',
    '92c5de',
    'd1e5f0',
    'f7f7f7',
    'fddbc7',
    'f4a582',
    'd6604d',
    'b2182b',
    '67001f',
  ],
};

function parse(hex: string): Rgb {
  return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
}

const PARSED: Record<Colormap, readonly Rgb[]> = {
  gray: ANCHORS.gray.map(parse),
  heat: ANCHORS.heat.map(parse),
  diverging: ANCHORS.diverging.map(parse),
};

/** The color at `level`, 0 to 255. */
export function colorAt(colormap: Colormap, level: number): Rgb {
  const stops = PARSED[colormap];
  const position = (Math.min(255, Math.max(0, level)) / 255) * (stops.length - 1);
  const left = Math.min(Math.floor(position), stops.length - 2);
  const [from, to] = [stops[left]!, stops[left + 1]!];
  const mix = (channel: 0 | 1 | 2): number =>
    Math.round(from[channel] + (to[channel] - from[channel]) * (position - left));
  return [mix(0), mix(1), mix(2)];
}

export function hexAt(colormap: Colormap, level: number): string {
  return `#${colorAt(colormap, level)
    .map((channel) => channel.toString(16).padStart(2, '0'))
    .join('')}`;
}
