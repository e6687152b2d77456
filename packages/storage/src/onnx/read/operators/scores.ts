import { type Axis, sizeOf, sizesOf } from '../atoms.js';
import { type Constant, countOf, onlyValue, valuesOf } from '../constant.js';
import type { NodeReading } from '../node.js';
import type { View } from '../view.js';
import { headsOf, placedContext } from './attention.js';

/** The products of all queries with all keys, before or after their softmax: what attention consists of. */
export interface Scores {
  readonly kind: 'scores';
  readonly query: View;
  /** Its last axis is the features, as the query's. */
  readonly key: View;
  readonly factor: number;
  readonly causal: boolean;
  readonly isSoftmaxed: boolean;
}

/** `query · keyᵀ`: axes before the last two are heads, and the samples. */
export function scoresOf(node: NodeReading, query: View, turned: View): Scores {
  const rank = turned.axes.length;
  const [keys, features] = [turned.axes[rank - 1], turned.axes[rank - 2]];
  if (rank !== query.axes.length || keys === undefined || features === undefined) {
    throw node.error('queries and keys of as many axes');
  }
  const key: View = { ...turned, axes: [...turned.axes.slice(0, -2), keys, features] };
  if (sizeOf(query.axes.at(-1)!) !== sizeOf(features))
    throw node.error('queries and keys of as many features');
  const factor = query.factor * key.factor;
  headsOf(node, query);
  return {
    kind: 'scores',
    query: { ...query, factor: 1 },
    key: { ...key, factor: 1 },
    factor,
    causal: false,
    isSoftmaxed: false,
  };
}

/** Scores multiplied by a number. */
export function timesNumber(node: NodeReading, scores: Scores, constant: Constant): Scores {
  const value = onlyValue(constant);
  if (value === undefined || scores.isSoftmaxed || scores.causal)
    throw node.error('a single number', 'several');
  return { ...scores, factor: scores.factor * value };
}

/** Scores with a mask added: none, or one that hides what comes later. */
export function masked(node: NodeReading, scores: Scores, constant: Constant): Scores {
  if (scores.isSoftmaxed) throw node.error('a mask before the softmax', 'one behind it');
  if (onlyValue(constant) === 0) return scores;
  const rows = sizeOf(scores.query.axes.at(-2)!);
  const columns = sizeOf(scores.key.axes.at(-2)!);
  if (rows === columns && countOf(constant.sizes) === rows * columns) {
    const values = valuesOf(constant, node.allowance, node.label);
    if (isCausal(values, rows)) return { ...scores, causal: true };
  }
  throw node.error('no mask, or one that hides later steps', 'another');
}

/** Numbers as far below 0 leave nothing of a probability. */
const HIDDEN = -1e4;

function isCausal(values: ArrayLike<number>, length: number): boolean {
  for (let row = 0; row < length; row++) {
    for (let column = 0; column < length; column++) {
      const value = values[row * length + column]!;
      if (column > row ? !(value <= HIDDEN) : value !== 0) return false;
    }
  }
  return true;
}

export function softmaxed(node: NodeReading, scores: Scores, axis: number): Scores {
  if (scores.isSoftmaxed || node.axis(axis, scores.query.axes.length) !== scores.query.axes.length - 1) {
    throw node.error('a softmax along the keys', `along axis ${axis}`);
  }
  return { ...scores, isSoftmaxed: true };
}

/** What the scores take of the values. */
export function mixed(node: NodeReading, scores: Scores, value: View): View {
  if (!scores.isSoftmaxed) throw node.error('scores that went through a softmax');
  const { query, key } = scores;
  const heads = headsOf(node, query);
  for (const view of [key, value]) {
    const own = headsOf(node, view);
    if (sizesOf([own]).join() !== sizesOf([heads]).join()) throw node.error('as many heads of all inputs');
  }
  return placedContext(node, scores, value, heads);
}

/** The sizes of a view of scores, for what asks for its shape. */
export function scoreSizes({ query, key }: Scores): readonly number[] {
  const leading: readonly Axis[] = query.axes.slice(0, -1);
  return [...sizesOf(leading), sizeOf(key.axes.at(-2)!)];
}
