import type { Contestant, ContestOptions } from '../contest/contest.js';
import { contest, type Timings } from '../contest/contest.js';
import { againstCheckout } from '../contest/otherCheckout.js';
import { Workers } from '../contest/workers.js';
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
  /** Runs only where `--only` asks for it: it needs more than the others, or takes long. */
  readonly isOptional?: boolean;
  run(bench: Bench): Promise<readonly Row[]>;
}

/** Whom a part is measured against. */
export interface Opponents {
  readonly torchThreads: readonly number[];
  /** Another checkout, in place of all others. */
  readonly checkout?: string | undefined;
}

/** Runs a part, with processes that live as long as it does. */
export async function runPart(
  part: Part,
  { torchThreads, checkout }: Opponents,
  log: (line: string) => void,
): Promise<readonly Row[]> {
  const workers = new Workers();
  const absent = (name: string, reason: string): void => log(`${name} cannot take part: ${reason}`);
  const all: Bench['contest'] = (contestants, options) => contest(contestants, options, workers, absent);
  try {
    if (checkout === undefined) return await part.run({ torchThreads, contest: all });
    const rows: Row[] = [];
    await part.run({ torchThreads: [], contest: againstCheckout(all, checkout, rows) });
    return rows;
  } finally {
    await workers.closeAll();
  }
}
