// Millions are drawn, and the test environment looks up globals slowly.
const { imul } = Math;

/** Numbers that a case is made of: hashes of the family, the case and their place, as tools/golden/metrics_random.py has them. */
export class Draws {
  readonly #seed: number;
  #place = 0;

  constructor(family: number, number: number) {
    this.#seed = imul(family * 1000003 + number, 0x9e3779b1);
  }

  /** Integers from 0 below the limit. */
  many(limit: number, count: number): number[] {
    return Array.from({ length: count }, () => this.below(limit));
  }

  below(limit: number): number {
    let x = imul(this.#place++, 0x85ebca77) + this.#seed;
    x = imul(x ^ (x >>> 16), 0x85ebca6b);
    x = imul(x ^ (x >>> 13), 0xc2b2ae35);
    return ((x ^ (x >>> 16)) >>> 0) % limit;
  }

  oneOf<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  size(number: number): number {
    return 1 + this.below(number % 10 === 0 ? 300 : 24);
  }

  weights(count: number): { sampleWeight?: Float64Array } {
    const style = this.below(4);
    if (style === 0) return { sampleWeight: Float64Array.from(this.many(5, count), (value) => value / 4) };
    if (style === 1)
      return { sampleWeight: Float64Array.from(this.many(1000, count), (value) => value / 1000) };
    return {};
  }
}
