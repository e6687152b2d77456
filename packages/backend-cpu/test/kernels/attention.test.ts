import { describe, expect, it } from '@jest/globals';
import { difference, type Input, runOn } from '../support/compare.js';
import { pick, randomInteger, randomSource } from '../support/random.js';
import { firstOutside, gamma, referenceProduct } from '../support/reference.js';
import { sizeOf, values } from '../support/shapes.js';

const CASES = 60;
const ULP = 2 ** -23;

interface Sizes {
  readonly batch: number;
  readonly heads: number;
  readonly queries: number;
  readonly keys: number;
  readonly headSize: number;
}

function randomSizes(random: () => number): Sizes {
  return {
    batch: randomInteger(1, 4, random),
    heads: randomInteger(1, 4, random),
    queries: pick([1, 2, 5, 8, 17, 64], random),
    keys: pick([1, 3, 4, 7, 16, 33, 65], random),
    headSize: pick([1, 2, 3, 8, 13, 32], random),
  };
}

function input(random: () => number, ...shape: number[]): Input {
  return { values: values(sizeOf(shape), random), shape };
}

type Matrix = Float32Array;

/** The columns of one head in one sample of [N, T, D]. */
function ofHead({ values, shape }: Input, sample: number, head: number, heads: number): Matrix {
  const [, time, features] = shape as [number, number, number];
  const size = features / heads;
  return Float32Array.from(
    { length: time * size },
    (_, at) => values[(sample * time + Math.floor(at / size)) * features + head * size + (at % size)]!,
  );
}

/** The matrix of one head in one sample of [N, H, Q, K]. */
function weightsOf({ values, shape }: Input, sample: number, head: number): Matrix {
  const [, heads, queries, keys] = shape as [number, number, number, number];
  const start = (sample * heads + head) * queries * keys;
  return Float32Array.from(values).subarray(start, start + queries * keys);
}

interface Product {
  readonly kernel: string;
  readonly inputs: Readonly<Record<string, Input>>;
  readonly attrs?: object;
  /** The factors of a head, m × n of k terms. */
  factors(sample: number, head: number): Parameters<typeof referenceProduct>[0];
  /** That head's part of the output. */
  part(output: Input, sample: number, head: number): Matrix;
}

const products: Readonly<Record<string, (sizes: Sizes, random: () => number) => Product>> = {
  headScores({ batch, heads, queries, keys, headSize }, random) {
    const query = input(random, batch, queries, heads * headSize);
    const key = input(random, batch, keys, heads * headSize);
    return {
      kernel: 'NeutypeHeadScores',
      inputs: { query, key },
      attrs: { heads },
      factors: (sample, head) => ({
        a: ofHead(query, sample, head, heads),
        b: ofHead(key, sample, head, heads),
        m: queries,
        n: keys,
        k: headSize,
        transposeA: false,
        transposeB: true,
      }),
      part: weightsOf,
    };
  },
  headMix({ batch, heads, queries, keys, headSize }, random) {
    const weights = input(random, batch, heads, queries, keys);
    const mixed = input(random, batch, keys, heads * headSize);
    return {
      kernel: 'NeutypeHeadMix',
      inputs: { weights, values: mixed },
      factors: (sample, head) => ({
        a: weightsOf(weights, sample, head),
        b: ofHead(mixed, sample, head, heads),
        m: queries,
        n: headSize,
        k: keys,
        transposeA: false,
        transposeB: false,
      }),
      part: (output, sample, head) => ofHead(output, sample, head, heads),
    };
  },
  headMixBack({ batch, heads, queries, keys, headSize }, random) {
    const weights = input(random, batch, heads, queries, keys);
    const mixed = input(random, batch, queries, heads * headSize);
    return {
      kernel: 'NeutypeHeadMixBack',
      inputs: { weights, values: mixed },
      factors: (sample, head) => ({
        a: weightsOf(weights, sample, head),
        b: ofHead(mixed, sample, head, heads),
        m: keys,
        n: headSize,
        k: queries,
        transposeA: true,
        transposeB: false,
      }),
      part: (output, sample, head) => ofHead(output, sample, head, heads),
    };
  },
};

describe.each(Object.keys(products))('%s', (name) => {
  it('is within the rounding of a sum of its terms, head by head', () => {
    const random = randomSource(71);
    const found = Array.from({ length: CASES }, () => {
      const sizes = randomSizes(random);
      const { kernel, inputs, attrs, factors, part } = products[name]!(sizes, random);
      const [output] = runOn('cpu', kernel, inputs, attrs);
      return Array.from({ length: sizes.batch * sizes.heads }, (_, index) => {
        const [sample, head] = [Math.floor(index / sizes.heads), index % sizes.heads];
        const given = factors(sample, head);
        const problem = firstOutside(part(output!, sample, head), referenceProduct(given), given.k + 1);
        return problem && `${JSON.stringify(sizes)}, sample ${sample}, head ${head}: ${problem}`;
      });
    });
    expect(found.flat().filter(Boolean)).toEqual([]);
  });
});

interface Masked {
  readonly scores: Input;
  readonly keep: Input | undefined;
  readonly causal: boolean;
  readonly scale: number;
}

/** In doubles, row by row. */
function softmaxOf({ scores, keep, causal, scale }: Masked): number[] {
  const [, heads, queries, keys] = scores.shape as [number, number, number, number];
  return Array.from({ length: scores.values.length / keys }, (_, row) => {
    const sample = Math.floor(row / (heads * queries));
    const grown = Array.from({ length: keys }, (_, key) => {
      const isSeen = (keep?.values[sample * keys + key] ?? 1) > 0 && !(causal && key > row % queries);
      return isSeen ? Math.exp(scale * scores.values[row * keys + key]!) : 0;
    });
    const sum = grown.reduce((all, value) => all + value, 0);
    return sum === 0 ? grown : grown.map((value) => value / sum);
  }).flat();
}

function maskedCase(random: () => number): Masked {
  const { batch, heads, queries, keys } = randomSizes(random);
  const keep = { values: values(batch * keys, random), shape: [batch, keys] };
  // One sample in four has nothing to look at.
  if (random() < 0.25) keep.values.fill(0, 0, keys);
  return {
    scores: input(random, batch, heads, queries, keys),
    keep: random() < 0.6 ? keep : undefined,
    causal: random() < 0.5,
    scale: pick([1, 0.125, 3], random),
  };
}

describe('maskedSoftmax', () => {
  it('agrees with its definition in float64, with and without masks', () => {
    const random = randomSource(72);
    const found = Array.from({ length: CASES * 2 }, () => {
      const { scores, keep, causal, scale } = maskedCase(random);
      const inputs = keep === undefined ? { scores } : { scores, keep };
      const [output] = runOn('cpu', 'NeutypeMaskedSoftmax', inputs, { causal, scale });
      const expected = softmaxOf({ scores, keep, causal, scale });
      // An exponent of up to 18 is rounded twice, which moves its exponential by as many roundings.
      const relative = 18 * ULP + 8 * ULP + gamma(scores.shape[3]! + 2);
      return difference(
        output!,
        { values: expected, shape: [...scores.shape], dtype: 'float32' },
        { relative, absolute: 2 ** -126 },
      );
    });
    expect(found.filter(Boolean)).toEqual([]);
  });

  it('gives NaN where a score that is looked at is NaN, and nowhere else', () => {
    const scores = { values: [Number.NaN, 1, 1, 2], shape: [1, 1, 2, 2] };
    const attrs = { causal: false, scale: 1 };
    const [free] = runOn('cpu', 'NeutypeMaskedSoftmax', { scores }, attrs);
    expect([...Float32Array.from(free!.values)].map(Number.isNaN)).toEqual([true, true, false, false]);
    const keep = { values: [0, 1], shape: [1, 2] };
    const [masked] = runOn('cpu', 'NeutypeMaskedSoftmax', { scores, keep }, attrs);
    expect([...Float32Array.from(masked!.values)]).toEqual([0, 1, 0, 1]);
  });

  it('has the gradient scale · w · (dw − Σ dw · w)', () => {
    const random = randomSource(73);
    const found = Array.from({ length: CASES }, () => {
      const { batch, heads, queries, keys } = randomSizes(random);
      const [dweights, weights] = [0, 1].map(() => input(random, batch, heads, queries, keys)) as [
        Input,
        Input,
      ];
      const [output] = runOn('cpu', 'NeutypeMaskedSoftmaxGrad', { dweights, weights }, { scale: 0.5 });
      const magnitudes: number[] = [];
      const expected = Array.from(weights.values, (weight, at) => {
        const row = at - (at % keys);
        const terms = Array.from(
          { length: keys },
          (_, key) => dweights.values[row + key]! * weights.values[row + key]!,
        );
        const sum = terms.reduce((all, term) => all + term, 0);
        const size = terms.reduce((all, term) => all + Math.abs(term), Math.abs(dweights.values[at]!));
        magnitudes.push(0.5 * Math.abs(weight) * size);
        return 0.5 * weight * (dweights.values[at]! - sum);
      });
      return difference(
        output!,
        { values: expected, shape: [...weights.shape], dtype: 'float32' },
        { relative: gamma(keys + 4), magnitudes },
      );
    });
    expect(found.filter(Boolean)).toEqual([]);
  });
});
