import { describe, expect, it } from '@jest/globals';
import { Arena } from '../../src/memory/arena.js';
import type { Block } from '../../src/memory/block.js';
import { createEngineMemory, PAGE_BYTES } from '../../src/memory/engineMemory.js';
import { Heap } from '../../src/memory/heap.js';
import { randomInteger, randomSource } from '../support/random.js';

/** The memory grows by 4 MiB at least. */
const SMALLEST_GROWTH = 4 * 2 ** 20;

type Random = () => number;

/** Sizes from one cache line to a mebibyte, as many small ones as large ones. */
function anySize(random: Random): number {
  return Math.floor(2 ** (6 + 14 * random()));
}
/** The tensors of a small network for requests of 1 to 200 rows. */
function rowsSize(random: Random): number {
  return randomInteger(1, 200, random) * 4 * [1, 10, 100, 784][randomInteger(0, 3, random)]!;
}

function takeAny<T>(list: T[], random: Random): T | undefined {
  return list.splice(randomInteger(0, list.length - 1, random), 1)[0];
}

/** Blocks of the heap that come and go, so many at a time. */
function blocksComeAndGo(size: (random: Random) => number, held: number) {
  const blocks: Block[] = [];
  return (heap: Heap, random: Random): void => {
    blocks.push(heap.allocate(size(random))!);
    if (blocks.length <= held) return;
    const block = takeAny(blocks, random)!;
    block.owner.free(block);
  };
}

/** Recorded steps of which a few are kept, each with a result that outlives it for a while. */
function arenasComeAndGo(heap: Heap, kept: number) {
  const arenas: Arena[] = [];
  const results: Block[] = [];
  return (random: Random): void => {
    const arena = new Arena(heap);
    const blocks = Array.from(
      { length: randomInteger(2, 8, random) },
      () => arena.allocate(rowsSize(random))!,
    );
    results.push(blocks.pop()!);
    for (const block of blocks) block.owner.free(block);
    arenas.push(arena);
    if (arenas.length > kept) takeAny(arenas, random)!.letGo();
    if (results.length > 2 * kept) {
      const result = takeAny(results, random)!;
      result.owner.free(result);
    }
  };
}

/** The size of the memory after a hundredth and after the whole of so many rounds, and the most that was in use. */
function memoryOf(rounds: number, start: (heap: Heap) => (random: Random) => void) {
  const memory = createEngineMemory();
  const heap = new Heap(memory, 2 * PAGE_BYTES);
  const random = randomSource(11);
  const round = start(heap);
  let used = 0;
  let early = 0;
  for (let done = 0; done < rounds; done++) {
    round(random);
    used = Math.max(used, heap.usedBytes);
    if (done === rounds / 10) early = memory.bytes();
  }
  return { early, late: memory.bytes(), used };
}

const patterns: [string, (heap: Heap) => (random: Random) => void][] = [
  [
    'blocks of all sizes',
    (heap) => {
      const round = blocksComeAndGo(anySize, 200);
      return (random) => round(heap, random);
    },
  ],
  [
    'blocks for requests of 1 to 200 rows',
    (heap) => {
      const round = blocksComeAndGo(rowsSize, 30);
      return (random) => round(heap, random);
    },
  ],
  ['recorded steps of which four are kept', (heap) => arenasComeAndGo(heap, 4)],
  [
    'recorded steps that are given up at once, with results that outlive them',
    (heap) => arenasComeAndGo(heap, 0),
  ],
  [
    'recorded steps among blocks that stay for long',
    (heap) => {
      const recorded = arenasComeAndGo(heap, 4);
      const long = blocksComeAndGo((random) => randomInteger(1, 3000, random), 400);
      return (random) => {
        recorded(random);
        long(heap, random);
      };
    },
  ],
];

describe('memory under changing sizes and lifetimes', () => {
  it.each(patterns)('is bounded by what is in use: %s', (_, start) => {
    const { early, late, used } = memoryOf(15_000, start);
    expect(late).toBeLessThanOrEqual(1.5 * used + 4 * SMALLEST_GROWTH);
    expect(late).toBeLessThanOrEqual(1.3 * early + 2 * SMALLEST_GROWTH);
  });
});
