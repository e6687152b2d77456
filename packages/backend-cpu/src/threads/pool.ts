import {
  ACTIVE,
  GENERATION,
  IDLE,
  LOOKS,
  READY,
  slotState,
  WAITING,
  waitOutcome,
} from '../generated/layout.js';
import type { EngineMemory } from '../memory/engineMemory.js';
import { workersThatFit } from './addressSpace.js';
import { slotWord } from './control.js';
import { livenessOf } from './liveness.js';
import { nodeBuiltin, readText } from './nodeBuiltin.js';
import { type StartedWorker, type StartWorker, startWorker } from './startWorker.js';

const MOST_THREADS = 128;
const MOST_SLOTS = 2 * MOST_THREADS;
/** After so many workers in a row that ended before they were ready, the platform is taken to have none. */
const MOST_FAILED_STARTS = 3;
/** What `Atomics.wait` answers, as the kernels know it. */
const OUTCOMES = {
  ok: waitOutcome.ok,
  'not-equal': waitOutcome.notEqual,
  'timed-out': waitOutcome.timedOut,
} as const;
/** How long a terminated worker is given to leave the memory alone. */
const TERMINATION_MILLISECONDS = 100;

/**
 * The worker threads. They start at the first work that is worth sharing, and take part in programs as they
 * become ready; until then, and wherever threads cannot be had, the calling thread does everything.
 */
export class ThreadPool {
  /** Imports of the engine's module. */
  readonly wait: (address: number, expected: number, milliseconds: number) => number;
  readonly notify: (address: number) => void;
  readonly #module: WebAssembly.Module;
  readonly #memory: EngineMemory;
  readonly #words: Int32Array;
  readonly #start: StartWorker;
  readonly #workers = new Map<number, StartedWorker>();
  /** Those that were asked to end and may not have yet. */
  readonly #leaving = new Map<number, StartedWorker>();
  #threads: number;
  #slots: number;
  #failedStarts = 0;

  constructor(
    module: WebAssembly.Module,
    memory: EngineMemory,
    threads: number,
    start: StartWorker = startWorker,
  ) {
    this.#module = module;
    this.#memory = memory;
    this.#start = start;
    this.#threads = this.#possible(threads);
    this.#slots = 2 * this.#threads;
    const words = new Int32Array(memory.memory.buffer);
    this.#words = words;
    this.wait = (address, expected, milliseconds) => {
      const outcome = OUTCOMES[Atomics.wait(words, address >>> 2, expected, milliseconds)];
      return outcome === waitOutcome.timedOut ? livenessOf(words, this.#slots) : outcome;
    };
    this.notify = (address) => void Atomics.notify(words, address >>> 2);
  }

  /** Threads that take part when all have started, the calling one included. */
  get threads(): number {
    return this.#threads;
  }

  /**
   * One more than the highest thread number. A worker on its way out keeps its number while the next one starts, and
   * those that stay when there are to be fewer threads keep theirs.
   */
  get slots(): number {
    return this.#slots;
  }

  /** What `slots` will be with another number of threads. */
  slotsFor(threads: number): number {
    return Math.max(this.#slots, 2 * this.#possible(threads));
  }

  /** Items of work that workers have done rather than the calling thread; by 2³² it begins anew. */
  get itemsOfWorkers(): number {
    let items = 0;
    for (let slot = 1; slot < MOST_SLOTS; slot++) {
      items += Atomics.load(this.#words, slotWord(slot, 'items'));
    }
    return items >>> 0;
  }

  /** Whether a worker can take part now; starts the missing ones. */
  ready(): boolean {
    if (this.#workers.size < this.#threads - 1) this.#startMissing();
    return this.#threads > 1 && Atomics.load(this.#words, READY / 4) > 0;
  }

  /** Whether a worker is in a program, be it one whose work is done. */
  get engaged(): boolean {
    return this.#memory.shared && Atomics.load(this.#words, ACTIVE / 4) !== 0;
  }

  /** How often a worker looks for the next program before it sleeps. */
  set looks(looks: number) {
    Atomics.store(this.#words, LOOKS / 4, looks);
  }

  setThreads(threads: number): void {
    this.#slots = this.slotsFor(threads);
    this.#failedStarts = 0;
    this.#threads = this.#possible(threads);
    for (const slot of [...this.#workers.keys()].slice(this.#threads - 1)) this.#dismiss(slot);
  }

  /** Starts the workers and waits until all are ready: true; or until `milliseconds` have passed or none can be had. */
  async warmUp(milliseconds: number = 2000): Promise<boolean> {
    const deadline = performance.now() + milliseconds;
    while (!this.ready() || Atomics.load(this.#words, READY / 4) < this.#threads - 1) {
      if (this.#threads === 1 || performance.now() > deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return true;
  }

  /** Lets the workers end. They start again with the next work worth sharing. */
  stop(): void {
    for (const slot of [...this.#workers.keys()]) this.#dismiss(slot);
  }

  /** Ends the workers at once, since one of them died in the middle of its work; from now on there is one thread. */
  abandon(): void {
    const workers = [...this.#workers.values(), ...this.#leaving.values()];
    this.#workers.clear();
    this.#leaving.clear();
    for (const worker of workers) worker.terminate();
    Atomics.wait(this.#words, slotWord(0, 'leave'), 0, TERMINATION_MILLISECONDS);
    this.#threads = 1;
    for (let slot = 1; slot < this.#slots; slot++) this.#clear(slot, slotState.free);
    for (const counter of [ACTIVE, READY, WAITING, IDLE]) Atomics.store(this.#words, counter / 4, 0);
    console.warn(
      'A worker thread of the CPU engine was ended while it worked. The engine goes on with one thread; ' +
        "setThreads(n) of '@neutype/backend-cpu' starts others.",
    );
  }

  /** How many of the threads asked for can be had. */
  #possible(threads: number): number {
    return this.#memory.shared && mayBlock() ? Math.min(threads, MOST_THREADS) : 1;
  }

  #startMissing(): void {
    let room: number | undefined;
    for (let slot = 1; slot < this.slots && this.#workers.size < this.#threads - 1; slot++) {
      if (this.#workers.has(slot) || Atomics.load(this.#words, slotWord(slot, 'state')) !== slotState.free)
        continue;
      this.#clear(slot, slotState.started);
      room = (room ?? workersThatFit(readText)) - 1;
      const worker = room >= 0 ? this.#tryStart(slot) : undefined;
      if (worker === undefined) {
        this.#clear(slot, slotState.free);
        this.#doWithFewer();
        return;
      }
      this.#leaving.delete(slot);
      this.#workers.set(slot, worker);
    }
  }

  /** Undefined where the platform has no workers or refuses them: permissions, limits, content security policies. */
  #tryStart(slot: number): StartedWorker | undefined {
    const data = { module: this.#module, memory: this.#memory.memory, slot };
    try {
      const worker = this.#start(data, () => this.#gone(slot, worker));
      return worker;
    } catch {
      return undefined;
    }
  }

  #dismiss(slot: number): void {
    Atomics.store(this.#words, slotWord(slot, 'leave'), 1);
    Atomics.add(this.#words, GENERATION / 4, 1);
    Atomics.notify(this.#words, GENERATION / 4);
    this.#leaving.set(slot, this.#workers.get(slot)!);
    this.#workers.delete(slot);
  }

  /** A worker ended. If that was not in its own good time, it no longer counts as ready, and its slot is free. */
  #gone(slot: number, worker: StartedWorker | undefined): void {
    const known = [this.#workers, this.#leaving].find((workers) => workers.get(slot) === worker);
    if (known === undefined) return;
    known.delete(slot);
    const state = Atomics.exchange(this.#words, slotWord(slot, 'state'), slotState.free);
    if (state === slotState.takesPart) {
      Atomics.sub(this.#words, READY / 4, 1);
      this.#failedStarts = 0;
    } else if (state === slotState.started && ++this.#failedStarts === MOST_FAILED_STARTS) {
      this.#doWithFewer();
    }
  }

  /** Asks for no more threads than there are, since others could not be started. */
  #doWithFewer(): void {
    const asked = this.#threads;
    this.setThreads(this.#workers.size + 1);
    console.warn(
      `The CPU engine could not start all of its ${asked} threads here and goes on with ${this.#threads}. Allow this ` +
        "process more threads or address space, or ask for fewer with setThreads(n) of '@neutype/backend-cpu'.",
    );
  }

  /** What a slot says before a worker is in it. */
  #clear(slot: number, state: typeof slotState.free | typeof slotState.started): void {
    for (const word of ['leave', 'inProgram', 'thread', 'ended'] as const) {
      Atomics.store(this.#words, slotWord(slot, word), 0);
    }
    Atomics.store(this.#words, slotWord(slot, 'state'), state);
  }
}

/** Node's main thread and every worker may wait; a page's main thread may not. */
function mayBlock(): boolean {
  return nodeBuiltin('node:worker_threads') !== undefined || typeof document === 'undefined';
}
