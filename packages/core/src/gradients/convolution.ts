import { engine, type Tensor } from '@tensorflow/tfjs-core';
import type { FusedActivation } from '../operations/activation.js';
import { activationGrad } from '../operations/activationGrad.js';
import { fromSaved, type Gradient, type GradientFamily } from './gradient.js';
import { biasGradient } from './matMul.js';
import { withoutZeros, zerosBetween } from './zerosBetween.js';

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
  Conv2DBackpropInput: ofImageGradient('Conv2D', standard),
  Conv2DBackpropFilter: ofFilterGradient('Conv2D', standard),
  DepthwiseConv2dNativeBackpropInput: ofImageGradient('DepthwiseConv2dNative', depthwise),
  DepthwiseConv2dNativeBackpropFilter: ofFilterGradient('DepthwiseConv2dNative', depthwise),
};

/** The gradient of an image is the transposed convolution: an ordinary one takes its gradient back. */
function ofImageGradient(forward: string, backprop: BackpropKernels): Gradient {
  return fromSaved({ inputsToSave: ['dy', 'filter'] }, (ddx, [dy, filter], attrs: ConvolutionAttrs) => ({
    dy: () => run(forward, { x: ddx, filter: filter! }, undilated(attrs)),
    filter: () =>
      run(backprop.filter, { x: ddx, dy: dy! }, { ...undilated(attrs), filterShape: filter!.shape }),
  }));
}

/** The gradient of a filter is linear in the image and in dy. */
function ofFilterGradient(forward: string, backprop: BackpropKernels): Gradient {
  return fromSaved({ inputsToSave: ['x', 'dy'] }, (ddfilter, [x, dy], attrs: ConvolutionAttrs) => ({
    x: () =>
      run(backprop.input, { dy: dy!, filter: ddfilter }, { ...undilated(attrs), inputShape: x!.shape }),
    dy: () => run(forward, { x: x!, filter: ddfilter }, undilated(attrs)),
  }));
}

/** tfjs's gradients know no dilation. */
function undilated({ strides, pad, dataFormat, dimRoundingMode }: ConvolutionAttrs): object {
  return { ...defined({ strides, pad, dataFormat, dimRoundingMode }), dilations: [1, 1] };
}

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
  given: ConvolutionAttrs,
): ReturnType<Gradient['gradFunc']> {
  const { dilations = 1 } = given;
  const [vertical, horizontal] = typeof dilations === 'number' ? [dilations, dilations] : dilations;
  const [height, width, ...channels] = filter.shape as [number, number, ...number[]];
  const filterShape = [(height - 1) * vertical + 1, (width - 1) * horizontal + 1, ...channels];
  const dilated = vertical > 1 || horizontal > 1;
  const attrs = undilated(given);
  return {
    x: () => {
      const taps = dilated ? zerosBetween(filter, vertical, horizontal) : filter;
      return run(kernels.input, { dy, filter: taps }, { ...attrs, inputShape: x.shape });
    },
    filter: () => {
      const gradient = run(kernels.filter, { x, dy }, { ...attrs, filterShape });
      return dilated ? withoutZeros(gradient, filter.shape, vertical, horizontal) : gradient;
    },
  };
}

function run(kernel: string, inputs: Record<string, Tensor>, attrs: object): Tensor {
  return engine().runKernel<Tensor>(kernel, inputs, attrs as Record<string, number[]>);
}

/** Without the attributes that were not given. */
function defined(attrs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attrs).filter(([, value]) => value !== undefined));
}
