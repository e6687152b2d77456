import { DisposedError } from '@neutype/errors';
import type { Arena } from '../memory/arena.js';
import type { Block } from '../memory/block.js';
import type { Cache } from '../memory/heap.js';
import { EngineOutOfMemoryError } from '../memory/out-of-memory.js';
import { isPointer, isTogether, type LoggedCommand } from './command.js';
import { differentCommands, differentConstants, OTHER_ENGINE } from './difference.js';
import type { Recorder } from './recorder.js';
import type { Runtime } from './runtime.js';
import type { EngineTensorData } from './tensor-data.js';

/** A step that was run once and can be run again as it was: `StepRecording` of @neutype/core. */
export interface Recording {
  difference(other: Recording): string | undefined;
  compile(): Program;
  dispose(): void;
}

/** The compiled form: every kernel of the step, in one call. */
export interface Program {
  /** Whether all tensors from outside the step still lie where they did. */
  readonly isValid: boolean;
  replay(): void;
  dispose(): void;
}

/** Where a tensor from outside the step lay when it was recorded. */
interface Place {
  readonly data: EngineTensorData;
  readonly block: Block;
}

export class StepRecording implements Recording, Cache {
  readonly #runtime: Runtime;
  readonly #arena: Arena;
  readonly #commands: readonly LoggedCommand[];
  readonly #constants: readonly ArrayLike<number>[];
  readonly #outside: readonly Place[];
  #holdsArena = true;

  constructor(runtime: Runtime, { arena, commands, constants, outside }: Recorder) {
    this.#runtime = runtime;
    this.#arena = arena;
    this.#commands = commands;
    this.#constants = constants;
    this.#outside = Array.from(outside, ([data, block]) => ({ data, block }));
    runtime.heap.used(this);
  }

  difference(other: Recording): string | undefined {
    if (!(other instanceof StepRecording) || this.#runtime !== other.#runtime) return OTHER_ENGINE;
    return (
      differentConstants(this.#constants, other.#constants) ??
      differentCommands(this.#commands, other.#commands, (a, b) => this.#sameCommand(a, other, b))
    );
  }

  compile(): Program {
    if (!this.#holdsArena) throw stale();
    return new StepProgram(this.#runtime, this.#arena, this.#commands, this.#outside);
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

  #sameCommand(mine: LoggedCommand, other: StepRecording, theirs: LoggedCommand): boolean {
    if (mine.pointers !== theirs.pointers || mine.words.length !== theirs.words.length) return false;
    return mine.words.every((word, index) => {
      const theirWord = theirs.words[index]!;
      if (!isPointer(mine, index)) return word === theirWord;
      const place = this.#arena.locate(word >>> 0);
      const theirPlace = other.#arena.locate(theirWord >>> 0);
      return place === theirPlace && (place !== undefined || word === theirWord);
    });
  }
}

class StepProgram implements Program, Cache {
  readonly #runtime: Runtime;
  readonly #arena: Arena;
  readonly #block: Block | undefined;
  readonly #count: number;
  readonly #together: boolean;
  readonly #outside: readonly Place[];
  #usable: boolean;

  constructor(runtime: Runtime, arena: Arena, commands: readonly LoggedCommand[], outside: readonly Place[]) {
    this.#runtime = runtime;
    this.#arena = arena;
    this.#count = commands.length;
    this.#together = commands.some(isTogether);
    this.#outside = outside;
    arena.hold(); // before the program is written, for which the recording may be evicted
    this.#block = writtenIfThereIsRoom(runtime, commands);
    this.#usable = this.#block !== undefined;
    if (this.#usable) runtime.heap.used(this);
    else arena.letGo();
  }

  get isValid(): boolean {
    return (
      this.#usable && !this.#runtime.closed && this.#outside.every(({ data, block }) => data.block === block)
    );
  }

  replay(): void {
    if (this.#block === undefined || !this.#usable || this.#runtime.closed) throw stale();
    this.#runtime.heap.used(this);
    this.#runtime.runProgram(this.#block.address, this.#count, this.#together);
  }

  evict(): void {
    this.dispose();
  }

  dispose(): void {
    if (this.#block === undefined || !this.#usable) return;
    this.#usable = false;
    this.#runtime.heap.forget(this);
    this.#runtime.awaitDeparture();
    this.#block.owner.free(this.#block);
    this.#arena.letGo();
  }
}

/** The step itself has run: it must not fail because there is no room to run it faster. */
function writtenIfThereIsRoom(runtime: Runtime, commands: readonly LoggedCommand[]): Block | undefined {
  try {
    return runtime.writeProgram(commands.map(({ words }) => words));
  } catch (error) {
    if (error instanceof EngineOutOfMemoryError) return undefined;
    throw error;
  }
}

const stale = () =>
  new DisposedError({
    where: 'replay of a recorded step',
    expected: 'one in use',
    received: 'one that was disposed of, or is from before the CPU engine was configured anew',
    remedy: 'Record it again.',
  });
