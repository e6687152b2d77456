import { begin, finish, type GeneratorOptions, type LabelledPoints } from './generated.js';

export interface BlobsOptions extends GeneratorOptions {
  /** Dimensions, where the centres are drawn; 2 by default. */
  readonly features?: number | undefined;
  /** How many centres, or where they are; 3 by default. */
  readonly centers?: number | readonly (readonly number[])[] | undefined;
  /** Standard deviation around each centre, or one for each; 1 by default. */
  readonly clusterStd?: number | readonly number[] | undefined;
  /** Between which values each coordinate of a drawn centre lies; [-10, 10] by default. */
  readonly centerBox?: readonly [low: number, high: number] | undefined;
}

/**
 * Normally distributed clouds around centres: scikit-learn's `make_blobs`. Where the samples do not divide evenly, the
 * first clouds have one more.
 *
 * @throws RangeError for numbers that do not go together
 *
 * @example
 * ```ts
 * const { x, y } = makeBlobs({ samples: 300, centers: [[0, 0], [5, 5]], clusterStd: [1, 0.5] });
 * ```
 */
export function makeBlobs(options: BlobsOptions = {}): LabelledPoints {
  const { samples, source } = begin('makeBlobs', options);
  const { features = 2, centers = 3, clusterStd = 1, centerBox = [-10, 10] } = options;
  const places =
    typeof centers === 'number'
      ? Array.from({ length: centers }, () =>
          Array.from({ length: features }, () => source.uniform(centerBox[0], centerBox[1])),
        )
      : centers;
  const dimensions = places[0]?.length ?? 0;
  if (dimensions === 0 || places.some((place) => place.length !== dimensions)) {
    throw new RangeError(
      'makeBlobs: expected at least one center, all with equally many coordinates from 1 up.',
    );
  }
  const spreads = typeof clusterStd === 'number' ? places.map(() => clusterStd) : clusterStd;
  if (spreads.length !== places.length) {
    throw new RangeError(
      `makeBlobs: clusterStd must be one number or one for each of the ${places.length} centers, ` +
        `got ${spreads.length}.`,
    );
  }
  const rows = new Float32Array(samples * dimensions);
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
