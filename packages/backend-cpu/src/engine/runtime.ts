import { NeutypeError } from '@neutype/errors';
import { CodeGenerator } from '../codegen/codeGenerator.js';
import {
  blocking,
  COMMAND,
  COMMAND_WORDS,
  HEAP_BASE,
  NO_COMMAND_STALLED,
  SCRATCH,
  SCRATCH_STRIDE,
} from '../generated/layout.js';
import type { Block } from '../memory/block.js';
import type { EngineMemory } from '../memory/engineMemory.js';
import { createEngineMemory } from '../memory/engineMemory.js';
import { Heap } from '../memory/heap.js';
import { EngineOutOfMemoryError } from '../memory/outOfMemory.js';
import { ALIGNMENT, roundUp } from '../memory/sizeClasses.js';
import { Anticipation } from '../threads/anticipation.js';
import { Patience } from '../threads/patience.js';
import { ThreadPool } from '../threads/pool.js';
import { type StartWorker, startWorker } from '../threads/startWorker.js';
import { type Selection, selectVariant } from '../variants/select.js';
import type { WasmVariant } from '../variants/variant.js';
import { commandBytes, type ItemRange, isInPlace, limitItems } from './command.js';
import { type EngineOptions, fromEnvironment, resolveOptions, VARIANT_VARIABLE } from './options.js';

/** What the operating system maps at once: threads do not share a page of scratch. */
const PAGE = 4096;

interface EngineExports {
  runAlone(program: number, count: number): void;
  /** Answers the command in which a worker died, or `NO_COMMAND_STALLED`. */
  runTogether(program: number, count: number): number;
  /** Waits until no worker is in a program; 0 when one of them never leaves. */
  awaitDeparture(): number;
  /** Where a generated function is in this thread's table; 0 if it cannot be compiled. */
  functionAt(number: number): number;
  readonly table: WebAssembly.Table;
  /** How often the calling thread had to sleep for a worker. */
  readonly sleeps: { readonly value: number };
}

/** Sizes that the matrix product of a variant was built with. */
export interface Blocking {
  /** Rows and columns of the register tile. */
  readonly MR: number;
  readonly NR: number;
  /** Columns of B that are packed at once. */
  readonly NC: number;
  /** Scratch for a tile that is only partly in the matrix, and for a whole product. */
  readonly edgeBytes: number;
  readonly gemmScratchBytes: number;
}

/** The WebAssembly side: memory, heap, compiled kernels and threads. */
export class Runtime {
  readonly variant: WasmVariant;
  /** Why this variant was taken. */
  readonly variantReason: string;
  readonly blocking: Blocking;
  readonly memory: EngineMemory;
  readonly heap: Heap;
  readonly pool: ThreadPool;
  readonly code: CodeGenerator;
  readonly #exports: EngineExports;
  readonly #patience: Patience = new Patience();
  readonly #anticipation: Anticipation = new Anticipation();
  /** Whether another engine has taken this one's place. */
  closed = false;
  #scratch: Block | undefined;
  #scratchBytes = 0;
  #scratchSlots = 0;

  constructor(
    { variant, module, reason }: Selection,
    memory: EngineMemory,
    threads: number,
    start: StartWorker = startWorker,
    sizes: Blocking = blocking[variant],
  ) {
    this.variant = variant;
    this.variantReason = reason;
    this.blocking = sizes;
    this.memory = memory;
    this.heap = new Heap(memory, HEAP_BASE);
    this.pool = new ThreadPool(module, memory, threads, start);
    const { wait, notify } = this.pool;
    const link = (address: number, bytes: number) => addFunction(memory, this.#exports.table, address, bytes);
    this.#exports = new WebAssembly.Instance(module, { env: { memory: memory.memory, wait, notify, link } })
      .exports as unknown as EngineExports;
    this.code = new CodeGenerator(memory, this.#exports.functionAt);
  }

  /** Where the next command is to be written, after `awaitDeparture`. */
  commandWords(): Int32Array {
    return new Int32Array(this.memory.memory.buffer, COMMAND, COMMAND_WORDS);
  }

  /** Puts a program into memory, commands one after the other. */
  writeProgram(commands: readonly Int32Array[]): Block {
    const length = commands.reduce((words, command) => words + command.length, 0);
    const block = this.allocate(length * 4, 'a recorded step');
    const words = new Int32Array(this.memory.memory.buffer, block.address, length);
    let at = 0;
    for (const command of commands) {
      words.set(command, at);
      at += command.length;
    }
    return block;
  }

  /** A block of the heap. @throws EngineOutOfMemoryError naming `purpose` */
  allocate(bytes: number, purpose: string): Block {
    return this.heap.allocate(bytes) ?? this.outOfMemory(bytes, purpose);
  }

  outOfMemory(bytes: number, purpose: string): never {
    const { usedBytes } = this.heap;
    const { limitBytes } = this.memory;
    throw new EngineOutOfMemoryError({ purpose, bytes, usedBytes, limitBytes });
  }

  /** Ends the threads; recorded steps of this runtime can no longer be replayed. */
  close(): void {
    this.closed = true;
    this.pool.stop();
  }

  runCommand(together: boolean): void {
    this.runProgram(COMMAND, 1, together);
  }

  runProgram(program: number, count: number, together: boolean): void {
    this.awaitDeparture();
    if (together && this.pool.ready() && this.#patience.sharingPays()) {
      this.pool.looks = this.#anticipation.looks(this.#patience.isTried);
      const stalled = this.#exports.runTogether(program, count);
      this.#anticipation.ran();
      this.#patience.ran(this.#exports.sleeps.value);
      if (stalled !== NO_COMMAND_STALLED) this.#goOnAlone(program, count, stalled);
    } else {
      this.#exports.runAlone(program, count);
    }
  }

  /** Runs some of the items of one command of a program. */
  runItems(command: number, items: ItemRange, together: boolean): void {
    this.awaitDeparture();
    limitItems(new Int32Array(this.memory.memory.buffer), command, items);
    this.runProgram(command, 1, together);
  }

  /**
   * Waits until the workers have left the last program. One that the operating system put aside on its way in finds
   * no items left, unless the commands that it reads, or the scratch memory that it uses, have changed by then: whoever
   * changes them waits here first.
   */
  awaitDeparture(): void {
    if (this.pool.engaged && this.#exports.awaitDeparture() === 0) this.pool.abandon();
  }

  /** A worker died: finishes the program on this thread, and goes on without workers. */
  #goOnAlone(program: number, count: number, index: number): void {
    this.pool.abandon();
    const words = new Int32Array(this.memory.memory.buffer);
    let command = program;
    for (let skipped = 0; skipped < index; skipped++) command += commandBytes(words, command);
    if (isInPlace(words, command)) {
      throw new NeutypeError({
        where: 'the CPU engine',
        expected: 'its worker threads to live',
        received:
          'one that was ended while it updated tensors in place, so that some of their values are old',
        remedy: 'Restore them from a checkpoint; the engine goes on with one thread.',
      });
    }
    this.#exports.runAlone(command, count - index);
  }

  /** Changes the number of threads; each has its scratch memory before it takes part, in a recorded step too. */
  setThreads(threads: number): void {
    if (this.#scratch !== undefined) this.#growScratch(this.#scratchBytes, this.pool.slotsFor(threads));
    this.pool.setThreads(threads);
  }

  /** Makes every thread's scratch memory at least `bytes` large. */
  reserveScratch(bytes: number): void {
    this.#growScratch(bytes, this.pool.slots);
  }

  #growScratch(bytes: number, slots: number): void {
    if (bytes <= this.#scratchBytes && slots <= this.#scratchSlots) return;
    this.awaitDeparture();
    const most = Math.max(bytes, this.#scratchBytes);
    const stride = roundUp(most, PAGE) + ALIGNMENT;
    const block = this.allocate(stride * slots, 'scratch memory');
    this.#scratch?.owner.free(this.#scratch);
    this.#scratch = block;
    this.#scratchBytes = most;
    this.#scratchSlots = slots;
    const words = new Int32Array(this.memory.memory.buffer);
    words[SCRATCH / 4] = block.address;
    words[SCRATCH_STRIDE / 4] = stride;
  }
}

/** Compiles the module of a generated function: its index in the table, or 0. Workers do the same (`workerSource.ts`). */
function addFunction(
  { memory }: EngineMemory,
  table: WebAssembly.Table,
  address: number,
  bytes: number,
): number {
  try {
    const module = new WebAssembly.Module(new Uint8Array(memory.buffer, address, bytes).slice());
    return table.grow(1, new WebAssembly.Instance(module, { env: { memory } }).exports['run']);
  } catch {
    return 0;
  }
}

/** The runtime that the options and the platform allow; undefined where everything is left to JavaScript. */
export function createRuntime(options: EngineOptions): Runtime | undefined {
  const { variant, threads, memoryLimitBytes } = resolveOptions(options);
  if (variant === 'javascript' || typeof WebAssembly === 'undefined') return undefined;
  const memory = createEngineMemory(memoryLimitBytes);
  const select = () => selectVariant(variant, memory);
  const named = options.variant === undefined && variant !== undefined;
  const compiled = named ? fromEnvironment(VARIANT_VARIABLE, select) : select();
  if (compiled === undefined) return undefined;
  return new Runtime(compiled, memory, threads);
}
