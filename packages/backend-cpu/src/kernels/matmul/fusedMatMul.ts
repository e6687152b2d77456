import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../engine/cpuEngine.js';
import type { EngineKernel } from '../../engine/kernel.js';
import { followingKernel, fusedActivation } from './activation.js';
import { isProductOfFloats, product } from './product.js';

/**
 * activation(A·B + bias). A bias with one value per column and the simple activations are part of the product; any
 * other bias or activation follows as a kernel of its own.
 */
export const fusedMatMul: EngineKernel = {
  name: '_FusedMatMul',
  run({ inputs, attrs, engine }) {
    const { a, b, bias, preluActivationWeights } = inputs as Record<string, TensorInfo | undefined>;
    const transposeA = Boolean(attrs['transposeA']);
    if (a === undefined || b === undefined || !isProductOfFloats(a, b, transposeA)) return undefined;
    if (bias !== undefined && bias.dtype !== 'float32') return undefined;
    const activation = (attrs['activation'] as string | undefined) ?? 'linear';
    const biasPerColumn = bias === undefined || isPerColumn(bias, b.shape.at(attrs['transposeB'] ? -2 : -1)!);
    const fused = biasPerColumn && activation in fusedActivation;
    if (!fused && activation !== 'linear' && followerOf(activation) === undefined) return undefined;
    const first = product(engine, a, b, {
      transposeA,
      transposeB: Boolean(attrs['transposeB']),
      bias: biasPerColumn ? bias : undefined,
      activation: fused ? activation : 'linear',
      alpha: (attrs['leakyreluAlpha'] as number | undefined) ?? 0,
    });
    if (fused) return first;
    const sum = biasPerColumn ? first : follow(engine, 'Add', first, { a: first, b: bias! });
    if (activation === 'linear') return sum;
    const alpha = preluActivationWeights === undefined ? {} : { alpha: preluActivationWeights };
    return follow(
      engine,
      followerOf(activation)!,
      sum,
      { x: sum, ...alpha },
      { alpha: attrs['leakyreluAlpha'] },
    );
  },
};

function isPerColumn(bias: TensorInfo, columns: number): boolean {
  return bias.shape.at(-1) === columns && util.sizeFromShape(bias.shape) === columns;
}

const kernelOfFused: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  leakyrelu: 'LeakyRelu',
};

function followerOf(activation: string): string | undefined {
  return followingKernel[activation] ?? kernelOfFused[activation];
}

function follow(
  engine: CpuEngine,
  kernel: string,
  previous: TensorInfo,
  inputs: Record<string, TensorInfo>,
  attrs: Record<string, unknown> = {},
): TensorInfo {
  const output = engine.runKernel(kernel, inputs, attrs);
  engine.disposeIntermediateTensorInfo(previous);
  return output;
}
