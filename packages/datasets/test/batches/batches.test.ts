import { describe, expect, it } from '@jest/globals';
import { NeutypeError, OptionError } from '@neutype/errors';
import { type NdArray, ndarray } from '@neutype/ndarray';
import fc from 'fast-check';
import {
  type BatchOptions,
  batches,
  batchIndices,
  collect,
  prefetch,
  type Sample,
  streamBatches,
} from '../../src/index.js';
import { fuzzed, fuzzTimeout } from '../support/fuzz.js';
import { runInChild } from '../support/runInChild.js';

function list(passes: Iterable<Uint32Array>): number[][] {
  return [...passes].map((indices) => [...indices]);
}

describe('batches', () => {
  it('keep the order, under each policy for the last batch', () => {
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

  it('hold every sample once per pass, in a new order that the seed decides', () => {
    const data = batchIndices(20, { batchSize: 4, seed: 9 });
    const passes = [list(data), list(data)].map((pass) => pass.flat());
    for (const pass of passes) expect([...pass].sort((a, b) => a - b)).toEqual([...Array(20).keys()]);
    expect(passes[0]).not.toEqual(passes[1]);
    const again = batchIndices(20, { batchSize: 4, seed: 9 });
    expect([list(again), list(again)].map((pass) => pass.flat())).toEqual(passes);
  });

  it(
    'a pass has every sample once, whatever the options, but for those that are dropped or fill up',
    () => {
      const options = fc.record({
        batchSize: fc.integer({ min: 1, max: 40 }),
        shuffle: fc.boolean(),
        seed: fc.integer(),
        lastBatch: fc.constantFrom('keep' as const, 'drop' as const, 'fill' as const),
      });
      fc.assert(
        fc.property(fc.nat({ max: 60 }), options, (samples, given) => {
          const pass = list(batchIndices(samples, given));
          const { batchSize, lastBatch } = given;
          const whole = Math.floor(samples / batchSize);
          const rest = samples % batchSize;
          const last = rest === 0 || lastBatch === 'drop' ? [] : [lastBatch === 'keep' ? rest : batchSize];
          expect(pass.map(({ length }) => length)).toEqual([
            ...new Array<number>(whole).fill(batchSize),
            ...last,
          ]);
          const once = pass.flat().slice(0, lastBatch === 'drop' ? whole * batchSize : samples);
          expect(new Set(once).size).toBe(once.length);
          expect(pass.flat().every((index) => index < samples)).toBe(true);
        }),
        fuzzed(200),
      );
    },
    fuzzTimeout,
  );

  it('have the same order for a seed in every version', () => {
    const passes = batchIndices(6, { batchSize: 6, seed: 3 });
    expect([list(passes), list(passes)]).toEqual([[[2, 0, 5, 4, 1, 3]], [[5, 4, 1, 3, 2, 0]]]);
  });

  it('keep rows and targets together', () => {
    const x = ndarray([[0], [1], [2], [3], [4]]);
    for (const [xBatch, yBatch] of batches(x, ['0', '1', '2', '3', '4'], { batchSize: 2 })) {
      expect(Array.from(xBatch.data, String)).toEqual(yBatch);
    }
  });

  it('hold every class equally often when balanced, with all samples of a rare class', () => {
    const labels = [...new Array<string>(90).fill('common'), ...new Array<string>(10).fill('rare')];
    const drawn = list(batchIndices(100, { balance: labels, seed: 1 })).flat();
    expect(drawn.filter((index) => labels[index] === 'rare')).toHaveLength(50);
    expect(new Set(drawn.filter((index) => index >= 90)).size).toBe(10);
    expect(new Set(drawn.filter((index) => index < 90)).size).toBe(50);
  });

  it('filled up from as many samples as there are, whatever they are kept in', () => {
    const plain = { batchSize: 8, shuffle: false, lastBatch: 'fill' } as const;
    expect(list(batchIndices(3, plain))).toEqual([[0, 1, 2, 0, 1, 2, 0, 1]]);
    const [[bytes, texts]] = [...batches(Uint8Array.of(5, 6, 7), ['a', 'b', 'c'], plain)] as [
      [Uint8Array, string[]],
    ];
    expect([...bytes]).toEqual([5, 6, 7, 5, 6, 7, 5, 6]);
    expect(texts.join('')).toBe('abcabcab');
  });

  it.each([
    [{ batchSize: 0 }, 'batchIndices, batchSize: expected a whole number from 1, got 0.'],
    [{ batchSize: Number.NaN }, 'got NaN.'],
    [{ batchSize: '32' }, "got '32'."],
    [{ lastBatch: 'pad' }, "batchIndices, lastBatch: expected one of 'keep', 'drop', 'fill', got 'pad'."],
    [{ shuffle: 'no' }, "batchIndices, shuffle: expected true or false, got 'no'."],
    [{ seed: 1.5 }, 'batchIndices, seed: expected a whole number, got 1.5.'],
    [{ balance: [1, 2], shuffle: false }, 'without shuffle: false'],
    [{ balance: [1] }, 'batchIndices, balance: expected 2 labels, one a sample, got 1.'],
    [{ balance: [1, null] }, 'batchIndices, balance: expected a label'],
    [{ batchsize: 1 }, "got 'batchsize'. Did you mean 'batchSize'?"],
    [{ batch_size: 1 }, "got 'batch_size'. Did you mean 'batchSize'?"],
    [{ dropLast: true }, "got 'dropLast'. It is called 'lastBatch' here."],
  ])('%j is refused', (options, message) => {
    expect(() => batchIndices(2, options as BatchOptions)).toThrow(NeutypeError);
    expect(() => batchIndices(2, options as BatchOptions)).toThrow(message);
  });

  it.each([
    [[1], [1, 2], 'batches: expected equally many rows in x and y, got 1 and 2.'],
    [[1], undefined, 'batches, y: expected rows'],
    ['ab', [1, 2], 'batches, x: expected rows'],
  ])('%p with %p is refused', (x, y, message) => {
    expect(() => batches(x as number[], y as number[])).toThrow(message);
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

  it.each([
    [
      5,
      4,
      [
        [0, 1, 2, 3],
        [4, 0, 1, 2],
      ],
    ],
    [2, 5, [[0, 1, 0, 1, 0]]],
    [
      4,
      2,
      [
        [0, 1],
        [2, 3],
      ],
    ],
  ])("'fill' makes batches of %d samples all of %d", async (samples, batchSize, wanted) => {
    const parts = await all(streamBatches(squares(samples), { batchSize, lastBatch: 'fill' }));
    expect(parts.map(([x]) => Array.from(x.data.filter((_, i) => i % 2 === 0)))).toEqual(wanted);
  });

  it('yields the samples left in the buffer in random order too', async () => {
    const parts = await all(streamBatches(squares(30), { batchSize: 1, shuffleBuffer: 100 }));
    const order = parts.map(([x]) => x.data[0]!);
    expect(order).not.toEqual([...Array(30).keys()]);
    expect(order.sort((a, b) => a - b)).toEqual([...Array(30).keys()]);
  });

  it('a buffer of two can do no more than let a sample wait', async () => {
    const parts = await all(streamBatches(squares(20), { batchSize: 1, shuffleBuffer: 2 }));
    const order = parts.map(([x]) => x.data[0]!);
    expect(order).not.toEqual([...Array(20).keys()]);
    order.forEach((sample, position) => {
      expect(sample - position).toBeLessThanOrEqual(1);
    });
  });

  it('allows a source to reuse its arrays', async () => {
    function* reused(): Generator<[Uint8Array, number]> {
      // Slices of a Buffer share its memory.
      const row = Buffer.alloc(2);
      for (let i = 0; i < 4; i++) yield [row.fill(i), i];
    }
    const [[x]] = (await all(streamBatches(reused()))) as unknown as [[NdArray]];
    expect(x.toArray()).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it.each([
    [
      [[1, 2], null],
      'streamBatches, y of sample 2: expected an NdArray, nested arrays of numbers or a typed array, got null.',
    ],
    [[[1, null], 0], 'streamBatches, x of sample 2: expected a number, got null at [1].'],
    [[[1, '2'], 0], "streamBatches, x of sample 2: expected a number, got '2' at [1]."],
    [
      ['12', 0],
      "streamBatches, x of sample 2: expected an NdArray, nested arrays of numbers or a typed array, got '12'.",
    ],
    [[[1, undefined], 0], 'got undefined at [1]'],
    // biome-ignore lint/suspicious/noSparseArray: holes are the point
    [[[1, ,], 0], 'streamBatches, x of sample 2: expected a number, got a hole at [1].'],
    [[[1, 1n], 0], 'got 1n at [1]'],
    [[[1, 1e39], 0], 'streamBatches, x of sample 2: expected a number within float32'],
    [
      [Float64Array.of(1, 1e39), 0],
      'streamBatches, x of sample 2: expected numbers within float32, up to 3.4e38, got 1e+39.',
    ],
    [[[1, 2], -1e39], 'streamBatches, y of sample 2: expected numbers within float32'],
    [[[1], 0], 'streamBatches, x of sample 2: expected the shape of the first, [2], got [1].'],
    [[[1, 2], [0]], 'streamBatches, y of sample 2: expected the shape of the first, [], got [1].'],
    [[[1, 2]], 'streamBatches, sample 2: expected a pair [x, y], got an array of 1.'],
    [{ x: [1, 2], y: 0 }, 'streamBatches, sample 2: expected a pair [x, y], got an object.'],
    [null, 'streamBatches, sample 2: expected a pair [x, y], got null.'],
  ])('the sample %p is refused with its place', async (sample, message) => {
    const samples = [[[1, 2], 0], [[3, 4], 1], sample] as unknown as Sample[];
    const reading = all(streamBatches(samples, { batchSize: 1 }));
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toThrow(NeutypeError);
    await expect(collect(samples)).rejects.toThrow(message.replace('streamBatches', 'collect'));
  });

  it.each([
    [{ lastBatch: 'pad' }, "streamBatches, lastBatch: expected one of 'keep', 'drop', 'fill', got 'pad'."],
    [{ batchSize: 0.5 }, 'streamBatches, batchSize: expected a whole number from 1, got 0.5.'],
    [{ shuffleBuffer: -1 }, 'streamBatches, shuffleBuffer: expected a whole number from 0, got -1.'],
    [{ shuffleBuffer: true }, 'streamBatches, shuffleBuffer: expected a whole number from 0, got true.'],
    [{ seed: '0' }, "streamBatches, seed: expected a whole number, got '0'."],
    [{ shuffle: true }, "got 'shuffle'. It is called 'shuffleBuffer' here."],
    [{ bufferSize: 10 }, "got 'bufferSize'. It is called 'shuffleBuffer' here."],
  ])('the options %j are refused at once', (options, message) => {
    expect(() => streamBatches([], options as object)).toThrow(OptionError);
    expect(() => streamBatches([], options as object)).toThrow(message);
  });

  it('refuses a source that cannot be iterated over', async () => {
    expect(() => streamBatches(5 as unknown as Sample[])).toThrow(
      'streamBatches: expected samples to iterate over',
    );
    await expect(collect(null as unknown as Sample[])).rejects.toThrow(
      'collect: expected samples to iterate over',
    );
    expect(() => prefetch({} as Sample[])).toThrow('prefetch: expected samples to iterate over');
  });
});

describe('prefetch', () => {
  it('gives the same items in order, from iterables of both kinds', async () => {
    expect(await all(prefetch([1, 2, 3]))).toEqual([1, 2, 3]);
    expect(await all(prefetch(slowly([1, 2, 3]), 5))).toEqual([1, 2, 3]);
  });

  it('runs ahead by the requested number of items', async () => {
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
    expect(() => prefetch([], 0)).toThrow('prefetch, ahead: expected a whole number from 1, got 0.');
  });

  it.each([1, 2, 5])('gives all items before a generator that throws at once, %d ahead', async (ahead) => {
    function* failing(): Generator<number> {
      yield 1;
      yield 2;
      throw new Error('broken');
    }
    const items = prefetch(failing(), ahead);
    expect([(await items.next()).value, (await items.next()).value]).toEqual([1, 2]);
    await expect(items.next()).rejects.toThrow('broken');
  });

  it('a failure of the source while nobody waits for it ends nothing', async () => {
    const ended = await runInChild(`
      import { prefetch } from './batches/prefetch.ts';
      async function* failing() {
        yield 1;
        throw new Error('broken');
      }
      const items = prefetch(failing(), 4);
      console.log((await items.next()).value);
      await new Promise((resolve) => setTimeout(resolve, 20));
      await items.next().catch((error) => console.log(error.message));`);
    expect(ended).toEqual({ code: 0, stdout: '1\nbroken\n', stderr: '' });
  });
});
