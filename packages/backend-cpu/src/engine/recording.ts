import { DisposedError } from '@neutype/errors';
import type { Arena } from '../memory/arena.js';
import type { Block } from '../memory/block.js';
import { isPointer, isTogether, type LoggedCommand } from './command.js';
import type { Recorder } from './recorder.js';
import type { Runtime } from './runtime.js';
import type { EngineTensorData } from './tensor-data.js';

/** A step that was run once and can be run again as it was: `StepRecording` of @neutype/core. */
export interface Recording {
  equals(other: Recording): boolean;
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

export class StepRecording implements Recording {
  readonly #runtime: Runtime;
  readonly #arena: Arena;
  readonly #commands: readonly LoggedCommand[];
  readonly #constants: readonly Uint8Array[];
  readonly #outside: readonly Place[];
  #disposed = false;

  constructor(runtime: Runtime, { arena, commands, constants, outside }: Recorder) {
    this.#runtime = runtime;
    this.#arena = arena;
    this.#commands = commands;
    this.#constants = constants;
    this.#outside = Array.from(outside, ([data, block]) => ({ data, block }));
  }

  equals(other: Recording): boolean {
    return (
      other instanceof StepRecording &&
      this.#runtime === other.#runtime &&
      sameLength(this.#commands, other.#commands) &&
      sameLength(this.#constants, other.#constants) &&
      this.#constants.every((constant, index) => sameNumbers(constant, other.#constants[index]!)) &&
      this.#commands.every((command, index) => this.#sameCommand(command, other, other.#commands[index]!))
    );
  }

  compile(): Program {
    const runtime = this.#runtime;
    const arena = this.#arena;
    const commands = this.#commands;
    const outside = this.#outside;
    const block = runtime.writeProgram(commands.map(({ words }) => words));
    const together = commands.some(isTogether);
    let usable = true;
    arena.hold();
    return {
      get isValid() {
        return usable && !runtime.closed && outside.every(({ data, block }) => data.block === block);
      },
      replay() {
        if (!usable || runtime.closed) throw stale();
        runtime.runProgram(block.address, commands.length, together);
      },
      dispose() {
        if (!usable) return;
        usable = false;
        runtime.awaitDeparture();
        block.owner.free(block);
        arena.letGo();
      },
    };
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#arena.letGo();
  }

  #sameCommand(mine: LoggedCommand, other: StepRecording, theirs: LoggedCommand): boolean {
    if (mine.pointers !== theirs.pointers || !sameLength(mine.words, theirs.words)) return false;
    return mine.words.every((word, index) => {
      const theirWord = theirs.words[index]!;
      if (!isPointer(mine, index)) return word === theirWord;
      const place = this.#arena.locate(word >>> 0);
      const theirPlace = other.#arena.locate(theirWord >>> 0);
      return place === theirPlace && (place !== undefined || word === theirWord);
    });
  }
}

const stale = () =>
  new DisposedError({
    where: 'replay of a recorded step',
    expected: 'one in use',
    received: 'one that was disposed of, or is from before the CPU engine was configured anew',
    remedy: 'Record it again.',
  });

function sameLength(a: { length: number }, b: { length: number }): boolean {
  return a.length === b.length;
}

function sameNumbers(a: Uint8Array, b: Uint8Array): boolean {
  return sameLength(a, b) && a.every((byte, index) => byte === b[index]);
}
