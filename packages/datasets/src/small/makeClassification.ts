import { checkCount, checkNumber, OptionError, optionNames, shown } from '@neutype/errors';
import type { Random } from '@neutype/random';
import { begin, emptyRows, finish, type GeneratorOptions, type LabeledPoints } from './generated.js';

export interface ClassificationOptions extends GeneratorOptions {
  /** How many features; 20 by default. What is not informative, redundant or repeated is noise. */
  readonly features?: number | undefined;
  /** Features that tell the classes apart; 2 by default. */
  readonly informative?: number | undefined;
  /** Random linear combinations of informative features; 2 by default. */
  readonly redundant?: number | undefined;
  /** Copies of informative and redundant features; 0 by default. */
  readonly repeated?: number | undefined;
  /** 2 by default. */
  readonly classes?: number | undefined;
  /** Clusters a class consists of; 2 by default. */
  readonly clustersPerClass?: number | undefined;
  /** The share of each class; equal by default. */
  readonly weights?: readonly number[] | undefined;
  /** The share of samples whose class is drawn at random; 0.01 by default. */
  readonly flipY?: number | undefined;
  /** How far the clusters are apart: half the edge of the cube whose corners are their centers; 1 by default. */
  readonly classSep?: number | undefined;
}

const WHERE = 'makeClassification';
const OPTIONS = optionNames<ClassificationOptions>({
  samples: true,
  shuffle: true,
  seed: true,
  features: true,
  informative: true,
  redundant: true,
  repeated: true,
  classes: true,
  clustersPerClass: true,
  weights: true,
  flipY: true,
  classSep: true,
});

/**
 * Clusters at the corners of a cube, several to a class, hidden among redundant and meaningless features: scikit-learn's
 * `make_classification`, after I. Guyon, "Design of experiments for the NIPS 2003 variable selection benchmark".
 *
 * @throws OptionError for options that cannot be, or do not go together
 *
 * @example
 * ```ts
 * const { x, y } = makeClassification({ samples: 500, features: 10, informative: 4, classes: 3, seed: 1 });
 * ```
 */
export function makeClassification(options: ClassificationOptions = {}): LabeledPoints {
  const { samples, source } = begin(WHERE, options, OPTIONS);
  const plan = completed(options);
  const rows = emptyRows(WHERE, samples, plan.features);
  const labels = new Int32Array(samples);
  const corners = source.permutation(2 ** Math.min(plan.informative, 16));
  let at = 0;
  clusterSizes(samples, plan).forEach((count, cluster) => {
    const mixing = matrix(plan.informative, plan.informative, source);
    for (let i = 0; i < count; i++, at++) {
      labels[at] = cluster % plan.classes;
      const point = multiplied(normals(plan.informative, source), mixing, plan.informative);
      for (let axis = 0; axis < plan.informative; axis++) {
        const side = (corners[cluster % corners.length]! >> axis) & 1;
        rows[at * plan.features + axis] = point[axis]! + (side === 1 ? plan.classSep : -plan.classSep);
      }
    }
  });
  addDependent(rows, samples, plan, source);
  flip(labels, plan, source);
  if (options.shuffle !== false) shuffleColumns(rows, plan.features, source);
  return finish(rows, labels, options, source);
}

type Plan = Required<{
  [Name in Exclude<keyof ClassificationOptions, keyof GeneratorOptions>]: NonNullable<
    ClassificationOptions[Name]
  >;
}>;

function completed(options: ClassificationOptions): Plan {
  const { features = 20, informative = 2, redundant = 2, repeated = 0 } = options;
  const { classes = 2, clustersPerClass = 2, flipY = 0.01, classSep = 1 } = options;
  for (const [name, count] of Object.entries({ features, informative, classes, clustersPerClass })) {
    checkCount(`${WHERE}, ${name}`, count);
  }
  checkCount(`${WHERE}, redundant`, redundant, 0);
  checkCount(`${WHERE}, repeated`, repeated, 0);
  checkNumber(`${WHERE}, flipY`, flipY, { from: 0, to: 1 });
  checkNumber(`${WHERE}, classSep`, classSep);
  const { weights = new Array<number>(classes).fill(1 / classes) } = options;
  checkWeights(weights, classes);
  const plan = {
    features,
    informative,
    redundant,
    repeated,
    classes,
    clustersPerClass,
    weights,
    flipY,
    classSep,
  };
  checkTogether(plan);
  return plan;
}

function checkWeights(weights: readonly number[], classes: number): void {
  const where = `${WHERE}, weights`;
  if (!Array.isArray(weights) || weights.length !== classes) {
    throw new OptionError({
      where,
      expected: `one for each of the ${classes} classes`,
      received: shown(weights),
    });
  }
  for (const weight of weights) checkNumber(where, weight, { from: 0 });
  checkNumber(
    `${where}, their sum`,
    weights.reduce((sum, weight) => sum + weight, 0),
    { above: 0 },
  );
}

function checkTogether({
  features,
  informative,
  redundant,
  repeated,
  classes,
  clustersPerClass,
}: Plan): void {
  if (informative + redundant + repeated > features) {
    throw new OptionError({
      where: WHERE,
      expected: `at most ${features} informative, redundant and repeated features together`,
      received: `${informative} + ${redundant} + ${repeated}`,
    });
  }
  if (informative < Math.log2(classes * clustersPerClass)) {
    throw new OptionError({
      where: WHERE,
      expected: `a corner of a cube for each of ${classes} x ${clustersPerClass} clusters`,
      received: `${2 ** informative} corners with ${informative} informative features`,
      remedy: 'Take more informative features, or fewer clustersPerClass.',
    });
  }
}

/** Rounded down as scikit-learn does, what is missing dealt out one by one. */
function clusterSizes(samples: number, { classes, clustersPerClass, weights }: Plan): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const sizes = Array.from({ length: classes * clustersPerClass }, (_, cluster) =>
    Math.floor((samples * weights[cluster % classes]!) / total / clustersPerClass),
  );
  let missing = samples - sizes.reduce((sum, size) => sum + size, 0);
  for (let cluster = 0; missing > 0; cluster = (cluster + 1) % sizes.length, missing--) {
    sizes[cluster] = sizes[cluster]! + 1;
  }
  return sizes;
}

function addDependent(rows: Float32Array, samples: number, plan: Plan, source: Random): void {
  const { features, informative, redundant, repeated } = plan;
  const combination = matrix(informative, redundant, source);
  const dependent = informative + redundant;
  const copied = Array.from({ length: repeated }, () => source.integer(dependent));
  for (let sample = 0; sample < samples; sample++) {
    const row = rows.subarray(sample * features, (sample + 1) * features);
    row.set(multiplied(row.subarray(0, informative), combination, redundant), informative);
    copied.forEach((column, i) => {
      row[dependent + i] = row[column]!;
    });
    for (let column = dependent + repeated; column < features; column++) row[column] = source.normal();
  }
}

function flip(labels: Int32Array, { flipY, classes }: Plan, source: Random): void {
  for (let i = 0; i < labels.length; i++) {
    if (source.uniform() < flipY) labels[i] = source.integer(classes);
  }
}

function shuffleColumns(rows: Float32Array, features: number, source: Random): void {
  const order = source.permutation(features);
  for (let start = 0; start < rows.length; start += features) {
    const row = rows.slice(start, start + features);
    for (let column = 0; column < features; column++) rows[start + column] = row[order[column]!]!;
  }
}

/** Evenly random in [-1, 1). */
function matrix(rows: number, columns: number, source: Random): Float64Array {
  return Float64Array.from({ length: rows * columns }, () => source.uniform(-1, 1));
}

function normals(count: number, source: Random): Float64Array {
  return Float64Array.from({ length: count }, () => source.normal());
}

function multiplied(row: ArrayLike<number>, factors: Float64Array, columns: number): Float64Array {
  const product = new Float64Array(columns);
  for (let i = 0; i < row.length; i++) {
    for (let column = 0; column < columns; column++) {
      product[column] = product[column]! + row[i]! * factors[i * columns + column]!;
    }
  }
  return product;
}
