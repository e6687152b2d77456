import { Allocator } from './allocator.js';
import type { Block } from './block.js';
import { ALIGNMENT, roundUp } from './size-classes.js';

const CHUNK_BYTES = 1 << 20;

/**
 * Memory set aside for one recorded step: what the step creates lies here, so that replaying it later writes
 * over nobody else's data. Goes back as a whole, once it is released and its last block is freed.
 */
export class Arena {
  readonly #allocateChunk: (bytes: number) => Block;
  readonly #chunks: Block[] = [];
  readonly #allocator: Allocator = new Allocator((bytes) => this.#chunk(bytes));
  #released = false;

  constructor(allocateChunk: (bytes: number) => Block) {
    this.#allocateChunk = allocateChunk;
  }

  allocate(bytes: number): Block {
    const block = this.#allocator.allocate(bytes)!;
    return { address: block.address, bytes: block.bytes, owner: this };
  }

  free(block: Block): void {
    this.#allocator.free(block);
    this.#returnChunksWhenEmpty();
  }

  release(): void {
    this.#released = true;
    this.#returnChunksWhenEmpty();
  }

  /** An address as chunk number and offset, which are the same in every recording of one step; or undefined. */
  locate(address: number): string | undefined {
    const chunk = this.#chunks.findIndex(
      (block) => address >= block.address && address < block.address + block.bytes,
    );
    return chunk < 0 ? undefined : `${chunk}:${address - this.#chunks[chunk]!.address}`;
  }

  #chunk(bytes: number): { address: number; bytes: number } {
    // A gap between chunks, so that two that happen to be neighbours are not cut as one.
    const block = this.#allocateChunk(roundUp(Math.max(bytes + ALIGNMENT, CHUNK_BYTES), ALIGNMENT));
    this.#chunks.push(block);
    return { address: block.address, bytes: block.bytes - ALIGNMENT };
  }

  #returnChunksWhenEmpty(): void {
    if (!this.#released || this.#allocator.usedBytes > 0) return;
    for (const chunk of this.#chunks.splice(0)) chunk.owner.free(chunk);
  }
}
