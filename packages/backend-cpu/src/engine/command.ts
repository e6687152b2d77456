import {
  COMMAND_WORDS,
  FLAG_IN_PLACE,
  FLAG_TOGETHER,
  HEADER_WORDS,
  headerWords,
  ITEM_MICROSECONDS_SHIFT,
} from '../generated/layout.js';
import type { MapProgram } from '../map/program.js';

const {
  opcode: OPCODE,
  items: ITEMS,
  flags: FLAGS,
  bytes: BYTES,
  first: FIRST,
  end: END,
  taken: COUNTERS,
} = headerWords;
const MOST_ITEM_MICROSECONDS = 10_000;
const ALIGNMENT_WORDS = 16;
/** A bit above the numbers of words. */
const INPUT = 0x8000;

/** Work below this many nanoseconds is not worth another thread's while. */
const SHARING_PAYS_FROM = 15_000;

/** A command as it was launched. */
export interface LoggedCommand {
  readonly words: Int32Array;
  /** Which of the words are addresses: their indices, ascending. */
  readonly pointers: readonly number[];
  /** Of each of these, whether the kernel only reads what is there. */
  readonly areInputs: readonly boolean[];
  /** What the words of a command of the kernel `map` say. */
  readonly program?: MapProgram | undefined;
  /** What they say of a command that sums. */
  readonly sum?: RowSums | undefined;
  readonly rectifiable?: Rectifiable | undefined;
}

/** Sums of rows that lie one after the other, each in `chunks` parts by itself and then divided by `divisor`. */
export interface RowSums {
  readonly x: number;
  readonly y: number;
  readonly rows: number;
  readonly length: number;
  readonly chunks: number;
  readonly divisor: number;
}

/** A command that can leave out of a gradient what relu's own gradient would: all where relu gave nothing. */
export interface Rectifiable {
  /** Where it writes the gradient. */
  readonly to: number;
  /** The command that writes to `to` what is left where `y`, which relu gave, is above 0; undefined where there is none. */
  rectified(y: number, to: number): LoggedCommand | undefined;
}

/** Items from `first` to the one before `end`. */
export interface ItemRange {
  readonly first: number;
  readonly end: number;
}

/** Length of the command at `address` in memory. */
export function commandBytes(memory: Int32Array, address: number): number {
  return memory[address / 4 + BYTES]!;
}

/** Has the command at `address` do but some of its items, when it is run. */
export function limitItems(memory: Int32Array, address: number, { first, end }: ItemRange): void {
  memory[address / 4 + FIRST] = first;
  memory[address / 4 + END] = end;
}

/** Whether the command at `address` changes what it reads. */
export function isInPlace(memory: Int32Array, address: number): boolean {
  return (memory[address / 4 + FLAGS]! & FLAG_IN_PLACE) !== 0;
}

/** Whether word `index` of the command is an address. */
export function isPointer({ pointers }: LoggedCommand, index: number): boolean {
  return pointers.includes(index);
}

/** The addresses among the words, in their order. */
export function addressesOf({ words, pointers }: LoggedCommand): number[] {
  return pointers.map((index) => words[index]! >>> 0);
}

export function opcodeOf({ words }: Pick<LoggedCommand, 'words'>): number {
  return words[OPCODE]!;
}

export function itemsOf({ words }: Pick<LoggedCommand, 'words'>): number {
  return words[ITEMS]!;
}

export function isTogether({ words }: Pick<LoggedCommand, 'words'>): boolean {
  return (words[FLAGS]! & FLAG_TOGETHER) !== 0;
}

/**
 * Writes one kernel launch, argument by argument as the generated launchers do it, and runs it:
 * `launch.softmax(engine, { x, y, rows, columns }).run(items, nanoseconds)`.
 */
export class CommandWriter {
  readonly #ints: Int32Array;
  readonly #floats: Float32Array;
  readonly #start: (writer: CommandWriter) => void;
  #at = HEADER_WORDS;
  /** Which words are addresses; those of inputs have their bit set in `INPUT`. */
  readonly #pointers = new Uint16Array(COMMAND_WORDS);
  #pointerCount = 0;
  #program: MapProgram | undefined;
  #sum: RowSums | undefined;
  #rectifiable: Rectifiable | undefined;

  /** `words` is the place in engine memory where the next command is written. */
  constructor(words: Int32Array, start: (writer: CommandWriter) => void) {
    this.#ints = words;
    this.#floats = new Float32Array(words.buffer, words.byteOffset, words.length);
    this.#start = start;
  }

  begin(opcode: number): this {
    this.#ints[OPCODE] = opcode;
    this.#ints[FLAGS] = 0;
    this.#at = HEADER_WORDS;
    this.#pointerCount = 0;
    this.#program = undefined;
    this.#sum = undefined;
    this.#rectifiable = undefined;
    return this;
  }

  /** The command is one of the kernel `map`, and what follows says this. */
  maps(program: MapProgram): this {
    this.#program = program;
    return this;
  }

  /** The command sums, as this says, if it does. */
  sums(sum: RowSums | undefined): this {
    this.#sum = sum;
    return this;
  }

  /** The command can be replaced, together with the gradient of a relu after it. */
  rectifies(rectifiable: Rectifiable): this {
    this.#rectifiable = rectifiable;
    return this;
  }

  /** An address in engine memory. */
  pointer(address: number): this {
    this.#pointers[this.#pointerCount++] = this.#at;
    this.#ints[this.#at++] = address;
    return this;
  }

  /** The address of something that the kernel only reads. */
  input(address: number): this {
    this.#pointers[this.#pointerCount++] = this.#at | INPUT;
    this.#ints[this.#at++] = address;
    return this;
  }

  int(value: number): this {
    this.#ints[this.#at++] = value;
    return this;
  }

  float(value: number): this {
    this.#floats[this.#at++] = value;
    return this;
  }

  /** The kernel changes what it also reads: if a thread dies in it, its items cannot be done again. */
  inPlace(): this {
    this.#ints[FLAGS]! |= FLAG_IN_PLACE;
    return this;
  }

  /** Runs the command, in `items` shares, on all threads if one thread would need more than a few microseconds. */
  run(items: number, nanoseconds: number): void {
    this.#ints[ITEMS] = items;
    this.#ints[FIRST] = 0;
    this.#ints[END] = items;
    this.#ints[BYTES] = Math.ceil(this.#at / ALIGNMENT_WORDS) * ALIGNMENT_WORDS * 4;
    if (items > 1 && nanoseconds >= SHARING_PAYS_FROM) {
      const microseconds = Math.min(MOST_ITEM_MICROSECONDS, Math.ceil(nanoseconds / items / 1000));
      this.#ints[FLAGS]! |= FLAG_TOGETHER | (microseconds << ITEM_MICROSECONDS_SHIFT);
    }
    this.#start(this);
  }

  get together(): boolean {
    return (this.#ints[FLAGS]! & FLAG_TOGETHER) !== 0;
  }

  /** A copy of the command, as a recording keeps it. */
  logged(): LoggedCommand {
    const words = new Int32Array(this.#ints[BYTES]! / 4);
    words.set(this.#ints.subarray(0, this.#at));
    words.fill(0, COUNTERS, HEADER_WORDS);
    const pointers = Array.from(this.#pointers.subarray(0, this.#pointerCount));
    return {
      words,
      pointers: pointers.map((pointer) => pointer & ~INPUT),
      areInputs: pointers.map((pointer) => (pointer & INPUT) !== 0),
      program: this.#program,
      sum: this.#sum,
      rectifiable: this.#rectifiable,
    };
  }
}

/** A command that is written but not run, to be run as part of a recorded step. */
export function unlaunched(write: (to: { command(opcode: number): CommandWriter }) => void): LoggedCommand {
  const writer = new CommandWriter(new Int32Array(COMMAND_WORDS), () => {});
  write({ command: (opcode) => writer.begin(opcode) });
  return writer.logged();
}
