import { avgPool2d, flatten, type Network, type Shape } from '@neutype/layers';
import type { ImageShape } from './imageShape.js';

/** The mean of each channel over all places of the image that a network gives. */
export function globalPool<In extends Shape>(features: Network<In, Shape>): Network<In, readonly [number]> {
  const [height, width] = features.outputShape as ImageShape;
  return features.to(avgPool2d([height, width], { name: 'avgpool' }), flatten()) as never;
}
