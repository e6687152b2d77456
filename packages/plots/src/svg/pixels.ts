import { encode } from 'fast-png';
import { colorAt } from '../color/colormap.js';
import type { Tile } from '../description.js';

/**
 * A tile as a PNG in a data URL, for an `<img>` of one's own page: a thousand pixels cost a kilobyte, as rectangles they
 * would cost sixty.
 *
 * @example
 * ```ts
 * const html = `<img alt="a diagonal" src="${pngDataUrl({ rows: 2, columns: 2, levels: [255, 0, 0, 255], colormap: 'gray' })}">`;
 * ```
 */
export function pngDataUrl(tile: Tile): string {
  const data = new Uint8Array(tile.levels.length * 3);
  for (let i = 0; i < tile.levels.length; i++) data.set(colorAt(tile.colormap, tile.levels[i]!), i * 3);
  const png = encode({ width: tile.columns, height: tile.rows, data, channels: 3, depth: 8 });
  let binary = '';
  for (const byte of png) binary += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(binary)}`;
}
