import { checkCount, checkNumber, OptionError, optionNames, ShapeError, shown } from '@neutype/errors';
import { type ArrayInput, checkFinite, formatShape, type NestedArray, toNdArray } from '@neutype/ndarray';
import type { Random } from '@neutype/random';
import { checkPair } from '../support/checkPair.js';
import { begin, emptyRows, finish, type GeneratorOptions, type LabeledPoints } from './generated.js';

export interface BlobsOptions extends GeneratorOptions {
  /** Dimensions, where the centers are drawn; 2 by default. */
  readonly features?: number | undefined;
  /** How many centers, or where they are, shape [centers, features]; 3 by default. */
  readonly centers?: ArrayInput | undefined;
  /** Standard deviation around each center, or one for each; 1 by default. */
  readonly clusterStd?: number | readonly number[] | undefined;
  /** Between which values each coordinate of a drawn center lies; [-10, 10] by default. */
  readonly centerBox?: readonly [low: number, high: number] | undefined;
}

const WHERE = 'makeBlobs';
const OPTIONS = optionNames<BlobsOptions>({
  samples: true,
  shuffle: true,
  seed: true,
  features: true,
  centers: true,
  clusterStd: true,
  centerBox: true,
});

/**
 * Normally distributed clouds around centers: scikit-learn's `make_blobs`. Where the samples do not divide evenly, the
 * first clouds have one more.
 *
 * @throws OptionError for options that cannot be, or do not go together; DataError or ShapeError for centers that are no array
 *
 * @example
 * ```ts
 * const { x, y } = makeBlobs({ samples: 300, centers: [[0, 0], [5, 5]], clusterStd: [1, 0.5] });
 * ```
 */
export function makeBlobs(options: BlobsOptions = {}): LabeledPoints {
  const { samples, source } = begin(WHERE, options, OPTIONS);
  const places = centersOf(options, source);
  const dimensions = places[0]!.length;
  const spreads = spreadsOf(options, places.length);
  const rows = emptyRows(WHERE, samples, dimensions);
  const labels = new Int32Array(samples);
  let at = 0;
  places.forEach((place, index) => {
    const count = Math.floor(samples / places.length) + (index < samples % places.length ? 1 : 0);
    for (let i = 0; i < count; i++, at++) {
      labels[at] = index;
      rows.set(
        place.map((coordinate) => source.normal(coordinate, spreads[index]!)),
        at * dimensions,
      );
    }
  });
  return finish(rows, labels, options, source);
}

function centersOf(
  { features, centers = 3, centerBox = [-10, 10] }: BlobsOptions,
  source: Random,
): number[][] {
  checkPair(`${WHERE}, centerBox`, centerBox);
  if (features !== undefined) checkCount(`${WHERE}, features`, features);
  if (typeof centers === 'number') {
    checkCount(`${WHERE}, centers`, centers);
    return Array.from({ length: centers }, () =>
      Array.from({ length: features ?? 2 }, () => source.uniform(centerBox[0], centerBox[1])),
    );
  }
  const given = toNdArray(centers, `${WHERE}, centers`);
  if (given.rank !== 2 || given.size === 0) {
    throw new ShapeError({
      where: `${WHERE}, centers`,
      expected: 'a number, or places of shape [centers, features]',
      received: formatShape(given.shape),
    });
  }
  checkFinite(given, `${WHERE}, centers`);
  if (features !== undefined && features !== given.shape[1]) {
    throw new OptionError({
      where: `${WHERE}, features`,
      expected: `${given.shape[1]}, as the centers have`,
      received: `${features}`,
    });
  }
  return given.toArray() as NestedArray[] as number[][];
}

function spreadsOf({ clusterStd = 1 }: BlobsOptions, centers: number): readonly number[] {
  const where = `${WHERE}, clusterStd`;
  const spreads = typeof clusterStd === 'number' ? new Array<number>(centers).fill(clusterStd) : clusterStd;
  if (!Array.isArray(spreads) || spreads.length !== centers) {
    throw new OptionError({
      where,
      expected: `one number, or one for each of the ${centers} centers`,
      received: shown(spreads),
    });
  }
  for (const spread of spreads) checkNumber(where, spread, { from: 0 });
  return spreads;
}
