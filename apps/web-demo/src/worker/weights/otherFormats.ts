import { batchNorm, flatten, input, type Network, reshape } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { modelJson, onnxBytes } from '@neutype/storage';
import type { NamedFile } from '../../shared/protocol.js';
import type { Trained } from '../predictDrawing.js';
import { CLASS_NAMES, preparationBy } from './networkToFile.js';

const EPSILON = 1e-5;

/**
 * The network with what is done to pixels as a layer of its own before it: TensorFlow.js then gives it pixels from 0 to 255, as
 * they are. The division and the mean image are a batch normalization, which alone `dispose` disposes of.
 */
function ofRawPixels({ network, mean }: Trained): { readonly network: Network; dispose(): void } {
  const { inputShape } = network;
  const isRow = inputShape.length === 1;
  const prepared = batchNorm({ name: 'pixels', epsilon: EPSILON });
  const whole = (
    isRow
      ? input(inputShape).to(prepared, network)
      : input(inputShape).to(flatten(), prepared, reshape(inputShape), network)
  ) as Network;
  const { length } = mean;
  const all = (value: number) => ndarray(new Float32Array(length).fill(value));
  whole.write({
    'pixels.gamma': all(Math.sqrt(1 + EPSILON) / 255),
    'pixels.beta': all(0),
    'pixels.runningMean': ndarray(mean.map((value) => 255 * value)),
    'pixels.runningVariance': all(1),
  });
  const own = Object.values(whole.layer('pixels').parameters);
  return {
    network: whole,
    dispose: () => {
      for (const parameter of own) parameter.dispose();
    },
  };
}

/** Its graph prepares the pixels itself. */
export async function toOnnx({ network, mean }: Trained): Promise<Uint8Array<ArrayBuffer>> {
  const pieces = await onnxBytes(network, { classes: CLASS_NAMES, preparation: preparationBy(mean) });
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

export async function toModelJson(trained: Trained): Promise<readonly NamedFile[]> {
  const whole = ofRawPixels(trained);
  try {
    return [...(await modelJson(whole.network))].map(([name, bytes]) => ({ name, bytes }));
  } finally {
    whole.dispose();
  }
}
