import { type Cuts, type Part, type Piece, partsOf } from './parts.js';
import type { Runtime } from './runtime.js';

/** Milliseconds that a part of a replay should not take longer than. */
const LONGEST_PART = 5;
/** Where a whole replay takes no longer, it is not divided. */
const WORTH_DIVIDING = 10;

/** Replays that a decision is made on. */
const LOOKS = 3;

type State = 'whole' | 'measured' | 'divided';

const UNCUT: Cuts = { endsWith: () => false, partsIn: () => 1 };
const PIECE_BY_PIECE: Cuts = { endsWith: () => true, partsIn: () => 1 };

/**
 * How a compiled step is divided into parts, between which others may run. Handing threads a program costs some
 * microseconds, and so a step is divided only if it turns out to take long, and by what its launches have taken.
 */
export class Slices {
  readonly #pieces: readonly Piece[];
  readonly #runtime: Runtime;
  #parts: readonly Part[];
  #state: State = 'whole';
  /** Slow ones in a row, or those that were measured. */
  #replays = 0;
  /** What each piece has taken at least. */
  #least: readonly number[] = [];

  constructor(pieces: readonly Piece[], runtime: Runtime) {
    this.#pieces = pieces;
    this.#runtime = runtime;
    this.#parts = partsOf(pieces, runtime, UNCUT);
  }

  get parts(): readonly Part[] {
    return this.#parts;
  }

  /**
   * Takes note of what each of the parts has taken in a replay, in milliseconds. One slow replay says little on a busy
   * machine: it is several in a row that count, and the least time of each launch.
   */
  note(taken: readonly number[]): void {
    if (this.#state === 'divided') return;
    if (this.#state === 'whole') {
      this.#replays = sumOf(taken) > WORTH_DIVIDING ? this.#replays + 1 : 0;
      if (this.#replays === LOOKS) this.#begin('measured', PIECE_BY_PIECE);
      return;
    }
    this.#least = taken.map((time, part) => Math.min(time, this.#least[part] ?? time));
    this.#replays++;
    if (this.#replays < LOOKS) return;
    if (sumOf(this.#least) > WORTH_DIVIDING) this.#begin('divided', this.#cuts(this.#least));
    else this.#begin('whole', UNCUT);
  }

  #begin(state: State, cuts: Cuts): void {
    this.#state = state;
    this.#parts = partsOf(this.#pieces, this.#runtime, cuts);
    this.#replays = 0;
    this.#least = [];
  }

  /** Others may read what the step changes until it begins to, and so a part ends there. */
  #cuts(taken: readonly number[]): Cuts {
    const lastUnchanging = this.#pieces.findIndex((piece) => 'changes' in piece && piece.changes) - 1;
    const ends = new Set<number>();
    let together = 0;
    for (const [piece, time] of taken.entries()) {
      if (together > 0 && together + time > LONGEST_PART) {
        ends.add(piece - 1);
        together = 0;
      }
      together += time;
      if (piece !== lastUnchanging) continue;
      ends.add(piece);
      together = 0;
    }
    return {
      endsWith: (piece) => ends.has(piece),
      partsIn: (piece) => Math.ceil(taken[piece]! / LONGEST_PART),
    };
  }
}

function sumOf(times: readonly number[]): number {
  return times.reduce((sum, time) => sum + time, 0);
}
