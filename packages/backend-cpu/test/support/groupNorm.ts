import type { Bounded } from './batchNorm.js';
import type { Input } from './compare.js';
import { gamma as off } from './reference.js';
import { type RowNorm, type RowNormGradients, rowNorm, rowNormGradients } from './rowNorm.js';

/**
 * Normalization within groups of channels in float64, with bounds: each group of a sample is a row that is normalized.
 */
export function groupNorm(x: Input, gamma: Input, beta: Input, groups: number, epsilon: number): RowNorm {
  const [samples, count] = [x.shape[0]!, x.values.length];
  const [y, mean, invStd] = [bounded(count), bounded(samples * groups), bounded(samples * groups)];
  for (const group of groupsOf(x, groups)) {
    const { places, channels } = group;
    const rows = rowNorm(gathered(x, places), perPlace(gamma, channels), perPlace(beta, channels), epsilon);
    scatter(y, rows.y, places.flat());
    const statistics = places.map((_, sample) => sample * groups + group.index);
    scatter(mean, rows.mean, statistics);
    scatter(invStd, rows.invStd, statistics);
  }
  return { y, mean, invStd };
}

/** From mean and invStd, [samples, groups], as they are given. */
export function groupNormGradients(
  dy: Input,
  x: Input,
  gamma: Input,
  mean: Input,
  invStd: Input,
): RowNormGradients {
  const groups = mean.shape[1]!;
  const count = gamma.values.length;
  const [dx, dgamma, dbeta] = [bounded(x.values.length), bounded(count), bounded(count)];
  for (const { index, places, channels } of groupsOf(x, groups)) {
    const statistics = places.map((_, sample) => [sample * groups + index]);
    const [center, scale] = [gathered(mean, statistics), gathered(invStd, statistics)];
    const [gradient, image] = [gathered(dy, places), gathered(x, places)];
    const rows = rowNormGradients(gradient, image, perPlace(gamma, channels), center, scale);
    scatter(dx, rows.dx, places.flat());
    // Over samples and positions in whatever order; four factors are rounded before.
    const roundings = off(places.length * channels.length + 4);
    for (const [place, channel] of channels.entries()) {
      for (const [sample] of places.entries()) {
        const at = sample * channels.length + place;
        const slope = gradient.values[at]!;
        const along = slope * (image.values[at]! - center.values[sample]!) * scale.values[sample]!;
        dbeta.values[channel]! += slope;
        dbeta.bounds[channel]! += roundings * Math.abs(slope);
        dgamma.values[channel]! += along;
        dgamma.bounds[channel]! += roundings * Math.abs(along);
      }
    }
  }
  return { dx, dgamma, dbeta };
}

interface Group {
  readonly index: number;
  /** Where the values of each sample lie. */
  readonly places: readonly (readonly number[])[];
  /** The channel of each of those values. */
  readonly channels: readonly number[];
}

function groupsOf({ shape, values }: Input, groups: number): Group[] {
  const [samples, channels] = [shape[0]!, shape.at(-1)!];
  const [size, width] = [values.length / samples, channels / groups];
  return Array.from({ length: groups }, (_, index) => {
    const within = Array.from({ length: size }, (_, at) => at).filter(
      (at) => Math.floor((at % channels) / width) === index,
    );
    return {
      index,
      places: Array.from({ length: samples }, (_, sample) => within.map((at) => sample * size + at)),
      channels: within.map((at) => at % channels),
    };
  });
}

function gathered({ values }: Input, places: readonly (readonly number[])[]): Input {
  return { values: places.flat().map((place) => values[place]!), shape: [places.length] };
}

function perPlace({ values }: Input, channels: readonly number[]): Input {
  return { values: channels.map((channel) => values[channel]!), shape: [channels.length] };
}

function scatter({ values, bounds }: Bounded, from: Bounded, places: readonly number[]): void {
  for (const [index, place] of places.entries()) {
    values[place] = from.values[index]!;
    bounds[place] = from.bounds[index]!;
  }
}

function bounded(length: number): Bounded {
  return { values: new Float64Array(length), bounds: new Float64Array(length) };
}
