import { createInterface } from 'node:readline';
import { setImmediate as nextTask } from 'node:timers/promises';
import type { Answer, Request, Task } from '../contest/protocol.js';

/** One thing to time. */
export interface Workload {
  /** Does the work once, or `repeats` times where once is too short for a clock. */
  run(): void | Promise<void>;
  /** Gets things ready for the next run; not timed. */
  before?(): void;
  /** How often the work is done in a run; 1. */
  readonly repeats?: number;
}

/** What a worker can do: its description, and its workloads by name. */
export interface Server {
  about(): string | Promise<string>;
  readonly workloads: Readonly<
    Record<string, (options: Readonly<Record<string, unknown>>) => Workload | Promise<Workload>>
  >;
}

/** Warming up ends when this long has brought no run that is faster by a twentieth than all before … */
const SETTLED_MS = 400;
/** … or after this long. */
const LONGEST_WARM_UP_MS = 8000;
/** A single run this long is warming up enough. */
const ENOUGH_MS = 2000;
/** A run this long needs no other one before it in its turn to fill the caches. */
const LONG_RUN_MS = 100;

/** Answers requests from stdin until it ends. */
export async function serve(server: Server): Promise<void> {
  let workload: Workload | undefined;
  let lastMs = 0;

  async function time({ before, run, repeats = 1 }: Workload): Promise<number> {
    await nextTask(); // worker threads that start or end are heard of only between tasks
    before?.();
    const began = performance.now();
    const pending = run();
    if (pending) await pending;
    lastMs = performance.now() - began;
    return lastMs / repeats;
  }

  async function prepare({ name, options = {} }: Task): Promise<Answer> {
    const make = server.workloads[name];
    if (!make) throw new Error(`no workload ${name}`);
    workload = await make(options);
    const began = performance.now();
    let [best, bestAt] = [Number.POSITIVE_INFINITY, began];
    do {
      await time(workload);
      if (lastMs > ENOUGH_MS) break;
      if (lastMs < 0.95 * best) [best, bestAt] = [lastMs, performance.now()];
    } while (performance.now() - bestAt < SETTLED_MS && performance.now() - began < LONGEST_WARM_UP_MS);
    return { ready: true };
  }

  async function measure(seconds: number): Promise<Answer> {
    if (!workload) throw new Error('nothing is prepared');
    if (lastMs < LONG_RUN_MS) await time(workload);
    const ms: number[] = [];
    const began = performance.now();
    do ms.push(await time(workload));
    while (performance.now() - began < seconds * 1000);
    return { ms };
  }

  async function answer(request: Request): Promise<Answer> {
    if ('prepare' in request) return prepare(request.prepare);
    if ('measure' in request) return measure(request.measure);
    return { about: await server.about() };
  }

  for await (const line of createInterface({ input: process.stdin })) {
    const reply = await answer(JSON.parse(line) as Request).catch((error: unknown) => ({
      error: error instanceof Error ? error.message : String(error),
    }));
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
}
