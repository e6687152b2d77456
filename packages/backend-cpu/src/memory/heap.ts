import { Allocator } from './allocator.js';
import type { Block } from './block.js';
import type { EngineMemory } from './engine-memory.js';

interface Range {
  address: number;
  bytes: number;
}

/** When this share of the memory lies free in blocks of other sizes, joining them comes before growing. */
const SHARE_WORTH_JOINING = 0.25;

/** All of engine memory above `base`: an allocator that grows the memory, and joins free blocks before it gives up. */
export class Heap {
  readonly #memory: EngineMemory;
  readonly #allocator: Allocator;
  #top: number;
  #joined: Range[] = [];
  #releasedBytes = 0;

  constructor(memory: EngineMemory, base: number) {
    this.#memory = memory;
    this.#top = base;
    this.#allocator = new Allocator((bytes) => this.#fresh(bytes));
  }

  get usedBytes(): number {
    return this.#allocator.usedBytes - this.#releasedBytes;
  }

  /** Undefined where even the limit does not hold it. */
  allocate(bytes: number): Block | undefined {
    return this.#allocator.allocate(bytes);
  }

  /** Takes back a part of a block. */
  release({ address, bytes }: Range): void {
    this.#releasedBytes += bytes;
    this.#joined.push({ address, bytes });
  }

  #fresh(bytes: number): Range | undefined {
    const worthJoining = Math.max(bytes, this.#memory.bytes() * SHARE_WORTH_JOINING);
    return (
      this.#bestFit(bytes) ??
      (this.#allocator.freeBytes > worthJoining ? this.#join(bytes) : undefined) ??
      this.#grow(bytes) ??
      this.#join(bytes)
    );
  }

  #bestFit(bytes: number): Range | undefined {
    let best = -1;
    for (const [index, range] of this.#joined.entries()) {
      if (range.bytes >= bytes && (best < 0 || range.bytes < this.#joined[best]!.bytes)) best = index;
    }
    return best < 0 ? undefined : this.#joined.splice(best, 1)[0];
  }

  #join(bytes: number): Range | undefined {
    this.#joined = joinRanges([...this.#joined, ...this.#allocator.takeFreeRanges()]);
    return this.#bestFit(bytes);
  }

  #grow(bytes: number): Range | undefined {
    const address = this.#top;
    if (!this.#memory.growTo(address + bytes)) return undefined;
    this.#top = this.#memory.bytes();
    return { address, bytes: this.#top - address };
  }
}

function joinRanges(ranges: Range[]): Range[] {
  const joined: Range[] = [];
  for (const { address, bytes } of ranges.sort((a, b) => a.address - b.address)) {
    const last = joined.at(-1);
    if (last !== undefined && last.address + last.bytes === address) last.bytes += bytes;
    else joined.push({ address, bytes });
  }
  return joined;
}
