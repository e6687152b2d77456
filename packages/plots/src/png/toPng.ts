import { checkNumber, checkOptions, OptionError, optionNames, shown } from '@neutype/errors';
import type { PlotDescription } from '../description.js';
import { descriptionOf } from '../descriptionOf.js';
import type { Plot } from '../plot.js';
import { PlotError } from '../plotError.js';
import { FONT_FAMILY, type SvgOptions, toSvg } from '../svg/toSvg.js';

export interface PngOptions extends Omit<SvgOptions, 'theme'> {
  /** `light` by default. A picture cannot follow the reader's system, so there is no `auto`. */
  readonly theme?: 'light' | 'dark';
  /** Pixels for each pixel of the SVG, 2 by default: sharp on fine screens. */
  readonly scale?: number;
  /** Paths of TTF or OTF fonts, for machines without any: in addition to the system's fonts. */
  readonly fontFiles?: readonly string[];
}

const OPTIONS = optionNames<PngOptions>({ width: true, theme: true, id: true, scale: true, fontFiles: true });

/** Nothing draws more pixels: a number of digits too many would take all memory. */
const LARGEST_SCALE = 100;

type Resvg = typeof import('@resvg/resvg-js');

/**
 * Draws a plot as a PNG, in Node. Needs the optional package `@resvg/resvg-js`.
 *
 * @returns the file's bytes
 * @throws PlotError when the package is not installed, when no font is found to write with, or for what is no plot;
 * OptionError for an unknown option or value
 *
 * @example
 * ```ts
 * import { toPng } from '@neutype/plots/png';
 *
 * await writeFile('errors.png', await toPng(plotErrors(optimizer)));
 * ```
 */
export async function toPng(plot: Plot | PlotDescription, options: PngOptions = {}): Promise<Uint8Array> {
  checkOptions('toPng', options, OPTIONS);
  const { scale = 2, fontFiles = [], ...svgOptions } = options;
  checkNumber('toPng, scale', scale, { above: 0, to: LARGEST_SCALE });
  if (!Array.isArray(fontFiles)) {
    const expected = 'an array of paths';
    throw new OptionError({ where: 'toPng, fontFiles', expected, received: shown(fontFiles) });
  }
  const description = descriptionOf('toPng', plot);
  const { Resvg } = await loadRenderer();
  const font = { loadSystemFonts: true, fontFiles: [...fontFiles] };
  requireFont(Resvg, font);
  const svg = toSvg(description, svgOptions);
  return new Resvg(svg, { font, fitTo: { mode: 'zoom', value: scale } }).render().asPng();
}

async function loadRenderer(): Promise<Resvg> {
  try {
    return await import('@resvg/resvg-js');
  } catch (cause) {
    const expected = "the optional package '@resvg/resvg-js', which could not be loaded";
    const remedy = 'Install it: npm install @resvg/resvg-js@2.6.2';
    throw new PlotError({ where: 'toPng', expected, remedy }, { cause });
  }
}

/** The renderer leaves text out without a word when it has no font: a plot without numbers is worse than an error. */
function requireFont(
  Renderer: Resvg['Resvg'],
  font: { loadSystemFonts: boolean; fontFiles: string[] },
): void {
  const probe = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="15" font-family="${FONT_FAMILY}">0</text></svg>`;
  if (new Renderer(probe, { font }).innerBBox()) return;
  throw new PlotError({
    where: 'toPng',
    expected: 'a font to write with',
    received: 'none',
    remedy:
      "Install one (on Debian: apt install fonts-dejavu-core) or pass one: { fontFiles: ['path/to/font.ttf'] }.",
  });
}
