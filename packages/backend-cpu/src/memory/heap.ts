import { Allocator } from './allocator.js';
import type { Block } from './block.js';
import type { EngineMemory } from './engineMemory.js';
import type { Range } from './freeRanges.js';

/** Somebody who holds memory only to be faster with it. */
export interface Cache {
  /** Gives all of that memory back. */
  evict(): void;
}

/**
 * All of engine memory above `base`, which grows when no free range holds what is asked for. Where it cannot grow, caches
 * are evicted before anything fails, the one first that was used longest ago.
 */
export class Heap {
  readonly #memory: EngineMemory;
  readonly #allocator: Allocator;
  readonly #caches = new Set<Cache>();
  #top: number;

  constructor(memory: EngineMemory, base: number) {
    this.#memory = memory;
    this.#top = base;
    this.#allocator = new Allocator((bytes) => this.#grow(bytes));
  }

  get usedBytes(): number {
    return this.#allocator.usedBytes;
  }

  /** Undefined where even the limit does not hold it. */
  allocate(bytes: number): Block | undefined {
    const block = this.#allocator.allocate(bytes);
    if (block !== undefined || bytes > this.#memory.limitBytes) return block;
    const [oldest] = this.#caches;
    if (oldest === undefined) return undefined;
    this.forget(oldest);
    oldest.evict();
    return this.allocate(bytes);
  }

  /** From now on `cache` may be evicted, after all others: it was used just now. */
  used(cache: Cache): void {
    this.#caches.delete(cache);
    this.#caches.add(cache);
  }

  forget(cache: Cache): void {
    this.#caches.delete(cache);
  }

  /** Takes back a part of a block. */
  release(range: Range): void {
    this.#allocator.release(range);
  }

  /** What is free at the end of the memory is the beginning of the new range, which the memory reaches to the end of. */
  #grow(bytes: number): Range | undefined {
    const address = this.#top;
    const missing = bytes - this.#allocator.freeBytesBefore(address);
    if (!this.#memory.growTo(address + missing)) return undefined;
    this.#top = this.#memory.bytes();
    return { address, bytes: this.#top - address };
  }
}
