import { useEffect, useRef } from 'preact/hooks';

const SIDE = 28;
const COLUMNS = 10;
const GAP = 1;

/** The weights from each pixel to the first units: blue lowers, orange raises. */
export function FirstLayerTiles({ tiles }: { readonly tiles: readonly Float32Array[] }) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const rows = Math.ceil(tiles.length / COLUMNS);
  useEffect(() => {
    const context = canvasRef.current?.getContext('2d');
    if (!context) return;
    tiles.forEach((tile, index) => {
      const x = (index % COLUMNS) * (SIDE + GAP);
      const y = Math.floor(index / COLUMNS) * (SIDE + GAP);
      context.putImageData(paint(context.createImageData(SIDE, SIDE), tile), x, y);
    });
  }, [tiles]);
  return (
    <figure class="tiles">
      <figcaption>
        First layer: which pixels raise (orange) and lower (blue) each of the first {tiles.length} units
      </figcaption>
      <canvas
        ref={canvasRef}
        role="img"
        aria-label="Weights of the first layer as images"
        width={COLUMNS * (SIDE + GAP)}
        height={rows * (SIDE + GAP)}
      />
    </figure>
  );
}

function paint(pixels: ImageData, tile: Float32Array): ImageData {
  const largest = tile.reduce((max, weight) => Math.max(max, Math.abs(weight)), 1e-12);
  tile.forEach((weight, index) => {
    const colour = weight > 0 ? [213, 94, 0] : [0, 114, 178];
    pixels.data.set([...colour, (255 * Math.abs(weight)) / largest], index * 4);
  });
  return pixels;
}
