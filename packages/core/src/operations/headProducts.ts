import { ShapeError } from '@neutype/errors';
import { matMul, reshape, type Tensor, type Tensor3D, type Tensor4D, transpose } from '@tensorflow/tfjs-core';
import { computeOperation } from './computeOperation.js';
import type { NoAttrs, Operation } from './operation.js';
import { runOperation } from './runOperation.js';

const LENGTHS = { N: 2, H: 2, Q: 3, K: 5, D: 4 };

/** Head h has the features from h · D / heads on: scores[n, h, q, k] is the product of query q and key k over them. */
export const NeutypeHeadScores: Operation<
  { query: Tensor; key: Tensor },
  'scores',
  { readonly heads: number }
> = {
  name: 'headScores',
  kernel: 'NeutypeHeadScores',
  inputs: { query: { shape: ['N', 'Q', 'D'] }, key: { shape: ['N', 'K', 'D'] } },
  outputs: { scores: ['N', 'H', 'Q', 'K'] },
  examples: [{ heads: 2 }],
  lengths: LENGTHS,
  compose: ({ query, key }, { heads }) => ({
    scores: matMul(headsOf(query, heads), headsOf(key, heads), false, true),
  }),
  gradient: {
    saves: ['query', 'key'],
    take: (dscores, { query, key }) => ({
      query: () => computeOperation(NeutypeHeadMix, { weights: dscores, values: key }, {}).y,
      key: () => computeOperation(NeutypeHeadMixBack, { weights: dscores, values: query }, {}).y,
    }),
  },
};

/** y[n, q] has, for each head, the values of all k, weighted by weights[n, head, q, k]. */
export const NeutypeHeadMix: Operation<{ weights: Tensor; values: Tensor }, 'y', NoAttrs> = {
  name: 'headMix',
  kernel: 'NeutypeHeadMix',
  inputs: { weights: { shape: ['N', 'H', 'Q', 'K'] }, values: { shape: ['N', 'K', 'D'] } },
  outputs: { y: ['N', 'Q', 'D'] },
  examples: [{}],
  lengths: LENGTHS,
  compose: ({ weights, values }) => ({
    y: joined(matMul(weights, headsOf(values, weights.shape[1]!))),
  }),
  gradient: {
    saves: ['weights', 'values'],
    take: (dy, { weights, values }) => ({
      weights: () =>
        computeOperation(NeutypeHeadScores, { query: dy, key: values }, { heads: weights.shape[1]! }).scores,
      values: () => computeOperation(NeutypeHeadMixBack, { weights, values: dy }, {}).y,
    }),
  },
};

/** The same with the weights turned: y[n, k] has the values of all q, weighted by weights[n, head, q, k]. */
export const NeutypeHeadMixBack: Operation<{ weights: Tensor; values: Tensor }, 'y', NoAttrs> = {
  name: 'headMixBack',
  kernel: 'NeutypeHeadMixBack',
  inputs: { weights: { shape: ['N', 'H', 'Q', 'K'] }, values: { shape: ['N', 'Q', 'D'] } },
  outputs: { y: ['N', 'K', 'D'] },
  examples: [{}],
  lengths: LENGTHS,
  compose: ({ weights, values }) => ({
    y: joined(matMul(weights, headsOf(values, weights.shape[1]!), true)),
  }),
  gradient: {
    saves: ['weights', 'values'],
    take: (dy, { weights, values }) => ({
      weights: () =>
        computeOperation(NeutypeHeadScores, { query: values, key: dy }, { heads: weights.shape[1]! }).scores,
      values: () => computeOperation(NeutypeHeadMix, { weights, values: dy }, {}).y,
    }),
  },
};

/** [N, T, D] → [N, H, T, D / H] */
function headsOf(x: Tensor, heads: number): Tensor4D {
  const [batch, time, features] = x.shape as [number, number, number];
  return transpose(reshape(x, [batch, time, heads, features / heads]), [0, 2, 1, 3]) as Tensor4D;
}

/** [N, H, T, D / H] → [N, T, D] */
function joined(x: Tensor): Tensor3D {
  const [batch, heads, time, size] = x.shape as [number, number, number, number];
  return reshape(transpose(x, [0, 2, 1, 3]), [batch, time, heads * size]);
}

/**
 * The products of all queries and keys, head by head: head h has the features from h · D / heads on. Nothing is copied
 * to bring the heads apart, neither here nor for the gradients.
 *
 * Source: Vaswani et al., "Attention Is All You Need", 2017, section 3.2.
 *
 * @param query [N, Q, D]
 * @param key [N, K, D]
 * @param heads how many; a divisor of D
 * @returns [N, heads, Q, K]
 * @throws ShapeError
 *
 * @example
 * ```ts
 * const query = tensor3d([[[1, 2]]]);
 * const key = tensor3d([[[3, 4], [5, 6]]]);
 * headScores(query, key, 1).print(); // [[[[11, 17]]]]
 * headScores(query, key, 2).print(); // [[[[3, 5]], [[8, 12]]]]
 * ```
 */
export function headScores(query: Tensor, key: Tensor, heads: number): Tensor4D {
  checkHeads('headScores', query, heads);
  return runOperation(NeutypeHeadScores, { query, key }, { heads }).scores as Tensor4D;
}

/**
 * For each query the values, weighted, head by head.
 *
 * @param weights [N, heads, Q, K]
 * @param values [N, K, D], of which each head has D / heads
 * @returns [N, Q, D]
 * @throws ShapeError
 *
 * @example
 * ```ts
 * const weights = tensor4d([[[[0.5, 0.5]]]]);
 * headMix(weights, tensor3d([[[1, 2], [3, 4]]])).print(); // [[[2, 3]]]
 * ```
 */
export function headMix(weights: Tensor, values: Tensor): Tensor3D {
  if (weights.rank === 4) checkHeads('headMix', values, weights.shape[1]!);
  return runOperation(NeutypeHeadMix, { weights, values }, {}).y as Tensor3D;
}

function checkHeads(where: string, { shape }: Tensor, heads: number): void {
  const features = shape.at(-1) ?? 0;
  if (heads > 0 && features % heads === 0) return;
  throw new ShapeError({
    where,
    expected: `a number of features that ${heads} heads can share evenly`,
    received: `${features} features`,
  });
}
