import type { Contestant, ContestOptions } from '../contest/contest.js';
import { contest, type Timings } from '../contest/contest.js';
import type { Row } from '../results/row.js';

/** What a part of the bench works with. */
export interface Bench {
  /** Lets contestants run in turns. */
  contest(contestants: readonly Contestant[], options: ContestOptions): Promise<Timings>;
  /** Numbers of threads that PyTorch is tried with; none where Python has no PyTorch. */
  readonly torchThreads: readonly number[];
}

/** A part that can be run on its own by `--only`. */
export interface Part {
  readonly name: string;
  /** One line for `--help`. */
  readonly about: string;
  run(bench: Bench): Promise<readonly Row[]>;
}

export const createBench = (torchThreads: readonly number[], log: (line: string) => void): Bench => ({
  torchThreads,
  contest: (contestants, options) =>
    contest(contestants, options, (name, reason) => log(`${name} cannot take part: ${reason}`)),
});
