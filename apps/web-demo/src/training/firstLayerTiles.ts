import type { Network } from '@neutype/layers';
import type { FirstLayer } from './protocol.js';

const SHOWN = 40;
const PIXELS = 784;

/** The weights from each pixel to the first units of the first layer that has any; none for other first layers. */
export async function firstLayerTiles(network: Network): Promise<FirstLayer> {
  const weight = network.parameters.find(({ shape }) => shape.length === 2);
  if (!weight || weight.shape[0] !== PIXELS) return { tiles: [] };
  const units = weight.shape[1] as number;
  const values = await weight.read();
  const tiles = Array.from({ length: Math.min(SHOWN, units) }, (_, unit) =>
    Float32Array.from({ length: PIXELS }, (__, pixel) => values[pixel * units + unit] as number),
  );
  return { tiles };
}
