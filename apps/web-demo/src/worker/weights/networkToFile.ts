import { preparationFrom } from '@neutype/datasets';
import { networkToSafetensors, type PreparationStep } from '@neutype/storage';
import { CLASSES } from '../../shared/recipe.js';
import type { Trained } from '../predictDrawing.js';
import { LINE } from './weightFile.js';

export const CLASS_NAMES: readonly string[] = Array.from({ length: CLASSES }, (_, digit) => String(digit));

/** A trained network as a file that `load` of @neutype/storage reads, with its line of code and what is done to pixels. */
export async function networkToFile({
  network,
  mean,
  architecture,
}: Trained): Promise<Uint8Array<ArrayBuffer>> {
  const pieces = await networkToSafetensors(network, {
    classes: CLASS_NAMES,
    preparation: preparationBy(mean),
    metadata: { [LINE]: architecture },
  });
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/** What is done to pixels from 0 to 255: they are divided, and the mean image is subtracted. */
export function preparationBy(mean: Float32Array): PreparationStep[] {
  const factor = new Float64Array(mean.length).fill(1);
  const centred = preparationFrom({ method: 'featureMean', shift: Float64Array.from(mean), factor });
  return [{ divide: 255 }, centred];
}
