import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { random } from '@neutype/random';
import { killAgainAndAgain, train } from './kills.js';

/** `NEUTYPE_KILLS=200` makes more of them, `NEUTYPE_FUZZ_SEED=7` others. */
const KILLS = Number(process.env['NEUTYPE_KILLS'] ?? 20);
const SEED = Number(process.env['NEUTYPE_FUZZ_SEED'] ?? 0);
const AT_ONCE = 4;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'neutype-kills-'));
});
afterEach(() => rm(directory, { recursive: true }));

it(
  `a training that is killed (SIGKILL) ${KILLS} times, while it computes, writes, syncs or renames, ends with the same bits as an undisturbed one`,
  async () => {
    const undisturbed = await train();
    const chains = Array.from({ length: AT_ONCE }, (_, chain) =>
      killAgainAndAgain(
        join(directory, `chain-${chain}`),
        KILLS / AT_ONCE,
        random(SEED).split('kills').split(chain),
      ),
    );
    const results = await Promise.all(chains);
    const outcomes = results.flatMap((result) => result.outcomes);
    expect(outcomes).toEqual(outcomes.map(() => undisturbed));
    const made = results.flatMap(({ hits }) => Object.values(hits)).reduce((sum, count) => sum + count, 0);
    expect(made).toBeGreaterThanOrEqual(KILLS);
    expect(results.reduce((sum, { leftovers }) => sum + leftovers, 0)).toBeGreaterThan(0);
    for (const { hits, leftovers, outcomes } of results.filter(() => KILLS > 20)) {
      console.info(
        `${outcomes.length} trainings, leftovers before ${leftovers} of them: ${JSON.stringify(hits)}`,
      );
    }
    for (const chain of await readdir(directory)) {
      for (const training of await readdir(join(directory, chain))) {
        const left = await readdir(join(directory, chain, training));
        expect(left.filter((name) => !/^checkpoint-\d+-\d+\.safetensors$/.test(name))).toEqual([]);
      }
    }
  },
  60_000 * KILLS,
);
