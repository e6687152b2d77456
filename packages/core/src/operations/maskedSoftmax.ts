import {
  add,
  cast,
  div,
  exp,
  greater,
  greaterEqual,
  max,
  maximum,
  mul,
  range,
  reshape,
  sub,
  sum,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { computeOperation } from './computeOperation.js';
import type { Operation } from './operation.js';
import { runOperation } from './runOperation.js';

export interface MaskedSoftmaxAttrs {
  /** Whether query q looks at the keys 0 to q alone. */
  readonly causal: boolean;
  /** What scores are multiplied by. */
  readonly scale: number;
}

const LENGTHS = { N: 2, H: 2, Q: 3, K: 5 };
/** Far below any score, and finite: the difference of two infinities is none. */
const FAR_BELOW = 1e30;

/** softmax(scale · scores) over the keys that may be looked at; zeros for the others, and where there are none at all. */
export const NeutypeMaskedSoftmax: Operation<
  { scores: Tensor; keep: Tensor | undefined },
  'weights',
  MaskedSoftmaxAttrs
> = {
  name: 'maskedSoftmax',
  kernel: 'NeutypeMaskedSoftmax',
  inputs: {
    scores: { shape: ['N', 'H', 'Q', 'K'], from: -3, to: 3 },
    keep: { shape: ['N', 'K'], optional: true, constant: true },
  },
  outputs: { weights: ['N', 'H', 'Q', 'K'] },
  examples: [
    { causal: false, scale: 0.5 },
    { causal: true, scale: 1 },
  ],
  lengths: LENGTHS,
  compose({ scores, keep }, { causal, scale }) {
    const kept = keptOf(scores, keep, causal);
    const scaled = mul(scores, scale);
    // 0 for what is looked at, and what is not disappears beside the rest.
    const masked = kept === undefined ? scaled : add(scaled, mul(sub(kept, 1), FAR_BELOW));
    const grown = exp(sub(masked, max(masked, -1, true)));
    const counted = kept === undefined ? grown : mul(grown, kept);
    // The largest adds 1, so that a sum is below that only where there is nothing to look at.
    return { weights: div(counted, maximum(sum(counted, -1, true), 0.5)) };
  },
  gradient: {
    saves: ['weights'],
    take: (dweights, { weights }, { scale }) => ({
      scores: () => computeOperation(NeutypeMaskedSoftmaxGrad, { dweights, weights }, { scale }).dscores,
    }),
  },
};

/** dscores = scale · weights · (dweights - Σ dweights · weights). What is not looked at has weight 0, and gets 0. */
export const NeutypeMaskedSoftmaxGrad: Operation<
  { dweights: Tensor; weights: Tensor },
  'dscores',
  Pick<MaskedSoftmaxAttrs, 'scale'>
> = {
  name: 'maskedSoftmaxGrad',
  kernel: 'NeutypeMaskedSoftmaxGrad',
  inputs: {
    dweights: { shape: ['N', 'H', 'Q', 'K'] },
    weights: { shape: ['N', 'H', 'Q', 'K'], from: 0, to: 1 },
  },
  outputs: { dscores: ['N', 'H', 'Q', 'K'] },
  examples: [{ scale: 0.5 }],
  lengths: LENGTHS,
  compose({ dweights, weights }, { scale }) {
    const common = sum(mul(dweights, weights), -1, true);
    return { dscores: mul(mul(weights, sub(dweights, common)), scale) };
  },
};

/** 1 where a query looks at a key, 0 elsewhere, in a shape that broadcasts to that of the scores. */
function keptOf({ shape }: Tensor, keep: Tensor | undefined, causal: boolean): Tensor | undefined {
  const [batch, , queries, keys] = shape as [number, number, number, number];
  const present =
    keep === undefined ? undefined : cast(greater(reshape(keep, [batch, 1, 1, keys]), 0), 'float32');
  if (!causal) return present;
  const earlier = cast(greaterEqual(reshape(range(0, queries), [queries, 1]), range(0, keys)), 'float32');
  return present === undefined ? earlier : mul(present, earlier);
}

/**
 * How much each query looks at each key: softmax(scale · scores) over the keys that it may look at. Those that it may
 * not get 0, and so do all where it may look at none.
 *
 * @param scores [N, H, Q, K]
 * @param keep [N, K], positive for the keys that may be looked at; no gradient flows to it. Without it, all may be.
 * @param attrs `causal`, whether query q looks at the keys 0 to q alone, and `scale`
 * @returns [N, H, Q, K]
 * @throws ShapeError
 * @throws DataError for scores or keep of another type than float32
 *
 * @example
 * ```ts
 * const scores = zeros([1, 1, 2, 2]);
 * maskedSoftmax(scores, undefined, { causal: true, scale: 1 }).print(); // [[[[1, 0], [0.5, 0.5]]]]
 * ```
 */
export function maskedSoftmax(scores: Tensor, keep: Tensor | undefined, attrs: MaskedSoftmaxAttrs): Tensor4D {
  return runOperation(NeutypeMaskedSoftmax, { scores, keep }, attrs).weights as Tensor4D;
}
