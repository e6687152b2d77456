import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../engine/cpu-engine.js';
import { fusedActivation } from './activation.js';
import { launchGemm, reserveGemm } from './gemm.js';
import { evenRuns, productGeometry } from './geometry.js';

export interface ProductOptions {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** One value per column. */
  readonly bias?: TensorInfo | undefined;
  readonly activation?: string;
  readonly alpha?: number;
}

/** activation(A·B + bias) for float32 tensors of any rank from 2, batches broadcast. */
export function product(
  engine: CpuEngine,
  a: TensorInfo,
  b: TensorInfo,
  options: ProductOptions,
): TensorInfo {
  const { transposeA, transposeB, bias, activation = 'linear', alpha = 0 } = options;
  const geometry = productGeometry(a.shape, b.shape, transposeA, transposeB);
  const { m, n, k, lda, ldb } = geometry;
  reserveGemm(engine);
  const aAddress = engine.pointer(a);
  const bAddress = engine.pointer(b);
  const biasAddress = bias === undefined ? 0 : engine.pointer(bias);
  const output = engine.output(geometry.outputShape);
  const cAddress = engine.pointer(output);
  if (m === 0 || n === 0) return output;
  for (const run of evenRuns(geometry.batches)) {
    launchGemm(engine, {
      a: aAddress + run.a * m * k * 4,
      b: bAddress + run.b * k * n * 4,
      c: cAddress + run.first * m * n * 4,
      bias: biasAddress,
      m,
      n,
      k,
      lda,
      ldb,
      ldc: n,
      transposeA,
      transposeB,
      activation: fusedActivation[activation]!,
      alpha,
      batches: run.count,
      aStep: run.aStep * m * k,
      bStep: run.bStep * k * n,
      cStep: m * n,
    });
  }
  return output;
}
