import { useEffect, useRef } from 'preact/hooks';
import type { FirstLayer } from '../../shared/protocol.js';
import { paintSigned } from '../draw/paintPixels.js';
import { DownloadPicture } from '../pictures/DownloadPicture.js';
import { svgAsShown } from '../pictures/svgAsShown.js';
import { onceSeen } from '../state/frames.js';
import { firstLayerPlot } from './resultPlots.js';

const COLUMNS = 10;
const GAP = 1;
const ON_PAPER = { raises: [213, 94, 0], lowers: [0, 114, 178] } as const;

/** The first layer's weights as pictures: blue lowers, orange raises. */
export function FirstLayerTiles({ firstLayer }: { readonly firstLayer: FirstLayer }) {
  const { kind, rows, columns, tiles } = firstLayer;
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const shown = Math.min(COLUMNS, tiles.length);
  useEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    return onceSeen(canvas, () => paintTiles(context, { tiles, rows, columns }));
  }, [tiles, rows, columns]);
  return (
    <figure class="tiles">
      <figcaption class="picture-foot">
        {captionOf(firstLayer)}
        <DownloadPicture
          picture="the first layer"
          file="neutype-first-layer.svg"
          make={() => svgAsShown(firstLayerPlot(firstLayer))}
        />
      </figcaption>
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

function paintTiles(
  context: CanvasRenderingContext2D,
  { tiles, rows, columns }: Pick<FirstLayer, 'tiles' | 'rows' | 'columns'>,
): void {
  tiles.forEach((tile, index) => {
    const x = (index % COLUMNS) * (columns + GAP);
    const y = Math.floor(index / COLUMNS) * (rows + GAP);
    const pixels = context.createImageData(columns, rows);
    paintSigned(pixels, ON_PAPER, tile);
    context.putImageData(pixels, x, y);
  });
}

function captionOf({ kind, rows, columns, tiles }: FirstLayer): string {
  return kind === 'units'
    ? `First layer: which pixels raise (orange) and lower (blue) each of the first ${tiles.length} units`
    : `First layer: its first ${tiles.length} filters of ${rows} × ${columns} pixels, which raise (orange) and lower (blue)`;
}
