import type { Block, BlockOwner } from './block.js';
import { classBytes } from './size-classes.js';

/** Where an allocator gets fresh address ranges from; undefined when there are no more. */
export type RangeSource = (bytes: number) => { address: number; bytes: number } | undefined;

/**
 * Allocates blocks by size class: a freed block waits in its class for the next request of that class, so a
 * training step gets back the blocks of the step before. What no class can serve is cut from the current
 * range, then from a fresh one. Which block a request gets depends only on the requests before it, never on
 * where ranges lie: two recordings of one step lay their arenas out alike.
 */
export class Allocator implements BlockOwner {
  readonly #source: RangeSource;
  readonly #free = new Map<number, Block[]>();
  #cursor = 0;
  #end = 0;
  #usedBytes = 0;
  #freeBytes = 0;

  constructor(source: RangeSource) {
    this.#source = source;
  }

  /** Bytes of the blocks that are in use. */
  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** Bytes of the blocks that wait for reuse. */
  get freeBytes(): number {
    return this.#freeBytes;
  }

  allocate(bytes: number): Block | undefined {
    const size = classBytes(bytes);
    const block = this.#reuse(size) ?? this.#cut(size);
    if (block !== undefined) this.#usedBytes += size;
    return block;
  }

  free(block: Block): void {
    this.#usedBytes -= block.bytes;
    this.#keep(block);
  }

  /** Gives up all free blocks and what is left of the current range: to be joined, and cut anew. */
  takeFreeRanges(): { address: number; bytes: number }[] {
    const blocks = [...this.#free.values()].flat();
    if (this.#end > this.#cursor) {
      blocks.push({ address: this.#cursor, bytes: this.#end - this.#cursor, owner: this });
    }
    this.#free.clear();
    this.#freeBytes = 0;
    this.#cursor = this.#end = 0;
    return blocks;
  }

  #reuse(size: number): Block | undefined {
    const block = this.#free.get(size)?.pop();
    if (block !== undefined) this.#freeBytes -= size;
    return block;
  }

  #cut(size: number): Block | undefined {
    if (this.#end - this.#cursor < size && !this.#nextRange(size)) return undefined;
    const block: Block = { address: this.#cursor, bytes: size, owner: this };
    this.#cursor += size;
    return block;
  }

  #nextRange(size: number): boolean {
    const range = this.#source(size);
    if (range === undefined) return false;
    if (range.address !== this.#end) {
      const rest = this.#end - this.#cursor;
      if (rest > 0) this.#keep({ address: this.#cursor, bytes: rest, owner: this });
      this.#cursor = range.address;
    }
    this.#end = range.address + range.bytes;
    return true;
  }

  #keep(block: Block): void {
    const list = this.#free.get(block.bytes);
    if (list === undefined) this.#free.set(block.bytes, [block]);
    else list.push(block);
    this.#freeBytes += block.bytes;
  }
}
