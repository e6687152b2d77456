import { checkChoice, checkNumber, checkOptions, optionNames } from '@neutype/errors';
import { largest } from '../arrays/values.js';
import { checkText } from '../checks.js';
import { autoStyleSheet, paintsOf, type Theme } from '../color/theme.js';
import type { PlotDescription } from '../description.js';
import { descriptionOf } from '../descriptionOf.js';
import { type Drawing, type Drawn, fontSizes } from './draw.js';
import { drawPanel } from './drawPanel.js';
import { element, escapeXml, textElement } from './element.js';
import { BOLDNESS, fittedSize, textWidth } from './textWidth.js';

export interface SvgOptions {
  /** Greatest width in pixels, 720 by default; what needs less takes less, and the height follows from what is drawn. */
  readonly width?: number;
  /** `light` by default. `auto` follows the reader's system: for pages, where CSS variables are understood. */
  readonly theme?: Theme;
  /** A prefix for the ids inside, unique in the page the SVG is put into; from the plot's title by default. */
  readonly id?: string;
}

const OPTIONS = optionNames<SvgOptions>({ width: true, theme: true, id: true });

// Browsers need the property for sharp pixels; other renderers take the attribute and skip the block.
const SHARP_PIXELS = '@supports (image-rendering:pixelated){.neutype-plot image{image-rendering:pixelated}}';

const MARGIN = 16;
const GAP = 18;
/** What the texts are written in: the system's own face first. */
export const FONT_FAMILY: string =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

/**
 * Draws a plot as an SVG document: one string, no DOM, no script, nothing fetched.
 *
 * @throws OptionError for an unknown option or theme, or a width that leaves no room to draw in; PlotError for what is no
 * description
 *
 * @example
 * ```ts
 * await writeFile('errors.svg', toSvg(plotErrors(optimizer).description, { theme: 'dark' }));
 * ```
 */
export function toSvg(shown: PlotDescription, options: SvgOptions = {}): string {
  checkOptions('toSvg', options, OPTIONS);
  const description = descriptionOf('toSvg', shown);
  const { width = 720, theme = 'light', id = idFrom(description.title) } = options;
  checkNumber('toSvg, width', width, { from: 200 });
  checkChoice('toSvg, theme', theme, ['light', 'dark', 'auto']);
  checkText('toSvg, id', id);
  const paints = paintsOf(theme);
  const titleRoom = description.title === '' ? 0 : 30;
  const grid = drawGrid(description, { width: width - 2 * MARGIN, paints, id });
  const titleWidth = textWidth(description.title, fontSizes.title) * BOLDNESS;
  const shownWidth = Math.min(width, Math.ceil(Math.max(grid.width, titleWidth)) + 2 * MARGIN);
  const height = Math.ceil(MARGIN + titleRoom + grid.height + MARGIN);
  const title = textElement(description.title, {
    x: MARGIN,
    y: MARGIN + 15,
    fill: paints.ink,
    'font-size': fittedSize(description.title, fontSizes.title, (shownWidth - 2 * MARGIN) / BOLDNESS),
    'font-weight': 600,
  });
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'neutype-plot',
      width: shownWidth,
      height,
      viewBox: `0 0 ${shownWidth} ${height}`,
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-desc`,
      'font-family': FONT_FAMILY,
    },
    element('title', { id: `${id}-title` }, escapeXml(description.title)),
    element('desc', { id: `${id}-desc` }, escapeXml(description.summary)),
    element('style', {}, theme === 'auto' ? autoStyleSheet() : '', SHARP_PIXELS),
    element('rect', { width: shownWidth, height, fill: paints.paper }),
    titleRoom === 0 ? '' : title,
    element('g', { transform: `translate(${MARGIN} ${MARGIN + titleRoom})` }, grid.body),
  );
}

function drawGrid({ panels, columns = 1 }: PlotDescription, drawing: Drawing): Drawn {
  const width = (drawing.width - GAP * (columns - 1)) / columns;
  const drawn = panels.map((panel, index) =>
    drawPanel(panel, { ...drawing, width, id: `${drawing.id}-${index}` }),
  );
  const columnWidth = largest(drawn.map((panel) => panel.width));
  let height = 0;
  let body = '';
  for (let first = 0; first < drawn.length; first += columns) {
    const row = drawn.slice(first, first + columns);
    if (first > 0) height += GAP;
    row.forEach((panel, column) => {
      body += element('g', { transform: `translate(${column * (columnWidth + GAP)} ${height})` }, panel.body);
    });
    height += largest(row.map((panel) => panel.height));
  }
  return {
    width: columnWidth * Math.min(columns, panels.length) + GAP * (Math.min(columns, panels.length) - 1),
    height,
    body,
  };
}

/** An id that XML allows, whatever the title. */
function idFrom(title: string): string {
  return `plot-${title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}`;
}
