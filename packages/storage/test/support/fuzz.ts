import { type Random, random } from '@neutype/random';

const runsAsked = Number(process.env['NEUTYPE_FUZZ_RUNS'] ?? Number.NaN);
const seedAsked = Number(process.env['NEUTYPE_FUZZ_SEED'] ?? 0);

/**
 * Makes `runs` checks, each with random numbers of its own; a failure names the check to repeat. `NEUTYPE_FUZZ_RUNS`
 * asks for more runs, `NEUTYPE_FUZZ_SEED` for others.
 */
export async function fuzz(runs: number, check: (draw: Draw) => void | Promise<void>): Promise<void> {
  const asked = Number.isFinite(runsAsked) ? runsAsked : runs;
  for (let run = 0; run < asked; run++) {
    try {
      await check(new Draw(random(seedAsked).split('fuzz').split(run)));
    } catch (error) {
      const where = `run ${run} with NEUTYPE_FUZZ_SEED=${seedAsked}`;
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

  /** From 0 up to, but not including, `limit`. */
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
