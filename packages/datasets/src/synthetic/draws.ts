import type { Random } from '@neutype/random';

/** Random numbers for the many small decisions of a handwriting, drawn in bulk. */
export class Draws {
  readonly #source: Random;
  readonly #pool: Float32Array = new Float32Array(4096);
  #next = 4096;

  constructor(source: Random) {
    this.#source = source;
  }

  /** Even in [low, high). */
  uniform(low: number, high: number): number {
    if (this.#next === this.#pool.length) {
      this.#source.fillUniform(this.#pool);
      this.#next = 0;
    }
    return low + this.#pool[this.#next++]! * (high - low);
  }

  /** Bell-shaped with standard deviation 1 and no tails: never beyond 3. The sum of three even draws. */
  bell(): number {
    return 2 * (this.uniform(0, 1) + this.uniform(0, 1) + this.uniform(0, 1) - 1.5);
  }
}
