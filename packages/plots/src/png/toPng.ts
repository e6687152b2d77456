import type { PlotDescription } from '../description.js';
import { PlotError } from '../PlotError.js';
import type { Plot } from '../plot.js';
import { fontFamily, type SvgOptions, toSvg } from '../svg/toSvg.js';

export interface PngOptions extends Omit<SvgOptions, 'theme'> {
  /** `light` by default. A picture cannot follow the reader's system, so there is no `auto`. */
  readonly theme?: 'light' | 'dark';
  /** Pixels for each pixel of the SVG, 2 by default: sharp on fine screens. */
  readonly scale?: number;
  /** Paths of TTF or OTF fonts, for machines without any: in addition to the system's fonts. */
  readonly fontFiles?: readonly string[];
}

type Resvg = typeof import('@resvg/resvg-js');

/**
 * Draws a plot as a PNG, in Node. Needs the optional package `@resvg/resvg-js`.
 *
 * @returns the file's bytes
 * @throws PlotError when the package is not installed, or when no font is found to write with.
 *
 * @example
 * ```ts
 * import { toPng } from '@neutype/plots/png';
 *
 * await writeFile('errors.png', await toPng(plotErrors(optimizer)));
 * ```
 */
export const toPng = async (plot: Plot | PlotDescription, options: PngOptions = {}): Promise<Uint8Array> => {
  const { scale = 2, fontFiles = [], ...svgOptions } = options;
  if (!(scale > 0)) throw new PlotError(`toPng: expected a scale above 0, got ${scale}.`);
  const { Resvg } = await loadRenderer();
  const font = { loadSystemFonts: true, fontFiles: [...fontFiles] };
  requireFont(Resvg, font);
  const svg = toSvg('description' in plot ? plot.description : plot, svgOptions);
  return new Resvg(svg, { font, fitTo: { mode: 'zoom', value: scale } }).render().asPng();
};

const loadRenderer = async (): Promise<Resvg> => {
  try {
    return await import('@resvg/resvg-js');
  } catch (cause) {
    const problem = "toPng needs the optional package '@resvg/resvg-js', which could not be loaded.";
    throw new PlotError(`${problem} Install it: npm install @resvg/resvg-js@2.6.2`, { cause });
  }
};

/** The renderer leaves text out without a word when it has no font: a plot without numbers is worse than an error. */
const requireFont = (
  Renderer: Resvg['Resvg'],
  font: { loadSystemFonts: boolean; fontFiles: string[] },
): void => {
  const probe = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="15" font-family="${fontFamily}">0</text></svg>`;
  if (new Renderer(probe, { font }).innerBBox()) return;
  throw new PlotError(
    'toPng: found no font to write with. Install one (on Debian: apt install fonts-dejavu-core) or pass one: ' +
      "{ fontFiles: ['path/to/font.ttf'] }.",
  );
};
