import { NdArray, ndarray, type Random, random } from 'neutype';

/** Rows of features, and what belongs to each. */
export interface Table {
  readonly x: NdArray<Float32Array>;
  readonly y: NdArray<Float32Array>;
}

/** Mean and standard deviation of sepal length, sepal width, petal length and petal width, in centimeters. */
const IRISES = [
  { means: [5.0, 3.4, 1.5, 0.25], deviations: [0.35, 0.38, 0.17, 0.11] },
  { means: [5.9, 2.8, 4.3, 1.33], deviations: [0.52, 0.31, 0.47, 0.2] },
  { means: [6.6, 3.0, 5.55, 2.03], deviations: [0.64, 0.32, 0.55, 0.27] },
] as const;

/** Half of what makes one flower differ from others of its kind is its size, in which all four measures agree. */
const SIZE = Math.SQRT1_2;

/** Flowers of three kinds, drawn to be as large and as varied as Fisher's irises are; none of them is one of his. */
export function irisLike(samples: number, seed: number): Table {
  const source = random(seed);
  const kinds = Array.from({ length: samples }, (_, index) => index % IRISES.length);
  const x = kinds.flatMap((kind) => {
    const { means, deviations } = IRISES[kind]!;
    const size = SIZE * source.normal();
    return means.map((mean, index) => mean + deviations[index]! * (size + SIZE * source.normal()));
  });
  return table(x, kinds);
}

/** Places at a river, and how they count. */
const PLACES = 4;

/**
 * Houses, and their prices in thousands: floor area, age, distance from the center, rooms, and one of four places as a column each.
 * The price is a rule of our own, with what real ones have: it is not a sum of its parts, it levels off, and a fifth of it is chance.
 */
export function housingLike(samples: number, seed: number): Table {
  const source = random(seed);
  const rows = Array.from({ length: samples }, () => house(source));
  return table(
    rows.flatMap(({ features }) => features),
    rows.map(({ price }) => price),
  );
}

function house(source: Random): { features: number[]; price: number } {
  const area = Math.exp(source.normal(4.7, 0.35));
  const age = source.uniform(0, 80);
  const distance = Math.abs(source.normal(0, 9));
  const rooms = Math.max(1, Math.round(area / 28 + source.normal()));
  const place = source.integer(PLACES);
  const perMeter = 2.2 + 2.4 * Math.exp(-distance / 6) + [0, 0.3, 0.9, -0.4][place]!;
  const worn = age > 60 ? 0.85 : 1 - 0.004 * age;
  const crowded = area / rooms < 20 ? 0.9 : 1;
  const price = area * perMeter * worn * crowded * Math.exp(source.normal(0, 0.1));
  const places = Array.from({ length: PLACES }, (_, index) => Number(index === place));
  return { features: [area, age, distance, rooms, ...places], price };
}

function table(x: readonly number[], y: readonly number[]): Table {
  return {
    x: ndarray(Float32Array.from(x), [y.length, x.length / y.length]) as NdArray<Float32Array>,
    y: new NdArray(Float32Array.from(y), [y.length]),
  };
}
