import { describe, expect, it } from '@jest/globals';
import type { Bounded } from '../support/batchNorm.js';
import { type Input, type Output, runOn } from '../support/compare.js';
import { groupNorm, groupNormGradients } from '../support/groupNorm.js';
import { randomInteger, randomSource } from '../support/random.js';
import { sizeOf, values } from '../support/shapes.js';

const CASES = 60;
const EPSILON = 1e-3;

type Random = () => number;

interface Sample {
  readonly shape: readonly number[];
  readonly groups: number;
}

interface Given {
  readonly x: Input;
  readonly dy: Input;
  readonly gamma: Input;
  readonly beta: Input;
  readonly groups: number;
}

/** Enough work for every thread: of many samples, of few with many groups, and of rows. */
const large: Sample[] = [
  { shape: [20, 13, 11, 24], groups: 3 },
  { shape: [2, 30, 31, 36], groups: 36 },
  { shape: [1, 900, 40], groups: 4 },
  { shape: [3000, 12], groups: 2 },
];

/** Of rank 2 to 4, with groups of one channel and of many; samples enough not to share their groups out, in some. */
function randomSample(random: Random): Sample {
  const groups = randomInteger(1, 6, random);
  const channels = groups * randomInteger(1, 9, random);
  const positions = Array.from({ length: randomInteger(0, 2, random) }, () => randomInteger(1, 7, random));
  return { shape: [randomInteger(1, random() < 0.2 ? 20 : 4, random), ...positions, channels], groups };
}

function eachOf(seed: number, test: (given: Given) => (string | undefined)[]): string[] {
  const random = randomSource(seed);
  const samples = [...Array.from({ length: CASES }, () => randomSample(random)), ...large];
  return samples.flatMap(({ shape, groups }, index) => {
    const channels = [shape.at(-1)!];
    const problems = test({
      x: input(shape, random, index % 4 === 0 ? 100 : 0),
      dy: input(shape, random),
      gamma: input(channels, random),
      beta: input(channels, random),
      groups,
    });
    const found = problems.filter((problem) => problem !== undefined);
    return found.map((problem) => `[${shape}] in ${groups} groups: ${problem}`);
  });
}

function input(shape: readonly number[], random: Random, shift = 0): Input {
  return { values: values(sizeOf(shape), random).map((value) => value + shift), shape };
}

function outside(name: string, output: Output | undefined, expected: Bounded): string | undefined {
  const at = Array.from(expected.values).findIndex((value, index) => {
    return !(Math.abs(output!.values[index]! - value) <= expected.bounds[index]!);
  });
  const { values: wanted, bounds } = expected;
  return at < 0
    ? undefined
    : `${name} at ${at}: ${output!.values[at]} instead of ${wanted[at]} ± ${bounds[at]}`;
}

describe('groupNorm', () => {
  it('agrees with its definition in float64, means far from zero included', () => {
    const found = eachOf(281, ({ x, gamma, beta, groups }) => {
      const expected = groupNorm(x, gamma, beta, groups, EPSILON);
      const attrs = { groups, epsilon: EPSILON };
      const [y, mean, invStd] = runOn('cpu', 'NeutypeGroupNorm', { x, gamma, beta }, attrs);
      return [
        outside('mean', mean, expected.mean),
        outside('invStd', invStd, expected.invStd),
        outside('y', y, expected.y),
      ];
    });
    expect(found).toEqual([]);
  });

  it('has the gradient of its formula in float64', () => {
    const found = eachOf(282, ({ x, dy, gamma, beta, groups }) => {
      const forward = groupNorm(x, gamma, beta, groups, EPSILON);
      const statistics = ({ values: numbers }: Bounded): Input => {
        return { values: Float32Array.from(numbers), shape: [x.shape[0]!, groups] };
      };
      const [mean, invStd] = [statistics(forward.mean), statistics(forward.invStd)];
      const expected = groupNormGradients(dy, x, gamma, mean, invStd);
      const [dx, dgamma, dbeta] = runOn('cpu', 'NeutypeGroupNormGrad', { dy, x, gamma, mean, invStd });
      return [
        outside('dx', dx, expected.dx),
        outside('dgamma', dgamma, expected.dgamma),
        outside('dbeta', dbeta, expected.dbeta),
      ];
    });
    expect(found).toEqual([]);
  });

  it('normalizes no samples to no samples', () => {
    const x = { values: [], shape: [0, 5, 4] };
    const gamma = { values: [1, 1, 1, 1], shape: [4] };
    const [y] = runOn('cpu', 'NeutypeGroupNorm', { x, gamma, beta: gamma }, { groups: 2, epsilon: EPSILON });
    expect(y!.shape).toEqual([0, 5, 4]);
    const none = { values: [], shape: [0, 2] };
    const inputs = { dy: x, x, gamma, mean: none, invStd: none };
    const [, dgamma, dbeta] = runOn('cpu', 'NeutypeGroupNormGrad', inputs);
    expect([...Array.from(dgamma!.values), ...Array.from(dbeta!.values)]).toEqual(new Array(8).fill(0));
  });

  it('gives NaN in the group that holds one and nowhere else', () => {
    const x = { values: [1, 2, Number.NaN, 4, 5, 7, 8, 10], shape: [1, 2, 4] };
    const gamma = { values: [1, 1, 1, 1], shape: [4] };
    const inputs = { x, gamma, beta: gamma };
    const [y] = runOn('cpu', 'NeutypeGroupNorm', inputs, { groups: 2, epsilon: EPSILON });
    expect(Array.from(y!.values, Number.isNaN)).toEqual([false, false, true, true, false, false, true, true]);
  });
});
