import type { Network } from '@neutype/layers';
import type { FirstLayer } from '../../shared/protocol.js';
import { DIGIT_PIXELS, DIGIT_SIDE } from '../../shared/recipe.js';

const SHOWN = 40;

/**
 * The first weights as pictures: from each pixel to the first units, or the first filters of a convolution; `undefined`
 * where they are no pictures of an image.
 */
export async function firstLayerTiles(network: Network): Promise<FirstLayer | undefined> {
  const weight = network.parameters.find(({ shape }) => shape.length === 2 || shape.length === 4);
  if (!weight) return undefined;
  const [rows = 0, columns = 0, channels = 1, filters] = weight.shape;
  const isConvolution = filters !== undefined;
  if (isConvolution ? channels !== 1 : rows !== DIGIT_PIXELS) return undefined;
  const units = isConvolution ? filters : columns;
  const values = await weight.read();
  const size = values.length / units;
  const tiles = Array.from({ length: Math.min(SHOWN, units) }, (_, unit) => {
    const tile = new Float32Array(size);
    for (let place = 0; place < size; place++) tile[place] = values[place * units + unit] as number;
    return tile;
  });
  return isConvolution
    ? { kind: 'filters', rows, columns, tiles }
    : { kind: 'units', rows: DIGIT_SIDE, columns: DIGIT_SIDE, tiles };
}
