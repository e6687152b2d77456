import type { CpuEngine } from './cpuEngine.js';
import type { Part } from './parts.js';
import type { EngineTensorData } from './tensorData.js';
import type { Interruptible } from './underWay.js';

/** Tells when others are to run: `Breath` of @neutype/core. */
export interface Pauses {
  readonly due: boolean;
  /** The step has waited for others. */
  goOn(): void;
  take(): Promise<void>;
}

/** What one replay runs, and for whom. */
export interface ReplayOptions {
  readonly parts: readonly Part[];
  readonly outside: ReadonlySet<EngineTensorData>;
  readonly changes: ReadonlySet<EngineTensorData>;
  readonly engine: CpuEngine;
  /** Called at the end, whether all went well or not, with what each part has taken in milliseconds. */
  readonly ended: (taken: readonly number[], failed: boolean) => void;
}

/** One replay of a compiled step, which may be interrupted between its parts. */
export class Replay implements Interruptible {
  readonly #options: ReplayOptions;
  readonly #taken: number[] = [];
  #done: Promise<void> | undefined;
  #resolve: () => void = () => {};
  #failure: { readonly error: unknown } | undefined;
  hasChanged = false;
  #hasEnded = false;

  constructor(options: ReplayOptions) {
    this.#options = options;
  }

  get done(): Promise<void> {
    this.#done ??= new Promise((resolve) => {
      this.#resolve = resolve;
    });
    return this.#done;
  }

  get outside(): ReadonlySet<EngineTensorData> {
    return this.#options.outside;
  }

  get changes(): ReadonlySet<EngineTensorData> {
    return this.#options.changes;
  }

  /** @returns nothing where nobody had to run in between */
  run(pauses: Pauses): Promise<void> | undefined {
    this.#advance(pauses);
    if (this.#hasEnded) return this.#throwFailure();
    this.#options.engine.underWay.add(this);
    return this.#goOn(pauses);
  }

  /** An error is for whoever waits for the replay, not for whoever could not wait. */
  finish(): void {
    this.#options.engine.underWay.remove(this);
    this.#advance();
  }

  async #goOn(pauses: Pauses): Promise<void> {
    for (;;) {
      await pauses.take();
      if (this.#hasEnded) break;
      this.#options.engine.underWay.remove(this);
      this.#advance(pauses);
      if (this.#hasEnded) break;
      this.#options.engine.underWay.add(this);
    }
    this.#throwFailure();
  }

  /** Whoever makes it go on may be recording a step of their own, which it is no part of. */
  #advance(pauses?: Pauses): void {
    try {
      if (!this.#options.engine.unrecorded(undefined, () => this.#runParts(pauses))) return;
    } catch (error) {
      this.#failure = { error };
    }
    this.#end();
  }

  /** Whether all of them have run. */
  #runParts(pauses: Pauses | undefined): boolean {
    const { parts } = this.#options;
    while (this.#taken.length < parts.length) {
      this.#runPart(parts[this.#taken.length]!);
      if (pauses?.due && this.#taken.length < parts.length) return false;
    }
    return true;
  }

  #runPart(part: Part): void {
    if (part.changes && !this.hasChanged) {
      for (const other of this.#options.engine.underWay.reading(this)) other.finish();
      this.hasChanged = true;
    }
    const began = performance.now();
    part.run();
    this.#taken.push(performance.now() - began);
  }

  #end(): void {
    this.#hasEnded = true;
    this.#options.ended(this.#taken, this.#failure !== undefined);
    this.#resolve();
  }

  #throwFailure(): undefined {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
