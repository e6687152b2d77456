import { describe, expect, it } from '@jest/globals';
import { type Input, leavesToStock, runOn } from '../support/compare.js';
import { randomInteger, randomSource } from '../support/random.js';
import { firstOutside, type Reference } from '../support/reference.js';
import { sizeOf, values } from '../support/shapes.js';

const CASES = 80;

type Random = () => number;

interface Attrs {
  readonly depthRadius: number;
  readonly bias: number;
  readonly alpha: number;
  readonly beta: number;
}

interface Pixels {
  readonly shape: readonly number[];
  readonly attrs: Attrs;
}

leavesToStock('LRN', ({ x }) => sizeOf(x!.shape) === 0);
leavesToStock('LRNGrad', ({ x }) => sizeOf(x!.shape) === 0);

/** Enough work for every thread. */
const large: Pixels[] = [
  { shape: [4, 20, 21, 50], attrs: { depthRadius: 5, bias: 2, alpha: 1e-4, beta: 0.75 } },
];

function randomPixels(random: Random): Pixels {
  const shape = [
    randomInteger(0, 3, random),
    randomInteger(1, 4, random),
    randomInteger(1, 4, random),
    randomInteger(1, 23, random),
  ];
  const depthRadius = randomInteger(0, 7, random);
  return { shape, attrs: { depthRadius, bias: 1 + random(), alpha: random(), beta: 0.2 + random() } };
}

function findings(
  seed: number,
  findOne: (x: Input, dy: Input, attrs: Attrs) => string | undefined,
): string[] {
  const random = randomSource(seed);
  const all = [...Array.from({ length: CASES }, () => randomPixels(random)), ...large];
  return all.flatMap(({ shape, attrs }) => {
    const [x, dy] = [input(shape, random), input(shape, random)];
    const found = findOne(x, dy, attrs);
    return found === undefined ? [] : [`[${shape}] ${JSON.stringify(attrs)}: ${found}`];
  });
}

function input(shape: readonly number[], random: Random): Input {
  return { values: values(sizeOf(shape), random), shape };
}

/**
 * Roundings of an output: the sum over the neighbors and its three factors; the logarithm, two units off, times up to 1.2
 * times itself, which is at most 6 here; the exponential, two units off; and what these are multiplied with.
 */
function roundingsOf({ depthRadius }: Attrs): number {
  return 2 * (2 * depthRadius + 1) + 50;
}

/** What x was divided by, before the power, at each place. */
function responses({ values: x, shape }: Input, { depthRadius, bias, alpha }: Attrs): Float64Array {
  return Float64Array.from(
    x,
    (_, place) =>
      bias + alpha * neighbors(place, shape, depthRadius).reduce((sum, at) => sum + x[at]! ** 2, 0),
  );
}

function neighbors(place: number, shape: readonly number[], radius: number): number[] {
  const channels = shape.at(-1)!;
  const channel = place % channels;
  const first = Math.max(0, channel - radius);
  const last = Math.min(channels - 1, channel + radius);
  return Array.from({ length: last - first + 1 }, (_, index) => place - channel + first + index);
}

describe('local response normalization', () => {
  it('agrees with its definition in float64', () => {
    const found = findings(381, (x, _, attrs) => {
      const divisors = responses(x, attrs);
      const y = Float64Array.from(x.values, (value, at) => value / divisors[at]! ** attrs.beta);
      const expected: Reference = { values: y, magnitudes: y.map(Math.abs) };
      return firstOutside(runOn('cpu', 'LRN', { x }, attrs)[0]!.values, expected, roundingsOf(attrs));
    });
    expect(found).toEqual([]);
  });

  it('has the gradient of its formula in float64', () => {
    const found = findings(382, (x, dy, attrs) => {
      const [dx] = runOn('cpu', 'LRNGrad', { x, y: x, dy }, attrs);
      return firstOutside(dx!.values, gradient(x, dy, attrs), roundingsOf(attrs) * 2);
    });
    expect(found).toEqual([]);
  });

  it('gives NaN where a neighbor is NaN and nowhere else', () => {
    const x = { values: [1, 2, 3, Number.NaN, 5, 6, 7], shape: [1, 1, 1, 7] };
    const [y] = runOn('cpu', 'LRN', { x }, { depthRadius: 1, bias: 1, alpha: 1, beta: 0.5 });
    expect(Array.from(y!.values, Number.isNaN)).toEqual([false, false, true, true, true, false, false]);
  });
});

function gradient(x: Input, dy: Input, attrs: Attrs): Reference {
  const { alpha, beta, depthRadius } = attrs;
  const divisors = responses(x, attrs);
  const own = Float64Array.from(divisors, (divisor, at) => dy.values[at]! * divisor ** -beta);
  const terms = own.map((value, at) => (value * x.values[at]!) / divisors[at]!);
  const along = (of: (term: number) => number, at: number): number =>
    2 *
    alpha *
    beta *
    of(x.values[at]!) *
    neighbors(at, x.shape, depthRadius).reduce((sum, each) => sum + of(terms[each]!), 0);
  return {
    values: own.map((value, at) => value - along((term) => term, at)),
    magnitudes: own.map((value, at) => Math.abs(value) + along(Math.abs, at)),
  };
}
