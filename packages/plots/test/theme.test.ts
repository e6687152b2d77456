import { describe, expect, it } from '@jest/globals';
import { colorAt, type Rgb } from '../src/color/colormap.js';
import { dark, light } from '../src/color/theme.js';
import { opacityOf, textPaint } from '../src/svg/matrix.js';

function rgb(hex: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
}

function mixed(below: string, above: string, opacity: number): string {
  return `#${rgb(below)
    .map((value, index) => Math.round(value + (rgb(above)[index]! - value) * opacity))
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('')}`;
}

function linear(color: Rgb): Rgb {
  return color.map((value) =>
    value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  ) as unknown as Rgb;
}

function luminance(color: Rgb): number {
  const [red, green, blue] = linear(color);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2's contrast ratio. */
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(rgb(a)), luminance(rgb(b))].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** How dichromats see linear RGB: Machado, Oliveira, Fernandes, "A Physiologically-based Model …", 2009, table 1. */
const simulations = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE L*a*b* of linear RGB, for a distance that the eye agrees with. */
function lab([red, green, blue]: Rgb): Rgb {
  const f = (value: number): number =>
    value > 216 / 24389 ? Math.cbrt(value) : ((24389 / 27) * value + 16) / 116;
  const x = f((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
  const y = f(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = f((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function seen(hex: string, matrix: readonly (readonly number[])[]): Rgb {
  const color = linear(rgb(hex));
  return lab(
    matrix.map((row) =>
      Math.max(
        0,
        row.reduce((sum, value, index) => sum + value * color[index]!, 0),
      ),
    ) as unknown as Rgb,
  );
}

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('the %s theme', (_, theme) => {
  it('has texts of contrast 4.5 and lines of contrast 3', () => {
    for (const text of [theme.ink, theme.muted])
      expect(contrast(text, theme.paper)).toBeGreaterThanOrEqual(4.5);
    for (const line of theme.series) expect(contrast(line, theme.paper)).toBeGreaterThanOrEqual(3);
  });

  it('writes readably on cells of every shade', () => {
    for (let shade = 0; shade <= 1; shade += 0.01) {
      const cell = mixed(theme.paper, theme.series[0]!, opacityOf(shade));
      expect([shade, contrast(theme[textPaint(shade)], cell) > 2.9]).toEqual([shade, true]);
    }
    expect(contrast(theme.paper, theme.series[0]!)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.entries(simulations))('has colors that can be told apart: %s', (_, matrix) => {
    const colors = theme.series.map((hex) => seen(hex, matrix));
    for (const [index, a] of colors.entries()) {
      for (const b of colors.slice(index + 1))
        expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeGreaterThan(15);
    }
  });
});

describe('color maps', () => {
  it('run from end to end', () => {
    expect([colorAt('gray', 0), colorAt('gray', 100), colorAt('gray', 255)]).toEqual([
      [0, 0, 0],
      [100, 100, 100],
      [255, 255, 255],
    ]);
    expect([colorAt('heat', 0), colorAt('heat', 255)]).toEqual([
      [68, 1, 84],
      [253, 231, 37],
    ]);
    expect(colorAt('diverging', 127.5)).toEqual([247, 247, 247]);
  });

  it('get steadily lighter with larger values', () => {
    for (let level = 1; level < 256; level++) {
      expect(luminance(colorAt('heat', level))).toBeGreaterThanOrEqual(luminance(colorAt('heat', level - 1)));
    }
  });
});
