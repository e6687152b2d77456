import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { EngineKernel } from '../../engine/kernel.js';
import { followingKernel } from '../matmul/activation.js';

/** The kernels that follow the convolution, by activation. */
const followers: Readonly<Record<string, string>> = {
  ...followingKernel,
  relu: 'Relu',
  relu6: 'Relu6',
  leakyrelu: 'LeakyRelu',
};

/** activation(depthwise convolution + bias), one kernel after the other. */
export const fusedDepthwiseConv2d: EngineKernel = {
  name: 'FusedDepthwiseConv2D',
  run({ inputs, attrs, engine }) {
    const { x, filter, bias, preluActivationWeights } = inputs as Record<string, TensorInfo | undefined>;
    const activation = (attrs['activation'] as string | undefined) ?? 'linear';
    const follower = followers[activation];
    if (follower === undefined && activation !== 'linear') return undefined;
    function follow(kernel: string, previous: TensorInfo, given: Record<string, TensorInfo>): TensorInfo {
      const next = engine.runKernel(kernel, given, { alpha: attrs['leakyreluAlpha'] });
      engine.disposeIntermediateTensorInfo(previous);
      return next;
    }
    let y = engine.runKernel('DepthwiseConv2dNative', { x: x!, filter: filter! }, attrs);
    if (bias) y = follow('Add', y, { a: y, b: bias });
    if (follower === undefined) return y;
    const weights = preluActivationWeights ? { alpha: preluActivationWeights } : {};
    return follow(follower, y, { x: y, ...weights });
  },
};
