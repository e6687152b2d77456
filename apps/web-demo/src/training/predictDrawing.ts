import { valueAndGradients } from '@neutype/core';
import { ndarray } from '@neutype/ndarray';
import { mul, oneHot, type Scalar, sum, tensor, variable } from '@tensorflow/tfjs-core';
import type { Prediction } from './protocol.js';
import type { Trained } from './TrainingSession.js';

/** What the network takes a drawing for, and which pixels decide it. */
export async function predictDrawing({ network, mean }: Trained, image: Uint8Array): Promise<Prediction> {
  const x = Float32Array.from(image, (ink, pixel) => ink / 255 - (mean[pixel] as number));
  const { data } = await network.predict(ndarray(x, [1, x.length]));
  const probabilities = [...data];
  const winner = probabilities.indexOf(Math.max(...probabilities));
  return { probabilities, saliency: await saliency(network, x, winner) };
}

/**
 * |∂ logit of the winning class / ∂ pixel|, scaled so that the largest is 1.
 *
 * Simonyan, Vedaldi and Zisserman, "Deep inside convolutional networks", 2013.
 */
async function saliency(network: Trained['network'], x: Float32Array, winner: number): Promise<Float32Array> {
  const pixels = variable(tensor(x, [1, x.length]));
  const { value, gradients } = valueAndGradients(() => {
    const logits = network.forwardLogits(pixels);
    return sum(mul(logits, oneHot([winner], logits.shape[1] as number))) as Scalar;
  }, [pixels]);
  const [gradient] = gradients;
  const magnitudes = gradient ? (await gradient.data<'float32'>()).map(Math.abs) : new Float32Array(x.length);
  for (const tensor of [pixels, value, gradient]) tensor?.dispose();
  const largest = magnitudes.reduce((max, magnitude) => Math.max(max, magnitude), 1e-12);
  return Float32Array.from(magnitudes, (magnitude) => magnitude / largest);
}
