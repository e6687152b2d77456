import type { TilesPanel } from '../description.js';
import { pngDataUrl } from '../svg/pixels.js';
import type { JsonObject } from './json.js';

/** Pictures as data URLs on a grid, captions beneath. */
export function vegaTiles(panel: TilesPanel): JsonObject {
  const columns = Math.max(1, Math.min(panel.columns, panel.tiles.length));
  const size = Math.min(200, Math.floor(600 / columns) - 8);
  const step = size + 24;
  const values = panel.tiles.map((tile, index) => ({
    x: (index % columns) * step + size / 2,
    y: Math.floor(index / columns) * step + size / 2,
    picture: pngDataUrl(tile),
    caption: tile.caption ?? '',
  }));
  const place = (field: string): JsonObject => ({ field, type: 'quantitative', scale: null, axis: null });
  return {
    title: panel.title,
    width: columns * step,
    height: Math.ceil(panel.tiles.length / columns) * step,
    view: { stroke: null },
    data: { values },
    encoding: { x: place('x'), y: place('y') },
    layer: [
      {
        mark: { type: 'image', width: size, height: size, smooth: false },
        encoding: { url: { field: 'picture' } },
      },
      { mark: { type: 'text', dy: size / 2 + 9 }, encoding: { text: { field: 'caption' } } },
    ],
  };
}
