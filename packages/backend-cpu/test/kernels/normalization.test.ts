import { describe, expect, it } from '@jest/globals';
import { disagreement, type Input, runOn } from '../support/compare.js';
import { worst } from '../support/double.js';
import { randomInteger, randomSource } from '../support/random.js';
import { randomShape, sizeOf, values } from '../support/shapes.js';

const CASES = 80;
const EPSILON = 1e-3;

type Random = () => number;
const input = (shape: number[], random: Random, shift = 0): Input => ({
  values: values(sizeOf(shape), random).map((value) => value + shift),
  shape,
});

function randomImages(random: Random): number[] {
  const shape = randomShape(random, 3, 3000).map((length) => Math.max(1, length));
  return [randomInteger(2, 40, random), ...shape];
}

interface Definition {
  y(row: number, channel: number): number;
  readonly mean: Float64Array;
  readonly invStd: Float64Array;
}

/** Normalisation by the batch in float64. */
function normalized(x: Input, gamma: Input, beta: Input): Definition {
  const channels = gamma.values.length;
  const rows = x.values.length / channels;
  const mean = new Float64Array(channels);
  const invStd = new Float64Array(channels);
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += x.values[row * channels + channel]!;
    mean[channel] = sum / rows;
    let squares = 0;
    for (let row = 0; row < rows; row++)
      squares += (x.values[row * channels + channel]! - mean[channel]!) ** 2;
    invStd[channel] = 1 / Math.sqrt(squares / rows + EPSILON);
  }
  const y = (row: number, channel: number) =>
    (x.values[row * channels + channel]! - mean[channel]!) * invStd[channel]! * gamma.values[channel]! +
    beta.values[channel]!;
  return { y, mean, invStd };
}

describe('NeutypeBatchNormTraining', () => {
  it('agrees with its definition in float64, means far from zero included', () => {
    const random = randomSource(81);
    for (let index = 0; index < CASES; index++) {
      const shape = randomImages(random);
      const channels = shape.at(-1)!;
      const x = input(shape, random, index % 4 === 0 ? 100 : 0);
      const gamma = input([channels], random);
      const beta = input([channels], random);
      const expected = normalized(x, gamma, beta);
      const [y, mean, invStd] = runOn(
        'cpu',
        'NeutypeBatchNormTraining',
        { x, gamma, beta },
        { epsilon: EPSILON },
      );
      const wanted = Array.from({ length: x.values.length }, (_, at) =>
        expected.y(Math.floor(at / channels), at % channels),
      );
      const magnitude = index % 4 === 0 ? 100 : 3;
      expect(worst(mean!.values, expected.mean)).toBeLessThan(magnitude * 1e-6);
      expect(
        worst(
          Array.from(invStd!.values, (value, at) => value / expected.invStd[at]!),
          new Float64Array(channels).fill(1),
        ),
      ).toBeLessThan(magnitude * 1e-5);
      expect(worst(y!.values, wanted)).toBeLessThan(magnitude * 1e-4);
    }
  });
});

describe('NeutypeBatchNormTrainingGrad', () => {
  it('agrees with central differences of the definition', () => {
    const random = randomSource(82);
    const H = 1e-4;
    for (let index = 0; index < 15; index++) {
      const channels = randomInteger(1, 9, random);
      const shape = [randomInteger(3, 30, random), channels];
      const [x, dy] = [input(shape, random), input(shape, random)];
      const [gamma, beta] = [input([channels], random), input([channels], random)];
      const loss = (image: Input, scale: Input, shift: Input) => {
        const { y } = normalized(image, scale, shift);
        return Array.from(dy.values).reduce(
          (sum, weight, at) => sum + weight * y(Math.floor(at / channels), at % channels),
          0,
        );
      };
      const nudged = ({ values: numbers, shape: size }: Input, at: number, step: number): Input => ({
        values: Float64Array.from(numbers, (value, place) => (place === at ? value + step : value)),
        shape: size,
      });
      const { mean, invStd } = normalized(x, gamma, beta);
      const [dx, dgamma, dbeta] = runOn('cpu', 'NeutypeBatchNormTrainingGrad', {
        dy,
        x,
        gamma,
        mean: { values: Float32Array.from(mean), shape: [channels] },
        invStd: { values: Float32Array.from(invStd), shape: [channels] },
      });
      for (let at = 0; at < x.values.length; at += 5) {
        const slope = (loss(nudged(x, at, H), gamma, beta) - loss(nudged(x, at, -H), gamma, beta)) / (2 * H);
        expect(Math.abs(dx!.values[at]! - slope)).toBeLessThan(1e-3 * Math.max(1, Math.abs(slope)));
      }
      for (let at = 0; at < channels; at++) {
        const byGamma =
          (loss(x, nudged(gamma, at, H), beta) - loss(x, nudged(gamma, at, -H), beta)) / (2 * H);
        const byBeta = (loss(x, gamma, nudged(beta, at, H)) - loss(x, gamma, nudged(beta, at, -H))) / (2 * H);
        expect(Math.abs(dgamma!.values[at]! - byGamma)).toBeLessThan(1e-3 * Math.max(1, Math.abs(byGamma)));
        expect(Math.abs(dbeta!.values[at]! - byBeta)).toBeLessThan(1e-3 * Math.max(1, Math.abs(byBeta)));
      }
    }
  });
});

describe('FusedBatchNorm', () => {
  it('agrees with stock tfjs', () => {
    const random = randomSource(83);
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
