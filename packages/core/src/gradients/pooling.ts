import { NeutypeError } from '@neutype/errors';
import { backend_util, div, engine, fill, mul, pad, type Tensor } from '@tensorflow/tfjs-core';
import type { Gradient, GradientFamily } from './gradient.js';
import { fromInput } from './gradient.js';

interface PoolAttrs {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number | [number, number][];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

export const poolingGradients: GradientFamily = {
  MaxPool: maximum('MaxPoolGrad'),
  MaxPool3D: maximum('MaxPool3DGrad'),
  AvgPool: fromInput<PoolAttrs>((dy, x, attrs) =>
    attrs.pad === 'valid' || attrs.pad === 0
      ? run('AvgPoolGrad', { dy, input: x }, attrs)
      : paddedAverageGradient(dy, x as Tensor & { shape: ImageShape }, attrs),
  ),
  AvgPool3D: fromInput<PoolAttrs>((dy, x, attrs) => {
    if (attrs.pad === 'valid' || attrs.pad === 0) return run('AvgPool3DGrad', { dy, input: x }, attrs);
    throw new NeutypeError({
      where: 'gradient of avgPool3d',
      expected: "padding 'valid'",
      received: `'${attrs.pad}'`,
      remedy: 'Pad the input with tf.pad first.',
    });
  }),
};

type ImageShape = [number, number, number, number];

function maximum(kernel: string): Gradient {
  return {
    inputsToSave: ['x'],
    outputsToSave: [true],
    gradFunc: (dy, [input, output], attrs) => ({
      x: () => run(kernel, { dy: dy as Tensor, input: input!, output: output! }, attrs),
    }),
  };
}

/**
 * tfjs's `AvgPoolGrad` divides by the window's area also where part of the window is padding, which its forward kernel
 * does not count. Here each output's gradient is divided by what was counted, and spread over its window by a depthwise
 * convolution backwards with a filter of ones.
 */
function paddedAverageGradient(dy: Tensor, x: Tensor & { shape: ImageShape }, attrs: PoolAttrs): Tensor {
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  const info = backend_util.computePool2DInfo(
    x.shape,
    filterSize,
    strides,
    1,
    pad as 'same',
    dimRoundingMode,
  );
  const counts = pixelsCounted(info);
  const filter = fill([info.filterHeight, info.filterWidth, info.inChannels, 1], 1);
  return run(
    'DepthwiseConv2dNativeBackpropInput',
    { dy: div(dy, counts), filter },
    {
      strides: [info.strideHeight, info.strideWidth],
      pad,
      ...(dimRoundingMode === undefined ? {} : { dimRoundingMode }),
      dilations: [1, 1],
      inputShape: x.shape,
    },
  );
}

/**
 * For each output, how many pixels of the image are under its window: pooled from an image of ones, for a step that made
 * tensors of arrays could not be replayed everywhere.
 */
function pixelsCounted(info: backend_util.Conv2DInfo): Tensor {
  const {
    inHeight,
    inWidth,
    outHeight,
    outWidth,
    filterHeight,
    filterWidth,
    strideHeight,
    strideWidth,
    padInfo,
  } = info;
  const below = (outHeight - 1) * strideHeight + filterHeight - padInfo.top - inHeight;
  const right = (outWidth - 1) * strideWidth + filterWidth - padInfo.left - inWidth;
  const padded = pad(fill([1, inHeight, inWidth, 1], 1), [
    [0, 0],
    [padInfo.top, Math.max(below, 0)],
    [padInfo.left, Math.max(right, 0)],
    [0, 0],
  ]);
  const size: [number, number] = [filterHeight, filterWidth];
  const share = run(
    'AvgPool',
    { x: padded },
    { filterSize: size, strides: [strideHeight, strideWidth], pad: 'valid' },
  );
  return mul(share, filterHeight * filterWidth);
}

function run(kernel: string, inputs: Record<string, Tensor>, attrs: object): Tensor {
  return engine().runKernel<Tensor>(kernel, inputs, attrs as Record<string, number[]>);
}
