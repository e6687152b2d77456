import { type Random, random } from '@neutype/random';

const RUNS_ASKED = Number(process.env['NEUTYPE_FUZZ_RUNS'] ?? Number.NaN);
const SEED_ASKED = Number(process.env['NEUTYPE_FUZZ_SEED'] ?? 0);

/**
 * Makes `runs` checks, each with random numbers of its own; a failure names the check to repeat. `NEUTYPE_FUZZ_RUNS`
 * asks for more runs, `NEUTYPE_FUZZ_SEED` for others.
 *
 * @example
 * ```ts
 * it('no changed byte brings it down', () => fuzz(1000, (draw) => check(changed(bytes, draw))));
 * ```
 */
export async function fuzz(runs: number, check: (draw: Draw) => void | Promise<void>): Promise<void> {
  const asked = Number.isFinite(RUNS_ASKED) ? RUNS_ASKED : runs;
  for (let run = 0; run < asked; run++) {
    try {
      await check(new Draw(random(SEED_ASKED).split('fuzz').split(run)));
    } catch (error) {
      const where = `run ${run} with NEUTYPE_FUZZ_SEED=${SEED_ASKED}`;
      throw new Error(`${where}: ${error instanceof Error ? error.stack : String(error)}`, { cause: error });
    }
  }
}

/** Random choices. */
export class Draw {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** A whole number from 0 up to, but not including, `limit`. */
  below(limit: number): number {
    return this.#random.integer(limit);
  }

  chance(probability: number): boolean {
    return this.#random.uniform() < probability;
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }
}
