import { valueAndGradients } from '@neutype/core';
import type { Network } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { mul, oneHot, type Scalar, sum, type Tensor, tensor, variable } from '@tensorflow/tfjs-core';
import type { Prediction } from '../shared/protocol.js';

/** A network with what its images are prepared with: all that predicting needs. */
export interface Trained {
  readonly network: Network;
  /** The image that inputs are centred by. */
  readonly mean: Float32Array;
  readonly architecture: string;
}

/** What the network takes a drawing for, and which pixels decide it. */
export async function predictDrawing({ network, mean }: Trained, image: Uint8Array): Promise<Prediction> {
  const x = Float32Array.from(image, (ink, pixel) => ink / 255 - (mean[pixel] as number));
  const { data } = await network.predict(ndarray(x, [1, ...network.inputShape]));
  const probabilities = [...data];
  const winner = probabilities.indexOf(Math.max(...probabilities));
  return { probabilities, saliency: await saliency(network, x, winner) };
}

/**
 * |∂ logit of the winning class / ∂ pixel|, scaled so that the largest is 1.
 *
 * Simonyan, Vedaldi and Zisserman, "Deep inside convolutional networks", 2013.
 */
async function saliency(network: Network, x: Float32Array, winner: number): Promise<Float32Array> {
  const initial = tensor(x, [1, ...network.inputShape]);
  const pixels = variable(initial);
  initial.dispose();
  try {
    const { value, gradients } = valueAndGradients(() => {
      const logits = network.forwardLogits(pixels);
      return sum(mul(logits, oneHot([winner], logits.shape[1] as number))) as Scalar;
    }, [pixels]);
    value.dispose();
    return scaled(await take(gradients[0]), x.length);
  } finally {
    pixels.dispose();
  }
}

async function take(gradient: Tensor | undefined): Promise<Float32Array | undefined> {
  const values = await gradient?.data<'float32'>();
  gradient?.dispose();
  return values;
}

function scaled(gradient: Float32Array | undefined, pixels: number): Float32Array {
  const magnitudes = gradient?.map(Math.abs) ?? new Float32Array(pixels);
  const largest = magnitudes.reduce((max, magnitude) => Math.max(max, magnitude), 1e-12);
  return magnitudes.map((magnitude) => magnitude / largest);
}
