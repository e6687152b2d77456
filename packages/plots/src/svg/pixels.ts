import { encode } from 'fast-png';
import { colorAt } from '../color/colormap.js';
import type { Tile } from '../description.js';

/** A tile as a PNG in a data URL: a thousand pixels cost a kilobyte, as rectangles they would cost sixty. */
export function pngDataUrl(tile: Tile): string {
  const data = new Uint8Array(tile.levels.length * 3);
  for (let i = 0; i < tile.levels.length; i++) data.set(colorAt(tile.colormap, tile.levels[i]!), i * 3);
  const png = encode({ width: tile.columns, height: tile.rows, data, channels: 3, depth: 8 });
  let binary = '';
  for (const byte of png) binary += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(binary)}`;
}
