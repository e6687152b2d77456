import type { Block, BlockOwner } from './block.js';
import { FreeRanges, type Range } from './freeRanges.js';
import { RecentBlocks } from './recentBlocks.js';
import { classBytes } from './sizeClasses.js';

/** Where an allocator gets fresh address ranges from, of so many bytes or more; undefined when there are no more. */
export type RangeSource = (bytes: number) => Range | undefined;

/** More than any memory has. */
const OUT_OF_REACH = 2 ** 32;

/**
 * Allocates blocks from what is free, and from fresh ranges where that does not do. A training step gets back the blocks
 * of the step before. Where a block lies within its range depends only on the requests before it, never on where ranges
 * lie: two recordings of one step lay their arenas out alike.
 */
export class Allocator implements BlockOwner {
  readonly #source: RangeSource;
  readonly #recent = new RecentBlocks();
  readonly #free = new FreeRanges();
  #usedBytes = 0;

  constructor(source: RangeSource) {
    this.#source = source;
  }

  /** Bytes of the blocks that are in use. */
  get usedBytes(): number {
    return this.#usedBytes;
  }

  allocate(bytes: number): Block | undefined {
    const size = classBytes(bytes);
    if (size >= OUT_OF_REACH) return undefined;
    const address =
      this.#recent.take(size)?.address ??
      this.#free.take(size) ??
      this.#takeJoined(size) ??
      this.#takeFresh(size);
    if (address === undefined) return undefined;
    this.#usedBytes += size;
    return { address, bytes: size, owner: this };
  }

  free(block: Block): void {
    if (this.#recent.isFull) this.#join();
    this.#usedBytes -= block.bytes;
    this.#recent.put(block);
  }

  /** Takes back a part of a block. */
  release(range: Range): void {
    this.#usedBytes -= range.bytes;
    this.#free.add(range);
  }

  /** How many free bytes lie right before an address. */
  freeBytesBefore(address: number): number {
    return this.#free.bytesBefore(address);
  }

  #takeJoined(size: number): number | undefined {
    this.#join();
    return this.#free.take(size);
  }

  #join(): void {
    for (const block of this.#recent.takeAll()) this.#free.add(block);
  }

  #takeFresh(size: number): number | undefined {
    const range = this.#source(size);
    if (range === undefined) return undefined;
    this.#free.add(range);
    return this.#free.take(size);
  }
}
