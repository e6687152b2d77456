import { describe, expect, it } from '@jest/globals';
import { ndarray } from '@neutype/ndarray';
import { batches, batchIndices, collect, prefetch, streamBatches } from '../../src/index.js';

const list = (passes: Iterable<Uint32Array>): number[][] => [...passes].map((indices) => [...indices]);

describe('batches', () => {
  it('in order, with each policy for the last batch', () => {
    const plain = { batchSize: 3, shuffle: false } as const;
    expect(list(batchIndices(7, plain))).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
    expect(list(batchIndices(7, { ...plain, lastBatch: 'drop' }))).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
    expect(list(batchIndices(7, { ...plain, lastBatch: 'fill' }))).toEqual([
      [0, 1, 2],
      [3, 4, 5],
      [6, 0, 1],
    ]);
    expect(list(batchIndices(2, { batchSize: 5, shuffle: false, lastBatch: 'fill' }))).toEqual([
      [0, 1, 0, 1, 0],
    ]);
    expect(list(batchIndices(6, plain))).toHaveLength(2);
  });

  it('each pass has every sample once, in an order of its own; the seed decides them all', () => {
    const data = batchIndices(20, { batchSize: 4, seed: 9 });
    const passes = [list(data), list(data)].map((pass) => pass.flat());
    for (const pass of passes) expect([...pass].sort((a, b) => a - b)).toEqual([...Array(20).keys()]);
    expect(passes[0]).not.toEqual(passes[1]);
    const again = batchIndices(20, { batchSize: 4, seed: 9 });
    expect([list(again), list(again)].map((pass) => pass.flat())).toEqual(passes);
  });

  it('rows and targets stay together', () => {
    const x = ndarray([[0], [1], [2], [3], [4]]);
    for (const [xBatch, yBatch] of batches(x, ['0', '1', '2', '3', '4'], { batchSize: 2 })) {
      expect(Array.from(xBatch.data, String)).toEqual(yBatch);
    }
  });

  it('balanced: every class equally often, all samples of a rare class used', () => {
    const labels = [...new Array<string>(90).fill('common'), ...new Array<string>(10).fill('rare')];
    const drawn = list(batchIndices(100, { balance: labels, seed: 1 })).flat();
    expect(drawn.filter((index) => labels[index] === 'rare')).toHaveLength(50);
    expect(new Set(drawn.filter((index) => index >= 90)).size).toBe(10);
    expect(new Set(drawn.filter((index) => index < 90)).size).toBe(50);
  });

  it('wrong options', () => {
    expect(() => batches([1], [1, 2])).toThrow('equally many rows, got 1 and 2');
    expect(() => batchIndices(5, { batchSize: 0 })).toThrow('batchSize must be an integer from 1 up, got 0');
    expect(() => batchIndices(5, { lastBatch: 'pad' as 'fill' })).toThrow("must be 'keep', 'drop' or 'fill'");
    expect(() => batchIndices(2, { balance: [1, 2], shuffle: false })).toThrow('shuffle: false');
  });
});

function* squares(count: number): Generator<[number[], number]> {
  for (let i = 0; i < count; i++) yield [[i, -i], i * i];
}

async function* slowly<T>(items: Iterable<T>): AsyncGenerator<T> {
  for (const item of items) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    yield item;
  }
}

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

describe('streams', () => {
  it.each([
    ['an array', () => [...squares(5)]],
    ['a generator', () => squares(5)],
    ['an async generator', () => slowly(squares(5))],
  ])('batches from %s', async (_name, source) => {
    const parts = await all(streamBatches(source(), { batchSize: 2 }));
    expect(parts.map(([x, y]) => [x.toArray(), y.toArray()])).toEqual([
      [
        [
          [0, -0],
          [1, -1],
        ],
        [0, 1],
      ],
      [
        [
          [2, -2],
          [3, -3],
        ],
        [4, 9],
      ],
      [[[4, -4]], [16]],
    ]);
    expect(await all(streamBatches(source(), { batchSize: 2, lastBatch: 'drop' }))).toHaveLength(2);
  });

  it('shuffles within a buffer, by seed', async () => {
    const order = async (seed: number): Promise<number[]> =>
      (await all(streamBatches(squares(50), { batchSize: 1, shuffleBuffer: 10, seed }))).map(
        ([x]) => x.data[0]!,
      );
    const first = await order(1);
    expect([...first].sort((a, b) => a - b)).toEqual([...Array(50).keys()]);
    expect(first).not.toEqual([...Array(50).keys()]);
    expect(await order(1)).toEqual(first);
    expect(await order(2)).not.toEqual(first);
    first.forEach((sample, position) => {
      expect(position).toBeGreaterThanOrEqual(sample - 10);
    });
  });

  it('collects everything into arrays, images too', async () => {
    const { x, y } = await collect(slowly(squares(4)));
    expect([x.shape, y.shape]).toEqual([[4, 2], [4]]);
    const images = await collect([
      [
        ndarray([
          [1, 2],
          [3, 4],
        ]),
        1,
      ],
    ]);
    expect(images.x.shape).toEqual([1, 2, 2]);
  });

  it('refuses samples of unequal shape', async () => {
    await expect(
      collect([
        [[1, 2], 0],
        [[1], 0],
      ]),
    ).rejects.toThrow('x: sample 1 has the shape [1], the first one [2].');
  });
});

describe('prefetch', () => {
  it('gives the same items in order, from iterables of both kinds', async () => {
    expect(await all(prefetch([1, 2, 3]))).toEqual([1, 2, 3]);
    expect(await all(prefetch(slowly([1, 2, 3]), 5))).toEqual([1, 2, 3]);
  });

  it('runs ahead by as much as asked for', async () => {
    let made = 0;
    async function* counting(): AsyncGenerator<number> {
      for (;;) yield made++;
    }
    const items = prefetch(counting(), 3);
    await items.next();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(made).toBe(4);
    await items.return(undefined);
  });

  it('ends its source when it is left early', async () => {
    let ended = false;
    async function* source(): AsyncGenerator<number> {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        ended = true;
      }
    }
    for await (const item of prefetch(source())) if (item === 2) break;
    expect(ended).toBe(true);
  });

  it('throws what the source throws when its turn comes', async () => {
    async function* failing(): AsyncGenerator<number> {
      yield 1;
      throw new Error('broken');
    }
    const items = prefetch(failing(), 4);
    expect((await items.next()).value).toBe(1);
    await expect(items.next()).rejects.toThrow('broken');
    await expect(prefetch([], 0).next()).rejects.toThrow('ahead must be an integer from 1 up');
  });
});
