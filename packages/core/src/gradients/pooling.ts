import { NeutypeError } from '@neutype/errors';
import { backend_util, engine, mul, ones, type Tensor, tensor } from '@tensorflow/tfjs-core';
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
  const rows = validTaps(
    info.outHeight,
    info.strideHeight,
    info.filterHeight,
    info.padInfo.top,
    info.inHeight,
  );
  const columns = validTaps(
    info.outWidth,
    info.strideWidth,
    info.filterWidth,
    info.padInfo.left,
    info.inWidth,
  );
  const shares = rows.flatMap((row) => columns.map((column) => 1 / (row * column)));
  const filter = ones([info.filterHeight, info.filterWidth, info.inChannels, 1]);
  return run(
    'DepthwiseConv2dNativeBackpropInput',
    { dy: mul(dy, tensor(shares, [1, info.outHeight, info.outWidth, 1])), filter },
    {
      strides: [info.strideHeight, info.strideWidth],
      pad,
      ...(dimRoundingMode === undefined ? {} : { dimRoundingMode }),
      dilations: [1, 1],
      inputShape: x.shape,
    },
  );
}

/** For each output, how many of its window's taps lie inside the input. */
function validTaps(outputs: number, stride: number, taps: number, padding: number, length: number): number[] {
  return Array.from({ length: outputs }, (_, output) => {
    const start = output * stride - padding;
    return Math.min(start + taps, length) - Math.max(start, 0);
  });
}

function run(kernel: string, inputs: Record<string, Tensor>, attrs: object): Tensor {
  return engine().runKernel<Tensor>(kernel, inputs, attrs as Record<string, number[]>);
}
