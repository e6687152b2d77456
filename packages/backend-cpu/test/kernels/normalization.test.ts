import { describe, expect, it } from '@jest/globals';
import { type Bounded, batchNorm, batchNormGradients } from '../support/batchNorm.js';
import { disagreement, type Input, type Output, runOn } from '../support/compare.js';
import { randomInteger, randomSource } from '../support/random.js';
import { randomShape, sizeOf, values } from '../support/shapes.js';

const CASES = 80;
const EPSILON = 1e-3;

type Random = () => number;
function input(shape: number[], random: Random, shift = 0): Input {
  return {
    values: values(sizeOf(shape), random).map((value) => value + shift),
    shape,
  };
}

function randomImages(random: Random): number[] {
  const shape = randomShape(random, 3, 3000).map((length) => Math.max(1, length));
  return [randomInteger(2, 40, random), ...shape];
}

/** Enough work for every thread, in one chunk of rows and in several. */
const large = [
  [64, 20, 20, 24],
  [50_000, 3],
  [9, 7000],
];

function outside({ values: actual }: Output, { values: expected, bounds }: Bounded): string | undefined {
  const at = Array.from(expected).findIndex((value, index) => {
    return !(Math.abs(actual[index]! - value) <= bounds[index]!);
  });
  return at < 0 ? undefined : `value ${at}: ${actual[at]} instead of ${expected[at]} ± ${bounds[at]}`;
}

describe('NeutypeBatchNormTraining', () => {
  it('agrees with its definition in float64, means far from zero included', () => {
    const random = randomSource(81);
    const shapes = [...Array.from({ length: CASES }, () => randomImages(random)), ...large];
    for (const [index, shape] of shapes.entries()) {
      const channels = shape.at(-1)!;
      const x = input(shape, random, index % 4 === 0 ? 100 : 0);
      const scale = input([channels], random);
      const shift = input([channels], random);
      const expected = batchNorm(x, scale, shift, EPSILON);
      const inputs = { x, gamma: scale, beta: shift };
      const [y, mean, variance, invStd] = runOn('cpu', 'NeutypeBatchNormTraining', inputs, {
        epsilon: EPSILON,
      });
      expect([
        shape,
        outside(mean!, expected.mean),
        outside(variance!, expected.variance),
        outside(invStd!, expected.invStd),
        outside(y!, expected.y),
      ]).toEqual([shape, undefined, undefined, undefined, undefined]);
    }
  });
});

describe('NeutypeBatchNormTrainingGrad', () => {
  it('agrees with its formula in float64', () => {
    const random = randomSource(82);
    const shapes = [...Array.from({ length: CASES }, () => randomImages(random)), ...large];
    for (const [index, shape] of shapes.entries()) {
      const channels = shape.at(-1)!;
      const x = input(shape, random, index % 4 === 0 ? 100 : 0);
      const dy = input(shape, random);
      const scale = input([channels], random);
      const statistics = batchNorm(x, scale, scale, EPSILON);
      const [mean, invStd] = [statistics.mean, statistics.invStd].map(
        ({ values: numbers }): Input => ({ values: Float32Array.from(numbers), shape: [channels] }),
      );
      const expected = batchNormGradients(dy, x, scale, mean!, invStd!);
      const inputs = { dy, x, gamma: scale, mean: mean!, invStd: invStd! };
      const [dx, dgamma, dbeta] = runOn('cpu', 'NeutypeBatchNormTrainingGrad', inputs);
      expect([
        shape,
        outside(dx!, expected.dx),
        outside(dgamma!, expected.dgamma),
        outside(dbeta!, expected.dbeta),
      ]).toEqual([shape, undefined, undefined, undefined]);
    }
  });

  it('has a formula that central differences of the definition agree with', () => {
    const random = randomSource(83);
    const H = 1e-4;
    for (let index = 0; index < 15; index++) {
      const channels = randomInteger(1, 9, random);
      const shape = [randomInteger(3, 30, random), channels];
      const [x, dy] = [input(shape, random), input(shape, random)];
      const [scale, shift] = [input([channels], random), input([channels], random)];
      const loss = (image: Input, factor: Input, offset: Input) =>
        batchNorm(image, factor, offset, EPSILON).y.values.reduce(
          (sum, value, at) => sum + dy.values[at]! * value,
          0,
        );
      const nudged = ({ values: numbers, shape: size }: Input, at: number, step: number): Input => ({
        values: Float64Array.from(numbers, (value, place) => (place === at ? value + step : value)),
        shape: size,
      });
      const slope = (of: (step: number) => number) => (of(H) - of(-H)) / (2 * H);
      const { mean, invStd } = batchNorm(x, scale, shift, EPSILON);
      const { dx, dgamma, dbeta } = batchNormGradients(
        dy,
        x,
        scale,
        { values: mean.values, shape: [channels] },
        { values: invStd.values, shape: [channels] },
      );
      const agrees = (gradient: number, of: (step: number) => number) =>
        expect(Math.abs(gradient - slope(of))).toBeLessThan(1e-4 * Math.max(1, Math.abs(gradient)));
      for (let at = 0; at < x.values.length; at += 5) {
        agrees(dx.values[at]!, (step) => loss(nudged(x, at, step), scale, shift));
      }
      for (let at = 0; at < channels; at++) {
        agrees(dgamma.values[at]!, (step) => loss(x, nudged(scale, at, step), shift));
        agrees(dbeta.values[at]!, (step) => loss(x, scale, nudged(shift, at, step)));
      }
    }
  });
});

describe('FusedBatchNorm', () => {
  it('agrees with stock tfjs', () => {
    const random = randomSource(84);
    const found = Array.from({ length: CASES }, () => {
      const shape = randomImages(random);
      const channels = shape.at(-1)!;
      const variance = { values: values(channels, random).map(Math.abs), shape: [channels] };
      const inputs = {
        x: input(shape, random),
        mean: input([channels], random),
        variance,
        ...(random() < 0.7 ? { scale: input([channels], random) } : {}),
        ...(random() < 0.7 ? { offset: input([channels], random) } : {}),
      };
      const steepest = 1 / Math.sqrt(Math.min(...variance.values) + EPSILON);
      // Six roundings of a value below (3 + 3) * 3 * steepest + 3.
      const absolute = 6 * 2 ** -24 * (18 * steepest + 3);
      return disagreement(
        { kernel: 'FusedBatchNorm', inputs, attrs: { varianceEpsilon: EPSILON } },
        { relative: 0, absolute },
      );
    });
    expect(found.filter(Boolean)).toEqual([]);
  });
});
