import { engine, reshape, type Tensor } from '@tensorflow/tfjs-core';
import type { Gradient, GradientFamily } from './gradient.js';

export const imageGradients: GradientFamily = {
  ResizeBilinear: resize('ResizeBilinearGrad'),
  ResizeNearestNeighbor: resize('ResizeNearestNeighborGrad'),
};

function resize(kernel: string): Gradient {
  return {
    inputsToSave: ['images'],
    gradFunc: (dy, [images], attrs) => ({
      // tfjs's CPU kernels hand back the right numbers with height and width exchanged in the shape.
      images: () =>
        reshape(
          engine().runKernel<Tensor>(kernel, { dy: dy as Tensor, images: images! }, attrs),
          images!.shape,
        ),
    }),
  };
}
