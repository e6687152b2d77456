const { NEUTYPE_FUZZ_RUNS, NEUTYPE_FUZZ_SEED } = process.env;

/**
 * How often, and from which seed, a property is tried: the same few times in every run, and longer or afresh where
 * `NEUTYPE_FUZZ_RUNS` or `NEUTYPE_FUZZ_SEED` say so.
 */
export function fuzzed(runs: number): { numRuns: number; seed: number } {
  return { numRuns: Number(NEUTYPE_FUZZ_RUNS ?? runs), seed: Number(NEUTYPE_FUZZ_SEED ?? 12) };
}

/** How long such a test may take, in milliseconds: as long as it takes where a number of runs was asked for. */
export const fuzzTimeout = NEUTYPE_FUZZ_RUNS === undefined ? 120_000 : 2 ** 31 - 1;
