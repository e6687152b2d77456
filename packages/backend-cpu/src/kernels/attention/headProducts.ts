import { type KernelOf, NeutypeHeadMix, NeutypeHeadMixBack, NeutypeHeadScores } from '@neutype/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { CpuEngine } from '../../engine/cpuEngine.js';
import type { EngineKernel } from '../../engine/kernel.js';
import { areFloat32 } from '../dtypes.js';
import { fusedActivation } from '../matmul/activation.js';
import { launchGemm, reserveGemm } from '../matmul/gemm.js';

export const headScores: EngineKernel<KernelOf<typeof NeutypeHeadScores>> = {
  name: NeutypeHeadScores.kernel,
  run({ inputs: { query, key }, attrs: { heads }, engine }) {
    if (isEmpty(query) || isEmpty(key) || !areFloat32(query, key)) return undefined;
    const shape = [query.shape[0]!, heads, query.shape[1]!, key.shape[1]!];
    const factors = [sideBySide(query.shape, heads), sideBySide(key.shape, heads)] as const;
    return multiply(engine, [query, key], factors, shape, apart(shape), { heads, transposeB: true });
  },
};

export const headMix: EngineKernel<KernelOf<typeof NeutypeHeadMix>> = {
  name: NeutypeHeadMix.kernel,
  run: ({ inputs: { weights, values }, engine }) => mix(engine, weights, values, false),
};

export const headMixBack: EngineKernel<KernelOf<typeof NeutypeHeadMixBack>> = {
  name: NeutypeHeadMixBack.kernel,
  run: ({ inputs: { weights, values }, engine }) => mix(engine, weights, values, true),
};

function mix(
  engine: CpuEngine,
  weights: TensorInfo,
  values: TensorInfo,
  transposeA: boolean,
): TensorInfo | undefined {
  if (isEmpty(weights) || isEmpty(values) || !areFloat32(weights, values)) return undefined;
  const [batch, heads, queries, keys] = weights.shape as [number, number, number, number];
  const shape = [batch, transposeA ? keys : queries, values.shape[2]!];
  const factors = [apart(weights.shape), sideBySide(values.shape, heads)] as const;
  return multiply(engine, [weights, values], factors, shape, sideBySide(shape, heads), { heads, transposeA });
}

function isEmpty({ shape }: TensorInfo): boolean {
  return util.sizeFromShape(shape) === 0;
}

/** A matrix for each head of each sample: its size, and the elements from row to row, head to head, sample to sample. */
interface HeadMatrices {
  readonly rows: number;
  readonly columns: number;
  readonly row: number;
  readonly head: number;
  readonly sample: number;
}

/** Of [N, T, D]: each head has some columns of all rows. */
function sideBySide(shape: readonly number[], heads: number): HeadMatrices {
  const [, rows, features] = shape as [number, number, number];
  const columns = features / heads;
  return { rows, columns, row: features, head: columns, sample: rows * features };
}

/** Of [N, H, Q, K]: each head has a matrix to itself. */
function apart(shape: readonly number[]): HeadMatrices {
  const [, heads, rows, columns] = shape as [number, number, number, number];
  return { rows, columns, row: columns, head: rows * columns, sample: heads * rows * columns };
}

interface MultiplyOptions {
  readonly heads: number;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/** The product for each head of each sample, of factors as they lie and to where its outputs belong. */
function multiply(
  engine: CpuEngine,
  tensors: readonly [TensorInfo, TensorInfo],
  [a, b]: readonly [HeadMatrices, HeadMatrices],
  shape: readonly number[],
  c: HeadMatrices,
  { heads, transposeA = false, transposeB = false }: MultiplyOptions,
): TensorInfo {
  reserveGemm(engine);
  const [aAddress, bAddress] = tensors.map((tensor) => engine.pointer(tensor)) as [number, number];
  const output = engine.output([...shape]);
  const product = {
    a: aAddress,
    b: bAddress,
    c: engine.pointer(output),
    bias: 0,
    m: c.rows,
    n: c.columns,
    k: transposeA ? a.rows : a.columns,
    lda: a.row,
    ldb: b.row,
    ldc: c.row,
    transposeA,
    transposeB,
    activation: fusedActivation['linear']!,
    alpha: 0,
    batches: shape[0]! * heads,
    aStride: a.sample,
    bStride: b.sample,
    cStride: c.sample,
  };
  launchGemm(engine, product, { groupSize: heads, aWithin: a.head, bWithin: b.head, cWithin: c.head });
  return output;
}
