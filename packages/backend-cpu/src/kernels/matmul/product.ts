import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../engine/cpuEngine.js';
import { fusedActivation } from './activation.js';
import { launchGemm, reserveGemm } from './gemm.js';
import { launchPacked, packingPays } from './gemmPacked.js';
import { evenRuns, productGeometry } from './geometry.js';

export interface ProductOptions {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** One value per column. */
  readonly bias?: TensorInfo | undefined;
  readonly activation?: string;
  readonly alpha?: number;
}

/** Whether `product` can do it. Sums of no terms at all are left to tfjs. */
export function isProductOfFloats(a: TensorInfo, b: TensorInfo, transposeA: boolean): boolean {
  return a.dtype === 'float32' && b.dtype === 'float32' && a.shape.at(transposeA ? -2 : -1) !== 0;
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
  const runs = m === 0 || n === 0 ? [] : evenRuns(geometry.batches);
  const plain = geometry.batches.length === 1 && bias === undefined && activation === 'linear';
  const packed = transposeA && plain && packingPays(n, k);
  const multiply = packed ? launchPacked : launchGemm;
  const turned = transposeA && !packed && rowsCollide(lda, n) ? turn(engine, a) : undefined;
  const aAddress = engine.pointer(turned ?? a);
  const bAddress = engine.pointer(b);
  const biasAddress = bias === undefined ? 0 : engine.pointer(bias);
  const output = engine.output(geometry.outputShape);
  const cAddress = engine.pointer(output);
  for (const run of runs) {
    multiply(engine, {
      a: aAddress + run.a * m * k * 4,
      b: bAddress + run.b * k * n * 4,
      c: cAddress + run.first * m * n * 4,
      bias: biasAddress,
      m,
      n,
      k,
      lda: turned === undefined ? lda : k,
      ldb,
      ldc: n,
      transposeA: transposeA && turned === undefined,
      transposeB,
      activation: fusedActivation[activation]!,
      alpha,
      batches: run.count,
      aStride: run.aStride * m * k,
      bStride: run.bStride * k * n,
      cStride: m * n,
    });
  }
  if (turned !== undefined) engine.disposeIntermediateTensorInfo(turned);
  return output;
}

/** Rows this many bytes apart fall into the same few sets of the caches. */
const COLLIDING_BYTES = 1024;
/** A product with fewer columns is done before its turned factor would be. */
const FEWEST_COLUMNS = 32;

function rowsCollide(lda: number, n: number): boolean {
  return (lda * 4) % COLLIDING_BYTES === 0 && n >= FEWEST_COLUMNS;
}

/** The same matrices, each turned. */
function turn(engine: CpuEngine, matrix: TensorInfo): TensorInfo {
  const rank = matrix.shape.length;
  const perm = matrix.shape.map((_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));
  return engine.runKernel('Transpose', { x: matrix }, { perm });
}
