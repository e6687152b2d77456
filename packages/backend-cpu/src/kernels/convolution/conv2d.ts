import { type KernelOf, NeutypeGroupedConv2d } from '@neutype/core';
import { type backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../engine/cpuEngine.js';
import type { EngineKernel } from '../../engine/kernel.js';
import { areFloat32 } from '../dtypes.js';
import { followingKernel, fusedActivation } from '../matmul/activation.js';
import { launchGemm, reserveGemm } from '../matmul/gemm.js';
import { convolutionInfo, isPointwise } from './info.js';
import { launchConvolution, reserveConvolution } from './launch.js';
import { windowOf } from './window.js';

interface Epilogue {
  readonly bias: TensorInfo | undefined;
  readonly activation: number;
  readonly alpha: number;
}

const PLAIN: Epilogue = { bias: undefined, activation: fusedActivation['linear']!, alpha: 0 };

export const conv2d: EngineKernel = {
  name: 'Conv2D',
  run({ inputs, attrs, engine }) {
    const x = inputs['x']!;
    const filter = inputs['filter']!;
    if (x.dtype !== 'float32' || filter.dtype !== 'float32') return undefined;
    const info = convolutionInfo(x.shape, filter.shape, attrs);
    return info && convolve(engine, x, filter, info, PLAIN);
  },
};

/** Each group of channels by itself, with its own group of the filters. */
export const groupedConv2d: EngineKernel<KernelOf<typeof NeutypeGroupedConv2d>> = {
  name: NeutypeGroupedConv2d.kernel,
  run({ inputs: { x, filter }, attrs, engine }) {
    if (!areFloat32(x, filter)) return undefined;
    const info = convolutionInfo(x.shape, filter.shape, attrs);
    return info && convolve(engine, x, filter, info, PLAIN, attrs.groups);
  },
};

function convolve(
  engine: CpuEngine,
  x: TensorInfo,
  filter: TensorInfo,
  info: backend_util.Conv2DInfo,
  { bias, activation, alpha }: Epilogue,
  groups = 1,
): TensorInfo {
  const window = windowOf(info, groups);
  const outputs = info.outChannels / groups;
  const convolution = {
    batch: info.batchSize,
    window,
    outputs,
    groups,
    upsampling: [1, 1],
    flipped: false,
    activation,
    alpha,
  } as const;
  const pointwise = isPointwise(info);
  if (pointwise) reserveGemm(engine);
  const rows = pointwise ? 0 : reserveConvolution(engine, convolution);
  const addresses = {
    x: engine.pointer(x),
    filter: engine.pointer(filter),
    bias: bias === undefined ? 0 : engine.pointer(bias),
  };
  const output = engine.output(info.outShape);
  const y = engine.pointer(output);
  if (!pointwise) {
    launchConvolution(engine, convolution, rows, { ...addresses, y });
    return output;
  }
  launchGemm(engine, {
    a: addresses.x,
    b: addresses.filter,
    c: y,
    bias: addresses.bias,
    m: info.batchSize * info.outHeight * info.outWidth,
    n: outputs,
    k: window.channels,
    lda: info.inChannels,
    ldb: info.outChannels,
    ldc: info.outChannels,
    transposeA: false,
    transposeB: false,
    activation,
    alpha,
    batches: groups,
    aStride: window.channels,
    bStride: outputs,
    cStride: outputs,
  });
  return output;
}

/**
 * activation(convolution + bias). A bias with one value per output and the simple activations are part of the
 * product; other activations follow as a kernel of their own.
 */
export const fusedConv2d: EngineKernel = {
  name: 'FusedConv2D',
  run({ inputs, attrs, engine }) {
    const { x, filter, bias, preluActivationWeights } = inputs as Record<string, TensorInfo | undefined>;
    if (x?.dtype !== 'float32' || filter?.dtype !== 'float32') return undefined;
    const activation = (attrs['activation'] as string | undefined) ?? 'linear';
    const follower = followingKernel[activation];
    if (!(activation in fusedActivation) && follower === undefined) return undefined;
    if (bias !== undefined && !isPerOutput(bias, filter)) return undefined;
    const info = convolutionInfo(x.shape, filter.shape, attrs);
    if (info === undefined) return undefined;
    const alpha = (attrs['leakyreluAlpha'] as number | undefined) ?? 0;
    const fused = fusedActivation[activation] ?? fusedActivation['linear']!;
    const y = convolve(engine, x, filter, info, { bias, activation: fused, alpha });
    if (follower === undefined) return y;
    const weights = preluActivationWeights === undefined ? {} : { alpha: preluActivationWeights };
    const activated = engine.runKernel(follower, { x: y, ...weights });
    engine.disposeIntermediateTensorInfo(y);
    return activated;
  },
};

function isPerOutput(bias: TensorInfo, filter: TensorInfo): boolean {
  return (
    bias.dtype === 'float32' &&
    bias.shape.at(-1) === filter.shape.at(-1) &&
    util.sizeFromShape(bias.shape) === filter.shape.at(-1)
  );
}
