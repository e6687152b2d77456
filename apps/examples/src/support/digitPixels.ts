import type { LabeledImages, NdArray } from 'neutype';

/** Images of 28 × 28 as rows of pixels from 0 to 1. */
export function digitPixels({ images }: LabeledImages): NdArray<Float32Array> {
  return images.toFloat32().reshape(-1, 784).divide(255);
}
