import { describe, expect, it } from '@jest/globals';
import type { Bounded } from '../support/batchNorm.js';
import { type Input, type Output, runOn } from '../support/compare.js';
import { randomInteger, randomSource } from '../support/random.js';
import { rowNorm, rowNormGradients } from '../support/rowNorm.js';
import { randomShape, sizeOf, values } from '../support/shapes.js';

const CASES = 60;
const EPSILON = 1e-3;

type Random = () => number;

interface Rows {
  readonly x: Input;
  readonly dy: Input;
  readonly gamma: Input;
  readonly beta: Input;
}

/** Enough work for every thread, and rows longer than any other. */
const large = [
  [64, 20, 128],
  [50_000, 3],
  [9, 7001],
];

/** Random shapes of every rank, some rows far from zero, and the large ones. */
function eachOf(seed: number, test: (rows: Rows) => (string | undefined)[]): string[] {
  const random = randomSource(seed);
  const shapes = [...Array.from({ length: CASES }, () => randomRows(random)), ...large];
  return shapes.flatMap((shape, index) => {
    const columns = [shape.at(-1)!];
    const [x, dy] = [input(shape, random, index % 4 === 0 ? 100 : 0), input(shape, random)];
    const problems = test({ x, dy, gamma: input(columns, random), beta: input(columns, random) });
    return problems.flatMap((problem) => (problem === undefined ? [] : [`[${shape}]: ${problem}`]));
  });
}

function randomRows(random: Random): number[] {
  const leading = randomShape(random, 3, 300).map((length) => Math.max(1, length));
  return [...leading, randomInteger(1, 70, random)];
}

function input(shape: number[], random: Random, shift = 0): Input {
  return { values: values(sizeOf(shape), random).map((value) => value + shift), shape };
}

function outside(
  name: string,
  output: Output | undefined,
  { values: expected, bounds }: Bounded,
): string | undefined {
  const at = Array.from(expected).findIndex((value, index) => {
    return !(Math.abs(output!.values[index]! - value) <= bounds[index]!);
  });
  return at < 0
    ? undefined
    : `${name} at ${at}: ${output!.values[at]} instead of ${expected[at]} ± ${bounds[at]}`;
}

/** As the forward pass hands them on, in float32. */
function statistics({ values: numbers }: Bounded, { shape }: Input): Input {
  return { values: Float32Array.from(numbers), shape: shape.slice(0, -1) };
}

describe('layerNorm', () => {
  it('agrees with its definition in float64, means far from zero included', () => {
    const found = eachOf(181, ({ x, gamma, beta }) => {
      const expected = rowNorm(x, gamma, beta, EPSILON);
      const [y, mean, invStd] = runOn('cpu', 'NeutypeLayerNorm', { x, gamma, beta }, { epsilon: EPSILON });
      return [
        outside('mean', mean, expected.mean),
        outside('invStd', invStd, expected.invStd),
        outside('y', y, expected.y),
      ];
    });
    expect(found).toEqual([]);
  });

  it('has the gradient of its formula in float64', () => {
    const found = eachOf(182, ({ x, dy, gamma, beta }) => {
      const forward = rowNorm(x, gamma, beta, EPSILON);
      const [mean, invStd] = [statistics(forward.mean, x), statistics(forward.invStd, x)];
      const expected = rowNormGradients(dy, x, gamma, mean, invStd);
      const [dx, dgamma, dbeta] = runOn('cpu', 'NeutypeLayerNormGrad', { dy, x, gamma, mean, invStd });
      return [
        outside('dx', dx, expected.dx),
        outside('dgamma', dgamma, expected.dgamma),
        outside('dbeta', dbeta, expected.dbeta),
      ];
    });
    expect(found).toEqual([]);
  });

  it('normalizes no rows to no rows', () => {
    const [x, gamma, beta] = [{ values: [], shape: [0, 3] }, ones(3), ones(3)];
    const [y] = runOn('cpu', 'NeutypeLayerNorm', { x, gamma, beta }, { epsilon: EPSILON });
    expect(y!.shape).toEqual([0, 3]);
    const none = { values: [], shape: [0] };
    const inputs = { dy: x, x, gamma, mean: none, invStd: none };
    const [dx, dgamma, dbeta] = runOn('cpu', 'NeutypeLayerNormGrad', inputs);
    expect(dx!.shape).toEqual([0, 3]);
    expect([...Array.from(dgamma!.values), ...Array.from(dbeta!.values)]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('gives NaN in the row that holds one and nowhere else', () => {
    const x = { values: [1, Number.NaN, 3, 4, 5, 7], shape: [2, 3] };
    const inputs = { x, gamma: ones(3), beta: ones(3) };
    const [y] = runOn('cpu', 'NeutypeLayerNorm', inputs, { epsilon: EPSILON });
    expect(Array.from(y!.values, Number.isNaN)).toEqual([true, true, true, false, false, false]);
  });
});

describe('rmsNorm', () => {
  it('agrees with its definition in float64', () => {
    const found = eachOf(183, ({ x, gamma }) => {
      const expected = rowNorm(x, gamma, undefined, EPSILON);
      const [y, invRms] = runOn('cpu', 'NeutypeRmsNorm', { x, gamma }, { epsilon: EPSILON });
      return [outside('invRms', invRms, expected.invStd), outside('y', y, expected.y)];
    });
    expect(found).toEqual([]);
  });

  it('has the gradient of its formula in float64', () => {
    const found = eachOf(184, ({ x, dy, gamma }) => {
      const invRms = statistics(rowNorm(x, gamma, undefined, EPSILON).invStd, x);
      const expected = rowNormGradients(dy, x, gamma, undefined, invRms);
      const [dx, dgamma] = runOn('cpu', 'NeutypeRmsNormGrad', { dy, x, gamma, invRms });
      return [outside('dx', dx, expected.dx), outside('dgamma', dgamma, expected.dgamma)];
    });
    expect(found).toEqual([]);
  });
});

function ones(length: number): Input {
  return { values: new Float32Array(length).fill(1), shape: [length] };
}
