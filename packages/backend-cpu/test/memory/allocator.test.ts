import { describe, expect, it } from '@jest/globals';
import { Arena } from '../../src/memory/arena.js';
import type { Block } from '../../src/memory/block.js';
import { createEngineMemory, PAGE_BYTES } from '../../src/memory/engineMemory.js';
import { Heap } from '../../src/memory/heap.js';
import { classBytes } from '../../src/memory/sizeClasses.js';
import { randomInteger, randomSource } from '../support/random.js';

const MEBIBYTE = 1 << 20;

function overlapping(blocks: Iterable<Block>): boolean {
  const sorted = [...blocks].sort((a, b) => a.address - b.address);
  return sorted.some((block, index) => {
    const next = sorted[index + 1];
    return next !== undefined && block.address + block.bytes > next.address;
  });
}

function randomBytes(random: () => number): number {
  return Math.floor(2 ** (random() * 20));
}

describe('size classes', () => {
  it('round up, to multiples of 64, by at most a 32nd above 2 KB', () => {
    for (let bytes = 0; bytes < 300_000; bytes += 37) {
      const size = classBytes(bytes);
      expect(size % 64).toBe(0);
      expect(size).toBeGreaterThanOrEqual(Math.max(bytes, 1));
      if (bytes > 2048) expect(size).toBeLessThanOrEqual(bytes * (1 + 1 / 32));
      expect(classBytes(size)).toBe(size);
    }
  });
});

describe('heap', () => {
  it.each([1, 2, 3])('hands out aligned blocks that never overlap, seed %i', (seed) => {
    const random = randomSource(seed);
    const memory = createEngineMemory();
    const heap = new Heap(memory, 2 * PAGE_BYTES);
    const held = new Set<Block>();
    for (let round = 0; round < 4000; round++) {
      if (held.size > 0 && random() < 0.48) {
        const victim = [...held][randomInteger(0, held.size - 1, random)]!;
        held.delete(victim);
        victim.owner.free(victim);
      } else {
        const bytes = randomBytes(random);
        const block = heap.allocate(bytes)!;
        expect(block.bytes).toBeGreaterThanOrEqual(bytes);
        expect(block.address % 64).toBe(0);
        expect(block.address).toBeGreaterThanOrEqual(2 * PAGE_BYTES);
        expect(block.address + block.bytes).toBeLessThanOrEqual(memory.bytes());
        held.add(block);
      }
    }
    expect(overlapping(held)).toBe(false);
    expect(heap.usedBytes).toBe([...held].reduce((sum, { bytes }) => sum + bytes, 0));
  });

  it('gives a freed block to the next request of its class', () => {
    const heap = new Heap(createEngineMemory(), 2 * PAGE_BYTES);
    const first = heap.allocate(50_000)!;
    first.owner.free(first);
    expect(heap.allocate(50_001)!.address).toBe(first.address);
  });

  it('does not grow while the same sizes come and go', () => {
    const memory = createEngineMemory();
    const heap = new Heap(memory, 2 * PAGE_BYTES);
    function step() {
      const blocks = [100, 5000, 400_000, 1_600_000, 100].map((bytes) => heap.allocate(bytes)!);
      for (const block of blocks) block.owner.free(block);
    }
    step();
    const bytes = memory.bytes();
    for (let round = 0; round < 1000; round++) step();
    expect(memory.bytes()).toBe(bytes);
  });

  it('joins small free blocks to serve a large request at the limit', () => {
    const heap = new Heap(createEngineMemory(8 * MEBIBYTE), 2 * PAGE_BYTES);
    const blocks: Block[] = [];
    for (let block = heap.allocate(10_000); block !== undefined; block = heap.allocate(10_000))
      blocks.push(block);
    expect(heap.allocate(4 * MEBIBYTE)).toBeUndefined();
    for (const block of blocks) block.owner.free(block);
    expect(heap.allocate(4 * MEBIBYTE)).toBeDefined();
  });
});

describe('caches', () => {
  /** Two of 5 MiB each, where there is room for 12. */
  function heapWithCaches() {
    const heap = new Heap(createEngineMemory(12 * MEBIBYTE), 2 * PAGE_BYTES);
    const evicted: string[] = [];
    const caches = ['first', 'second'].map((name) => {
      const block = heap.allocate(5 * MEBIBYTE)!;
      const cache = {
        evict: () => {
          evicted.push(name);
          heap.release(block);
        },
      };
      heap.used(cache);
      return cache;
    });
    return { heap, evicted, caches };
  }

  it('are evicted before an allocation fails, the one first that was used longest ago', () => {
    const { heap, evicted, caches } = heapWithCaches();
    heap.used(caches[0]!);
    expect(heap.allocate(4 * MEBIBYTE)).toBeDefined();
    expect(evicted).toEqual(['second']);
    expect(heap.allocate(4 * MEBIBYTE)).toBeDefined();
    expect(evicted).toEqual(['second', 'first']);
    expect(heap.allocate(4 * MEBIBYTE)).toBeUndefined();
  });

  it('stay where there is room, where nothing would help, and are never evicted once they are forgotten', () => {
    const { heap, evicted, caches } = heapWithCaches();
    expect(heap.allocate(MEBIBYTE)).toBeDefined();
    expect(heap.allocate(13 * MEBIBYTE)).toBeUndefined();
    for (const cache of caches) heap.forget(cache);
    expect(heap.allocate(5 * MEBIBYTE)).toBeUndefined();
    expect(evicted).toEqual([]);
  });
});

describe('arena', () => {
  it('lays equal requests out alike, wherever its chunks lie', () => {
    const heap = new Heap(createEngineMemory(), 2 * PAGE_BYTES);
    function layout(): (string | undefined)[] {
      heap.allocate(12_345);
      const arena = new Arena(heap);
      const random = randomSource(5);
      const held: Block[] = [];
      return Array.from({ length: 300 }, () => {
        if (held.length > 0 && random() < 0.4) {
          arena.free(held.splice(randomInteger(0, held.length - 1, random), 1)[0]!);
          return 'freed';
        }
        const block = arena.allocate(randomBytes(random))!;
        held.push(block);
        return arena.locate(block.address);
      });
    }
    const first = layout();
    expect(first).not.toContain(undefined);
    expect(layout()).toEqual(first);
  });

  it('gives everything back but the blocks that outlive it, and those when they are freed', () => {
    const heap = new Heap(createEngineMemory(64 * MEBIBYTE), 2 * PAGE_BYTES);
    for (let round = 0; round < 200; round++) {
      const arena = new Arena(heap);
      const blocks = Array.from({ length: 12 }, (_, index) => arena.allocate(1000 * index * index)!);
      const [early, late] = [blocks.slice(0, 6), blocks.slice(6)];
      for (const block of early) block.owner.free(block);
      arena.letGo();
      const others = Array.from({ length: 20 }, () => heap.allocate(30_000)!);
      expect(overlapping([...late, ...others])).toBe(false);
      for (const block of [...late, ...others]) block.owner.free(block);
      expect(heap.usedBytes).toBe(0);
    }
  });
});
