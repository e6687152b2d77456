import type { Network } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';

/** A network with what its images are prepared with: all that predicting needs. */
export interface Trained {
  readonly network: Network;
  /** The image that inputs are centred by. */
  readonly mean: Float32Array;
  readonly architecture: string;
}

/** The probability of each digit. */
export async function predictedBy({ network, mean }: Trained, image: Uint8Array): Promise<number[]> {
  const x = Float32Array.from(image, (ink, pixel) => ink / 255 - (mean[pixel] as number));
  const { data } = await network.predict(ndarray(x, [1, ...network.inputShape]));
  return [...data];
}
