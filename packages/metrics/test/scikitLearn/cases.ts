import { type NdArray, ndarray } from '@neutype/ndarray';
import type { Label } from '../../src/index.js';
import { Draws } from './draws.js';

// The cases of tools/golden/metrics_random.py, draw by draw.

const WORDS = ['ant', 'Bee', 'cat', 'élan', 'ложь', 'a name longer than any heading', '10', '9'];
const SHARES = [0, 1, 1, 2, 2, 3, 3, 4];

export type Rows = NdArray<Float64Array>;

export interface Weighted {
  readonly w: { readonly sampleWeight?: Float64Array };
}

export interface ClassCase extends Weighted {
  readonly actual: string[] | number[];
  readonly predicted: string[] | number[];
  readonly labels: string[] | number[] | undefined;
  readonly average: 'binary' | 'macro' | 'weighted' | 'micro' | null;
  readonly posLabel: Label;
  readonly zeroDivision: number;
  readonly beta: number;
  readonly normalize: 'true' | 'pred' | 'all' | undefined;
  readonly kappa: 'linear' | 'quadratic' | undefined;
  readonly adjusted: boolean;
  readonly digits: number;
  readonly targetNames: string[] | undefined;
}

export function classCase(number: number): ClassCase {
  const d = new Draws(1, number);
  const kinds = 1 + d.below(6);
  const count = d.size(number);
  const present = 1 + d.below(kinds);
  const guessed = 1 + d.below(kinds);
  const agreement = d.below(5);
  const actual = d.many(present, count);
  const other = d.many(guessed, count);
  const predicted = d
    .many(4, count)
    .map((agree, index) => (agree < agreement ? actual[index]! : other[index]! + kinds - guessed));
  const first = d.below(3) - 1;
  const step = 1 + d.below(2);
  const isText = d.below(4) === 0;
  const known: Label[] = isText
    ? WORDS.slice(0, kinds + 1)
    : Array.from({ length: kinds + 1 }, (_, kind) => first + step * kind);
  const w = d.weights(count);
  let average = d.oneOf(['binary', 'macro', 'weighted', 'micro', null] as const);
  if (kinds <= 2 && d.below(2) === 0) average = 'binary';
  const start = d.below(kinds + 1);
  const length = 1 + d.below(kinds + 1);
  const hasLabels = d.below(3) === 0;
  const labels = Array.from({ length }, (_, place) => known[(start + place) % known.length]!);
  return {
    actual: actual.map((kind) => known[kind]!) as number[],
    predicted: predicted.map((kind) => known[kind]!) as number[],
    w,
    labels: hasLabels ? (labels as number[]) : undefined,
    average,
    posLabel: d.oneOf([1, known[0]!, known[Math.min(1, kinds)]!]),
    zeroDivision: d.oneOf([0, 1, Number.NaN]),
    beta: d.oneOf([0, 0.5, 1, 2, Number.POSITIVE_INFINITY]),
    normalize: d.oneOf([undefined, 'true', 'pred', 'all'] as const),
    kappa: d.oneOf([undefined, 'linear', 'quadratic'] as const),
    adjusted: d.below(2) === 1,
    digits: d.below(7),
    targetNames: d.below(4) === 0 ? known.map((name) => `<${name}>`) : undefined,
  };
}

export interface RankCase extends Weighted {
  readonly actual: number[];
  readonly scores: Float64Array;
}

export function rankCase(number: number): RankCase {
  const d = new Draws(2, number);
  const count = d.size(number);
  const share = d.oneOf(SHARES);
  const levels = d.oneOf([2, 5, 20, 1000]);
  const lift = d.below(4);
  const actual = d.many(4, count).map((value) => Number(value < share));
  const scores = Float64Array.from(
    d.many(levels, count),
    (level, index) => (level + (lift * levels * actual[index]!) / 8) / 64 - 1,
  );
  return { actual, scores, w: d.weights(count) };
}

export interface RowCase extends Weighted {
  readonly actual: number[];
  readonly rows: Rows;
  readonly labels: number[];
  readonly k: number;
  readonly ovr: 'macro' | 'weighted' | 'micro' | null;
  readonly ovo: 'macro' | 'weighted';
  readonly half: boolean | undefined;
  readonly bins: number;
}

export function rowCase(number: number): RowCase {
  const d = new Draws(3, number);
  const kinds = 3 + d.below(4);
  const count = d.size(number);
  const present = kinds - d.below(3) * d.below(2);
  const first = d.below(3) - 1;
  const actual = d.many(present, count).map((kind) => kind + first);
  const rows = probabilitiesOf(d, count, kinds);
  return {
    actual,
    rows,
    w: d.weights(count),
    labels: Array.from({ length: kinds }, (_, kind) => first + kind),
    k: 1 + d.below(kinds),
    ovr: d.oneOf(['macro', 'weighted', 'micro', null] as const),
    ovo: d.oneOf(['macro', 'weighted'] as const),
    half: d.oneOf([undefined, true, false]),
    bins: 1 + d.below(15),
  };
}

function probabilitiesOf(d: Draws, count: number, kinds: number): Rows {
  const drawn = d.many(17, count * kinds);
  const less = d.below(4) === 0 ? 8 : 0;
  const parts = Float64Array.from(drawn, (part) => Math.max(part - less, 0));
  for (let start = 0; start < parts.length; start += kinds) {
    const row = parts.subarray(start, start + kinds);
    let sum = row.reduce((total, part) => total + part, 0);
    if (sum === 0) row[0] = sum = 1;
    for (let column = 0; column < kinds; column++) row[column] = row[column]! / sum;
  }
  return ndarray(parts, [count, kinds]);
}

export interface ChanceCase extends Weighted {
  readonly actual: number[];
  readonly probabilities: Float64Array;
  readonly bins: number;
  readonly strategy: 'uniform' | 'quantile';
}

export function chanceCase(number: number): ChanceCase {
  const d = new Draws(4, number);
  const count = d.size(number);
  const share = d.oneOf(SHARES);
  const levels = d.oneOf([2, 8, 65]);
  return {
    actual: d.many(4, count).map((value) => Number(value < share)),
    probabilities: Float64Array.from(d.many(levels, count), (level) => level / (levels - 1)),
    w: d.weights(count),
    bins: 1 + d.below(12),
    strategy: d.oneOf(['uniform', 'quantile'] as const),
  };
}

export interface NumberCase extends Weighted {
  readonly actual: Rows;
  readonly predicted: Rows;
  readonly alpha: number;
  readonly share: {
    readonly multioutput: 'uniformAverage' | 'varianceWeighted';
    readonly forceFinite: boolean;
  };
}

export function numberCase(number: number): NumberCase {
  const d = new Draws(5, number);
  const width = 1 + d.below(3) * d.below(2);
  const count = d.size(number);
  const spread = d.oneOf([1, 7, 2001]);
  const error = d.oneOf([1, 9, 401]);
  const sign = d.below(2);
  const actual = d.many(spread, count * width).map((value) => (value - sign * Math.floor(spread / 2)) / 64);
  const predicted = d
    .many(error, count * width)
    .map((value, index) => actual[index]! + (value - Math.floor(error / 2)) / 64);
  const w =
    d.below(2) === 0 ? { sampleWeight: Float64Array.from(d.many(5, count), (value) => value / 4) } : {};
  return {
    actual: rowsOf(actual, width),
    predicted: rowsOf(predicted, width),
    w,
    alpha: d.below(5) / 4,
    share: {
      multioutput: d.oneOf(['uniformAverage', 'varianceWeighted'] as const),
      forceFinite: d.below(4) > 0,
    },
  };
}

export interface IndicatorCase extends Weighted {
  readonly actual: Rows;
  readonly predicted: Rows;
  readonly scores: Rows;
  readonly labels: number[] | undefined;
  readonly average: 'samples' | 'macro' | 'weighted' | 'micro' | null;
  readonly ranked: 'macro' | 'weighted' | 'micro' | null;
  readonly zeroDivision: number;
}

export function indicatorCase(number: number): IndicatorCase {
  const d = new Draws(6, number);
  const width = 2 + d.below(4);
  const count = d.size(number);
  const share = 1 + d.below(3);
  const agreement = d.below(5);
  const actual = d.many(4, count * width).map((value) => Number(value < share));
  const other = d.many(4, count * width).map((value) => Number(value < share));
  const predicted = d
    .many(4, count * width)
    .map((agree, index) => (agree < agreement ? actual[index]! : other[index]!));
  const scores = d.many(20, count * width).map((value, index) => (value + 5 * actual[index]!) / 32);
  const w = d.weights(count);
  const start = d.below(width);
  const length = 1 + d.below(width);
  const hasLabels = d.below(3) === 0;
  return {
    actual: rowsOf(actual, width),
    predicted: rowsOf(predicted, width),
    scores: rowsOf(scores, width),
    w,
    labels: hasLabels ? Array.from({ length }, (_, place) => (start + place) % width) : undefined,
    average: d.oneOf(['samples', 'macro', 'weighted', 'micro', null] as const),
    ranked: d.oneOf(['macro', 'weighted', 'micro', null] as const),
    zeroDivision: d.oneOf([0, 1, Number.NaN]),
  };
}

function rowsOf(values: readonly number[], width: number): Rows {
  return ndarray(Float64Array.from(values), [-1, width]);
}
