import { engineCapabilities } from '@neutype/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** What a tensor holds, which is written to again at the next run of the step that made it. */
export async function readValues(tensor: Tensor): Promise<Float32Array> {
  if (engineCapabilities().readsAreFree) return tensor.dataSync<'float32'>();
  return tensor.data<'float32'>();
}
