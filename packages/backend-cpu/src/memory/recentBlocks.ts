import type { Range } from './freeRanges.js';

/** So few that what they keep apart does not matter. */
const MOST_BLOCKS = 32;

/** The blocks that were freed last, as they are: a loop that takes the same sizes again and again gets them at once. */
export class RecentBlocks {
  readonly #bySize = new Map<number, Range[]>();
  #count = 0;

  get isFull(): boolean {
    return this.#count >= MOST_BLOCKS;
  }

  put(block: Range): void {
    const list = this.#bySize.get(block.bytes);
    if (list === undefined) this.#bySize.set(block.bytes, [block]);
    else list.push(block);
    this.#count++;
  }

  take(size: number): Range | undefined {
    const block = this.#bySize.get(size)?.pop();
    if (block !== undefined) this.#count--;
    return block;
  }

  takeAll(): Range[] {
    const blocks = [...this.#bySize.values()].flat();
    this.#bySize.clear();
    this.#count = 0;
    return blocks;
  }
}
