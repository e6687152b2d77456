import { type Timing, timingOf } from '../results/timing.js';
import type { Task } from './protocol.js';
import type { Worker, WorkerCommand } from './worker.js';
import type { Workers } from './workers.js';

/** One who takes part: a process of its own and the task that it has. */
export interface Contestant {
  readonly name: string;
  readonly command: WorkerCommand;
  readonly task: Task;
}

export interface ContestOptions {
  /** How often each has its turn. */
  readonly rounds: number;
  /** How long a turn is; one run at least. */
  readonly turnSeconds: number;
  /** How many turns one has whose runs take seconds. 2. */
  readonly slowRounds?: number;
}

/** One whose runs take this long has its turn in the first rounds alone. */
const SLOW_MS = 2500;

/** The timings of those who could take part, by name. */
export type Timings = ReadonlyMap<string, Timing>;

/**
 * Lets all run in turns, one at a time, so that a phase in which the machine is slow is the same for all.
 *
 * @param workers keeps the processes of those who take part again, under the same names, in a later contest
 * @param absent hears of those that could not take part, and why
 */
export async function contest(
  contestants: readonly Contestant[],
  { rounds, turnSeconds, slowRounds = 2 }: ContestOptions,
  workers: Workers,
  absent: (name: string, reason: string) => void,
): Promise<Timings> {
  const running = new Map<string, { worker: Worker; ms: number[] }>();
  for (const { name, command, task } of contestants) {
    const worker = workers.of(name, command);
    try {
      await worker.prepare(task);
      running.set(name, { worker, ms: [] });
    } catch (error) {
      absent(name, firstLine(error));
      await workers.close(name);
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const { worker, ms } of running.values()) {
      if (round >= slowRounds && Math.min(...ms) > SLOW_MS) continue;
      ms.push(...(await worker.measure(turnSeconds)));
    }
  }
  return new Map([...running].map(([name, { ms }]) => [name, timingOf(ms)]));
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] as string;
}
