import { pad, reshape, slice, type Tensor, type TensorInfo, tidy } from '@tensorflow/tfjs-core';
import type { TensorflowKernel } from './kernel.js';

/**
 * TensorFlow's depthwise convolution knows no dilation on the CPU. A dilated filter is the larger filter that it stands
 * for, with zeros between its taps.
 */
function withDilation(name: string): TensorflowKernel {
  return {
    name,
    run({ inputs, attrs, stock }) {
      const [vertical, horizontal] = pairOf(attrs['dilations'] as number | [number, number] | undefined);
      if (vertical === 1 && horizontal === 1) return undefined;
      return tidy(() => {
        const filter = spread(inputs['filter'] as Tensor, vertical, horizontal);
        return stock({ ...inputs, filter } as Record<string, TensorInfo>, {
          ...attrs,
          dilations: [1, 1],
        }) as Tensor;
      });
    },
  };
}

export const depthwiseConv2d: TensorflowKernel = withDilation('DepthwiseConv2dNative');
export const fusedDepthwiseConv2d: TensorflowKernel = withDilation('FusedDepthwiseConv2D');

function spread(filter: Tensor, vertical: number, horizontal: number): Tensor {
  const [height, width, channels, multiplier] = filter.shape as [number, number, number, number];
  const apart = pad(reshape(filter, [height, 1, width, 1, channels * multiplier]), [
    [0, 0],
    [0, vertical - 1],
    [0, 0],
    [0, horizontal - 1],
    [0, 0],
  ]);
  const whole = reshape(apart, [height * vertical, width * horizontal, channels, multiplier]);
  const size = [(height - 1) * vertical + 1, (width - 1) * horizontal + 1, channels, multiplier];
  return slice(whole, [0, 0, 0, 0], size);
}

function pairOf(value: number | [number, number] = 1): [number, number] {
  return typeof value === 'number' ? [value, value] : value;
}
