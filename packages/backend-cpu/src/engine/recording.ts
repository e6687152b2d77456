import type { Arena } from '../memory/arena.js';
import type { Cache } from '../memory/heap.js';
import type { CpuEngine } from './cpuEngine.js';
import { differentConstants, differentEntries, OTHER_ENGINE } from './difference.js';
import { fusedEntries } from './fusedEntries.js';
import { type OutsidePlace, type Program, StepProgram, stale } from './program.js';
import type { Entry, Recorder } from './recorder.js';
import type { Runtime } from './runtime.js';

/** A step that was run once and can be run again as it was: `StepRecording` of @neutype/core. */
export interface Recording {
  /** How many kernels the step launched. */
  readonly launches: number;
  difference(other: Recording): string | undefined;
  compile(): Program;
  dispose(): void;
}

export class StepRecording implements Recording, Cache {
  readonly #engine: CpuEngine;
  readonly #runtime: Runtime;
  readonly #arena: Arena;
  readonly #entries: readonly Entry[];
  readonly #constants: readonly ArrayLike<number>[];
  readonly #outside: readonly OutsidePlace[];
  #holdsArena = true;

  constructor(engine: CpuEngine, runtime: Runtime, recorder: Recorder) {
    this.#engine = engine;
    this.#runtime = runtime;
    this.#arena = recorder.arena;
    this.#entries = recorder.entries;
    this.#constants = recorder.constants;
    this.#outside = Array.from(recorder.outside, ([data, block]) => {
      return { data, block, isChanged: recorder.changes.has(data) };
    });
    runtime.heap.used(this);
  }

  get launches(): number {
    return this.#entries.length;
  }

  difference(other: Recording): string | undefined {
    if (!(other instanceof StepRecording) || this.#runtime !== other.#runtime) return OTHER_ENGINE;
    return (
      differentConstants(this.#constants, other.#constants) ??
      differentEntries(this.#entries, other.#entries, (mine, theirs) => this.#samePlace(mine, other, theirs))
    );
  }

  compile(): Program {
    if (!this.#holdsArena) throw stale();
    return new StepProgram(
      this.#engine,
      this.#runtime,
      this.#arena,
      fusedEntries(this.#entries, this.#arena, this.#runtime.code),
      this.#outside,
    );
  }

  /** What was recorded can still be compared with another recording, but no longer be compiled. */
  evict(): void {
    this.dispose();
  }

  dispose(): void {
    if (!this.#holdsArena) return;
    this.#holdsArena = false;
    this.#runtime.heap.forget(this);
    this.#arena.letGo();
  }

  /** The same within both arenas, or the same outside of them. */
  #samePlace(address: number, other: StepRecording, theirs: number): boolean {
    const place = this.#arena.locate(address);
    return place === other.#arena.locate(theirs) && (place !== undefined || address === theirs);
  }
}
