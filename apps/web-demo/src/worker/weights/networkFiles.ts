import type { NamedFile, WeightsFormat } from '../../shared/protocol.js';
import type { Trained } from '../predictDrawing.js';
import { networkToFile } from './networkToFile.js';

const NAME = 'neutype-digits';

/** A trained network in a form that others read. What only some forms need is fetched for them. */
export async function networkFiles(trained: Trained, format: WeightsFormat): Promise<readonly NamedFile[]> {
  if (format === 'safetensors') {
    return [{ name: `${NAME}.safetensors`, bytes: await networkToFile(trained) }];
  }
  const { toModelJson, toOnnx } = await import('./otherFormats.js');
  return format === 'onnx'
    ? [{ name: `${NAME}.onnx`, bytes: await toOnnx(trained) }]
    : await toModelJson(trained);
}
