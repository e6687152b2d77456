import { largest } from '../arrays/values.js';
import { hexAt } from '../color/colormap.js';
import type { Tile, TilesPanel } from '../description.js';
import { type Drawing, type Drawn, fontSizes, titleHeight } from './draw.js';
import { element, escapeXml, textElement } from './element.js';
import { panelTitle } from './panelTitle.js';
import { pngDataUrl } from './pixels.js';
import { fittedSize } from './textWidth.js';

const GAP = 8;
const CAPTION_HEIGHT = 16;
const WIDEST_TILE = 224;

/** Pictures in rows, each with its caption beneath. */
export function drawTiles(panel: TilesPanel, drawing: Drawing): Drawn {
  if (panel.tiles.length === 0)
    return { width: 0, height: titleHeight(panel.title), body: panelTitle(panel.title, 0, drawing) };
  const columns = Math.min(panel.columns, panel.tiles.length);
  const cell = Math.min(WIDEST_TILE, (drawing.width - GAP * (columns - 1)) / columns);
  const captions = panel.tiles.some(({ caption }) => caption) ? CAPTION_HEIGHT : 0;
  const tallest = largest(panel.tiles.map(({ rows, columns }) => rows / columns));
  const tileWidth = tallest > 1 ? cell / tallest : cell;
  const rowHeight = tileWidth * tallest + captions + GAP;
  const top = titleHeight(panel.title);
  const tiles = panel.tiles.map((tile, index) => {
    const x = (index % columns) * (cell + GAP);
    const y = top + Math.floor(index / columns) * rowHeight;
    return drawTile(tile, x, y, tileWidth, drawing);
  });
  const bottom = top + Math.ceil(panel.tiles.length / columns) * rowHeight;
  const colorBar = panel.colorBar ? drawColorBar(panel.colorBar, bottom, drawing) : '';
  return {
    width: Math.max(columns * (cell + GAP) - GAP, colorBar === '' ? 0 : 160),
    height: bottom + (colorBar === '' ? 0 : 36),
    body: panelTitle(panel.title, 0, drawing) + tiles.join('') + colorBar,
  };
}

function drawTile(tile: Tile, x: number, y: number, width: number, { paints }: Drawing): string {
  const height = (width * tile.rows) / tile.columns;
  const picture = element(
    'image',
    {
      x,
      y,
      width,
      height,
      href: pngDataUrl(tile),
      preserveAspectRatio: 'none',
      'image-rendering': 'optimizeSpeed',
    },
    ...(tile.caption ? [`<title>${escapeXml(tile.caption)}</title>`] : []),
  );
  const caption = tile.caption
    ? textElement(tile.caption, {
        x: x + width / 2,
        y: y + height + 12,
        'text-anchor': 'middle',
        fill: paints.ink,
        'font-size': fittedSize(tile.caption, fontSizes.tick, width),
      })
    : '';
  return picture + caption;
}

function drawColorBar(bar: NonNullable<TilesPanel['colorBar']>, y: number, { paints, id }: Drawing): string {
  const gradient = `${id}-scale`;
  const stops = Array.from({ length: 9 }, (_, index) =>
    element('stop', { offset: `${index * 12.5}%`, 'stop-color': hexAt(bar.colormap, (index / 8) * 255) }),
  );
  const style = { y: y + 28, fill: paints.muted, 'font-size': fontSizes.tick };
  return (
    element('linearGradient', { id: gradient }, ...stops) +
    element('rect', {
      x: 0,
      y: y + 6,
      width: 160,
      height: 9,
      fill: `url(#${gradient})`,
      stroke: paints.grid,
    }) +
    textElement(bar.low, { x: 0, ...style }) +
    textElement(bar.high, { x: 160, 'text-anchor': 'end', ...style })
  );
}
