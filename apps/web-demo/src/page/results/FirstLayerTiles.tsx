import { useEffect, useRef } from 'preact/hooks';
import type { FirstLayer } from '../../shared/protocol.js';

const COLUMNS = 10;
const GAP = 1;

/** The first layer's weights as pictures: blue lowers, orange raises. */
export function FirstLayerTiles({ firstLayer }: { readonly firstLayer: FirstLayer }) {
  const { kind, rows, columns, tiles } = firstLayer;
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const shown = Math.min(COLUMNS, tiles.length);
  useEffect(() => {
    const context = canvasRef.current?.getContext('2d');
    if (!context) return;
    tiles.forEach((tile, index) => {
      const x = (index % COLUMNS) * (columns + GAP);
      const y = Math.floor(index / COLUMNS) * (rows + GAP);
      context.putImageData(paint(context.createImageData(columns, rows), tile), x, y);
    });
  }, [tiles, rows, columns]);
  return (
    <figure class="tiles">
      <figcaption>{captionOf(firstLayer)}</figcaption>
      <canvas
        ref={canvasRef}
        role="img"
        aria-label={kind === 'units' ? 'Weights of the first layer as images' : 'Filters of the first layer'}
        width={shown * (columns + GAP)}
        height={Math.ceil(tiles.length / COLUMNS) * (rows + GAP)}
        style={{ maxWidth: `${shown * 4}rem` }}
      />
    </figure>
  );
}

function captionOf({ kind, rows, columns, tiles }: FirstLayer): string {
  return kind === 'units'
    ? `First layer: which pixels raise (orange) and lower (blue) each of the first ${tiles.length} units`
    : `First layer: its first ${tiles.length} filters of ${rows} × ${columns} pixels, which raise (orange) and lower (blue)`;
}

function paint(pixels: ImageData, tile: Float32Array): ImageData {
  const largest = tile.reduce((max, weight) => Math.max(max, Math.abs(weight)), 1e-12);
  tile.forEach((weight, index) => {
    const colour = weight > 0 ? [213, 94, 0] : [0, 114, 178];
    pixels.data.set([...colour, (255 * Math.abs(weight)) / largest], index * 4);
  });
  return pixels;
}
