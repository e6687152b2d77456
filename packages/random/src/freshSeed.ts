/**
 * A seed that differs from run to run, from the system's entropy: an integer in [0, 2^32).
 *
 * Print it, so that a run worth repeating can be repeated.
 *
 * @example
 * ```ts
 * const seed = freshSeed();
 * console.log(`seed ${seed}`);
 * const source = random(seed);
 * ```
 */
export function freshSeed(): number {
  return globalThis.crypto.getRandomValues(new Uint32Array(1))[0]!;
}
