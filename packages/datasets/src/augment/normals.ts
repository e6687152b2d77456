import { normalQuantile, type Random } from '@neutype/random';

/** Two numbers are made from each random word. */
const HALF_BITS = 16;
const LEVELS = 1 << HALF_BITS;

/**
 * Standard normal numbers in bulk, for images, where speed counts and fine steps do not: each is one of 65,536 quantiles
 * of the normal distribution, evenly spaced in probability. They reach 4.3 standard deviations to either side.
 */
export class Normals {
  readonly values: Float64Array;
  readonly #words: Uint32Array;
  readonly #quantiles: Float32Array;

  constructor(count: number) {
    this.values = new Float64Array(count);
    this.#words = new Uint32Array(Math.ceil(count / 2));
    this.#quantiles = quantiles ??= Float32Array.from({ length: LEVELS }, (_, level) =>
      normalQuantile((level + 0.5) / LEVELS),
    );
  }

  /** Replaces the values. */
  draw(source: Random): Float64Array {
    const { values } = this;
    const table = this.#quantiles;
    const words = source.fillUint32(this.#words);
    const pairs = values.length >> 1;
    for (let pair = 0; pair < pairs; pair++) {
      const word = words[pair]!;
      values[2 * pair] = table[word & (LEVELS - 1)]!;
      values[2 * pair + 1] = table[word >>> HALF_BITS]!;
    }
    if (values.length % 2 === 1) values[2 * pairs] = table[words[pairs]! & (LEVELS - 1)]!;
    return values;
  }
}

let quantiles: Float32Array | undefined;
