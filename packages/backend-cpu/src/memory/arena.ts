import { Allocator } from './allocator.js';
import type { Block } from './block.js';
import type { Range } from './freeRanges.js';
import { ALIGNMENT, roundUp } from './sizeClasses.js';

const FIRST_CHUNK_BYTES = 1 << 16;
const LARGEST_CHUNK_BYTES = 1 << 20;

/** Where an arena gets its chunks from, and gives them back, whole or piece by piece. */
export interface ArenaSource {
  allocate(bytes: number): Block | undefined;
  release(range: Range): void;
}

/**
 * Memory set aside for one recorded step: what the step creates lies here, so that replaying it later writes over
 * nobody else's data. While it is held, freed blocks are reused inside only. When nobody holds it any more it goes
 * back to where it came from, but for the blocks of tensors that outlive it.
 */
export class Arena {
  readonly #source: ArenaSource;
  readonly #chunks: Block[] = [];
  readonly #allocator: Allocator = new Allocator((bytes) => this.#chunk(bytes));
  readonly #untouched: Allocator = new Allocator((bytes) => this.#chunk(bytes));
  readonly #live = new Map<number, Block>();
  readonly #pinned = new Set<Block>();
  #holders = 1;

  constructor(source: ArenaSource) {
    this.#source = source;
  }

  /** Undefined where there is no room. */
  allocate(bytes: number): Block | undefined {
    return this.#take(this.#allocator, bytes);
  }

  /**
   * A block that keeps its contents as long as the arena is held, though its tensor be disposed of. It is never memory
   * that the step has used before: a replay would write there again, and nobody would restore the contents after.
   */
  allocatePinned(bytes: number): Block | undefined {
    const block = this.#take(this.#untouched, bytes);
    if (block !== undefined) this.#pinned.add(block);
    return block;
  }

  isPinned(block: Block): boolean {
    return this.#pinned.has(block);
  }

  free(block: Block): void {
    if (this.#holders === 0) {
      this.#source.release(block);
    } else if (!this.#pinned.has(block)) {
      this.#live.delete(block.address);
      this.#allocator.free(block);
    } else {
      this.#live.delete(block.address);
    }
  }

  /** The block that has the address now. */
  blockAt(address: number): Block | undefined {
    const begins = this.#live.get(address);
    if (begins !== undefined) return begins;
    for (const block of this.#live.values()) if (isInside(block, address)) return block;
    return undefined;
  }

  /** Whether the block was freed, so that its contents are of no more use. */
  isFreed(block: Block): boolean {
    return block.owner === this && this.#live.get(block.address) !== block && !this.#pinned.has(block);
  }

  hold(): void {
    this.#holders++;
  }

  letGo(): void {
    this.#holders--;
    if (this.#holders === 0) this.#dissolve();
  }

  /** An address as chunk and offset, which are the same in every recording of one step; or undefined. */
  locate(address: number): string | undefined {
    const number = this.#chunks.findIndex((chunk) => isInside(chunk, address));
    return number < 0 ? undefined : `${number}:${address - this.#chunks[number]!.address}`;
  }

  #take(allocator: Allocator, bytes: number): Block | undefined {
    const piece = allocator.allocate(bytes);
    if (piece === undefined) return undefined;
    const block: Block = { ...piece, owner: this };
    this.#live.set(block.address, block);
    return block;
  }

  #chunk(bytes: number): Range | undefined {
    const usual = Math.min(LARGEST_CHUNK_BYTES, FIRST_CHUNK_BYTES * 2 ** this.#chunks.length);
    // A gap between chunks, so that two that happen to be neighbours are not cut as one.
    const block = this.#source.allocate(roundUp(Math.max(bytes + ALIGNMENT, usual), ALIGNMENT));
    if (block === undefined) return undefined;
    this.#chunks.push(block);
    return { address: block.address, bytes: block.bytes - ALIGNMENT };
  }

  #dissolve(): void {
    const outliving = [...this.#live.values()].sort((a, b) => a.address - b.address);
    for (const chunk of this.#chunks) {
      this.#releaseAround(
        chunk,
        outliving.filter(({ address }) => isInside(chunk, address)),
      );
    }
    this.#live.clear();
  }

  #releaseAround(chunk: Block, blocks: readonly Block[]): void {
    let at = chunk.address;
    for (const { address, bytes } of blocks) {
      if (address > at) this.#source.release({ address: at, bytes: address - at });
      at = address + bytes;
    }
    const end = chunk.address + chunk.bytes;
    if (end > at) this.#source.release({ address: at, bytes: end - at });
  }
}

function isInside({ address, bytes }: Block, at: number): boolean {
  return at >= address && at < address + bytes;
}
