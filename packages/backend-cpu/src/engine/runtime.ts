import type { Block } from '../memory/block.js';
import type { EngineMemory } from '../memory/engine-memory.js';
import { createEngineMemory } from '../memory/engine-memory.js';
import { Heap } from '../memory/heap.js';
import { COMMAND, COMMAND_WORDS, HEAP_BASE, SCRATCH, SCRATCH_STRIDE } from '../threads/control.js';
import { ThreadPool } from '../threads/pool.js';
import { type Variant, variantBinary } from '../variants/variant.js';

interface EngineExports {
  runAlone(program: number, count: number): void;
  runTogether(program: number, count: number): number;
}

export interface RuntimeOptions {
  readonly variant: Exclude<Variant, 'javascript'>;
  readonly threads: number;
  readonly memoryLimitBytes?: number | undefined;
}

/** The WebAssembly side: memory, heap, compiled kernels and threads. */
export class Runtime {
  readonly variant: Exclude<Variant, 'javascript'>;
  readonly memory: EngineMemory;
  readonly heap: Heap;
  readonly pool: ThreadPool;
  readonly #exports: EngineExports;
  #scratch: Block | undefined;
  #scratchBytes = 0;

  constructor({ variant, threads, memoryLimitBytes }: RuntimeOptions) {
    this.variant = variant;
    this.memory = createEngineMemory(memoryLimitBytes);
    this.heap = new Heap(this.memory, HEAP_BASE);
    const module = new WebAssembly.Module(variantBinary(variant, this.memory.shared));
    this.pool = new ThreadPool(module, this.memory, threads);
    const { memory } = this.memory;
    const { wait, notify } = this.pool;
    this.#exports = new WebAssembly.Instance(module, { env: { memory, wait, notify } })
      .exports as unknown as EngineExports;
  }

  /** Where the next command is to be written. */
  commandWords(): Int32Array {
    return new Int32Array(this.memory.memory.buffer, COMMAND, COMMAND_WORDS);
  }

  runCommand(together: boolean): void {
    this.runProgram(COMMAND, 1, together);
  }

  runProgram(program: number, count: number, together: boolean): void {
    if (together && this.pool.ready()) {
      const stalled = this.#exports.runTogether(program, count);
      if (stalled >= 0) this.pool.recover(program, count, stalled, this.#exports.runAlone);
    } else {
      this.#exports.runAlone(program, count);
    }
  }

  /** Makes every thread's scratch memory at least `bytes` large; `allocate` is the engine's, for its error. */
  reserveScratch(bytes: number, allocate: (bytes: number) => Block): void {
    if (bytes <= this.#scratchBytes) return;
    const stride = Math.ceil(bytes / 4096) * 4096 + 64;
    const block = allocate(stride * (this.pool.mostThreads + 1));
    this.#scratch?.owner.free(this.#scratch);
    this.#scratch = block;
    this.#scratchBytes = bytes;
    const words = new Int32Array(this.memory.memory.buffer);
    words[SCRATCH / 4] = block.address;
    words[SCRATCH_STRIDE / 4] = stride;
  }
}
