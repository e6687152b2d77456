import { engine, pad as padWith, reshape, slice, type Tensor } from '@tensorflow/tfjs-core';
import type { FusedActivation } from '../operations/activation.js';
import { activationGrad } from '../operations/activationGrad.js';
import { fromSaved, type Gradient, type GradientFamily } from './gradient.js';
import { biasGradient } from './matMul.js';

interface ConvolutionAttrs {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number | [number, number][];
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly dilations?: number | [number, number];
}

interface FusedConvolutionAttrs extends ConvolutionAttrs {
  readonly activation: FusedActivation;
  readonly leakyreluAlpha: number;
}

/** The kernels that differentiate a convolution. */
interface BackpropKernels {
  readonly input: string;
  readonly filter: string;
}

const standard: BackpropKernels = { input: 'Conv2DBackpropInput', filter: 'Conv2DBackpropFilter' };
const depthwise: BackpropKernels = {
  input: 'DepthwiseConv2dNativeBackpropInput',
  filter: 'DepthwiseConv2dNativeBackpropFilter',
};

export const convolutionGradients: GradientFamily = {
  Conv2D: convolution(standard),
  DepthwiseConv2dNative: convolution(depthwise),
  FusedConv2D: fusedConvolution(standard),
  FusedDepthwiseConv2D: fusedConvolution(depthwise),
  Dilation2D: {
    inputsToSave: ['x', 'filter'],
    gradFunc: (dy, [x, filter], attrs) => {
      const inputs = { x: x!, filter: filter!, dy: dy as Tensor };
      return {
        x: () => run('Dilation2DBackpropInput', inputs, attrs),
        filter: () => run('Dilation2DBackpropFilter', inputs, attrs),
      };
    },
  },
  Conv3D: fromSaved(
    { inputsToSave: ['x', 'filter'] },
    (dy, [x, filter], { strides, pad }: ConvolutionAttrs) => ({
      x: () => run('Conv3DBackpropInputV2', { dy, filter: filter! }, { strides, pad, inputShape: x!.shape }),
      filter: () =>
        run('Conv3DBackpropFilterV2', { x: x!, dy }, { strides, pad, filterShape: filter!.shape }),
    }),
  ),
  // The transposed convolution: an ordinary one takes its gradient back.
  Conv2DBackpropInput: fromSaved(
    { inputsToSave: ['dy', 'filter'] },
    (ddx, [dy, filter], { strides, pad, dataFormat, dimRoundingMode }: ConvolutionAttrs) => {
      const sliding = defined({ strides, pad, dataFormat, dimRoundingMode });
      return {
        dy: () => run('Conv2D', { x: ddx, filter: filter! }, { ...sliding, dilations: [1, 1] }),
        filter: () => run(standard.filter, { x: ddx, dy: dy! }, { ...sliding, filterShape: filter!.shape }),
      };
    },
  ),
};

function convolution(kernels: BackpropKernels): Gradient {
  return fromSaved({ inputsToSave: ['x', 'filter'] }, (dy, [x, filter], attrs: ConvolutionAttrs) =>
    convolutionGradient(kernels, dy, x!, filter!, attrs),
  );
}

function fusedConvolution(kernels: BackpropKernels): Gradient {
  return fromSaved(
    { inputsToSave: ['x', 'filter'], outputsToSave: [true] },
    (dy, [x, filter, y], { activation, leakyreluAlpha, ...sliding }: FusedConvolutionAttrs) => {
      const dz = activationGrad(dy, y!, activation, leakyreluAlpha);
      return { ...convolutionGradient(kernels, dz, x!, filter!, sliding), bias: () => biasGradient(dz) };
    },
  );
}

/**
 * tfjs's kernels know no dilation: a dilated filter is differentiated as the larger filter that it is, with zeros
 * between its taps.
 */
function convolutionGradient(
  kernels: BackpropKernels,
  dy: Tensor,
  x: Tensor,
  filter: Tensor,
  { strides, pad, dataFormat, dimRoundingMode, dilations = 1 }: ConvolutionAttrs,
): ReturnType<Gradient['gradFunc']> {
  const [vertical, horizontal] = typeof dilations === 'number' ? [dilations, dilations] : dilations;
  const [height, width, ...channels] = filter.shape as [number, number, ...number[]];
  const filterShape = [(height - 1) * vertical + 1, (width - 1) * horizontal + 1, ...channels];
  const dilated = vertical > 1 || horizontal > 1;
  const attrs = { ...defined({ strides, pad, dataFormat, dimRoundingMode }), dilations: [1, 1] };
  return {
    x: () => {
      const taps = dilated ? spread(filter, vertical, horizontal) : filter;
      return run(kernels.input, { dy, filter: taps }, { ...attrs, inputShape: x.shape });
    },
    filter: () => {
      const gradient = run(kernels.filter, { x, dy }, { ...attrs, filterShape });
      return dilated ? gathered(gradient, filter.shape, vertical, horizontal) : gradient;
    },
  };
}

/** A filter with zeros between its taps. In three dimensions at a time: tfjs's WebGL cannot pad in five. */
function spread(filter: Tensor, vertical: number, horizontal: number): Tensor {
  const [height, width, ...channels] = filter.shape as [number, number, number, number];
  const rows = zerosBehindEach(filter, height, vertical - 1);
  const taps = zerosBehindEach(rows, height * vertical * width, horizontal - 1);
  return slice(
    reshape(taps, [height * vertical, width * horizontal, ...channels]),
    [0, 0, 0, 0],
    [(height - 1) * vertical + 1, (width - 1) * horizontal + 1, ...channels],
  );
}

/** The taps of a filter without what lies between them: what `spread` undoes. Engines have no kernel for strided slices. */
function gathered(spreadOut: Tensor, shape: number[], vertical: number, horizontal: number): Tensor {
  const [height, width] = shape as [number, number, ...number[]];
  const whole = padWith(spreadOut, [
    [0, vertical - 1],
    [0, horizontal - 1],
    [0, 0],
    [0, 0],
  ]);
  const rows = firstOfEach(whole, height * vertical * width, horizontal);
  return reshape(firstOfEach(rows, height, vertical), shape);
}

/** The first of `count` equal parts of each of so many equal `blocks`. */
function firstOfEach(values: Tensor, blocks: number, count: number): Tensor {
  const length = values.size / (blocks * count);
  return slice(reshape(values, [blocks, count, length]), [0, 0, 0], [blocks, 1, length]);
}

/** `values` as so many equal `blocks`, each followed by `count` blocks of zeros. */
function zerosBehindEach(values: Tensor, blocks: number, count: number): Tensor {
  return padWith(reshape(values, [blocks, 1, values.size / blocks]), [
    [0, 0],
    [0, count],
    [0, 0],
  ]);
}

function run(kernel: string, inputs: Record<string, Tensor>, attrs: object): Tensor {
  return engine().runKernel<Tensor>(kernel, inputs, attrs as Record<string, number[]>);
}

/** Without the attributes that were not given. */
function defined(attrs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attrs).filter(([, value]) => value !== undefined));
}
