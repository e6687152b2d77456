import { describe, expect, it } from '@jest/globals';
import { OptionError, ShapeError } from '@neutype/errors';
import { type NdArray, ndarray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { drawBeta } from '../../src/blend/beta.js';
import { batches, cutmix, mapBatches, mixup, oneHot, smoothLabels, streamBatches } from '../../src/index.js';

const COUNT = 20;
/** A class for each sample, so that targets tell what was mixed with what. */
const y = oneHot(Array.from({ length: COUNT }, (_, sample) => sample));

/** What a row of targets was mixed of: the sample itself, another one, and the share of the first. */
function partsOf({ data }: NdArray, row: number): { readonly other: number; readonly share: number } {
  const shares = [...data.slice(row * COUNT, (row + 1) * COUNT)];
  const others = shares.flatMap((share, column) => (share > 0 && column !== row ? [column] : []));
  expect(others.length).toBeLessThanOrEqual(1);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
  return { other: others[0] ?? row, share: shares[row]! };
}

describe('numbers of Beta(alpha, alpha)', () => {
  const SAMPLES = 20_000;
  // Kolmogorov and Smirnov: farther apart than this in one case out of ten thousand.
  const FARTHEST = Math.sqrt(Math.log(2 / 1e-4) / (2 * SAMPLES));

  it.each<[number, (x: number) => number]>([
    [0.5, (x) => (2 / Math.PI) * Math.asin(Math.sqrt(x))],
    [1, (x) => x],
    [2, (x) => 3 * x ** 2 - 2 * x ** 3],
    [3, (x) => x ** 3 * (10 - 15 * x + 6 * x ** 2)],
  ])('are distributed so for alpha %d', (alpha, distribution) => {
    const source = random(7).split(`beta ${alpha}`);
    const drawn = Float64Array.from({ length: SAMPLES }, () => drawBeta(alpha, source)).sort();
    const distances = drawn.map((value, rank) => Math.abs(distribution(value) - (rank + 0.5) / SAMPLES));
    expect(Math.max(...distances)).toBeLessThan(FARTHEST);
  });

  it.each([1e-4, 0.01, 1000])('have the mean ½ and their variance for alpha %d', (alpha) => {
    const source = random(8).split('beta');
    const drawn = Array.from({ length: SAMPLES }, () => drawBeta(alpha, source));
    const variance = 1 / (4 * (2 * alpha + 1));
    const mean = drawn.reduce((sum, value) => sum + value, 0) / SAMPLES;
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(variance / SAMPLES));
    const measured = drawn.reduce((sum, value) => sum + (value - 0.5) ** 2, 0) / SAMPLES;
    expect(Math.abs(measured / variance - 1)).toBeLessThan(0.05);
  });
});

describe('mixup', () => {
  const x = ndarray(
    Float32Array.from({ length: 3 * COUNT }, (_, at) => Math.sin(at)),
    [COUNT, 3],
  );

  it('mixes samples and targets with the same partners in the same shares', () => {
    const mix = mixup({ alpha: 1, seed: 0 });
    for (let batch = 0; batch < 20; batch++) {
      const [mixed, targets] = mix([x, y]);
      const shares = new Set<string>();
      for (let row = 0; row < COUNT; row++) {
        const { other, share } = partsOf(targets, row);
        if (other !== row) shares.add(share.toFixed(5));
        for (let column = 0; column < 3; column++) {
          const expected = share * x.data[3 * row + column]! + (1 - share) * x.data[3 * other + column]!;
          expect(mixed.data[3 * row + column]).toBeCloseTo(expected, 5);
        }
      }
      expect(shares.size).toBe(1); // one a batch
    }
  });

  it('leaves what it is given, takes bytes and any shape, and mixes targets that are numbers', () => {
    const images = ndarray(Uint8Array.of(0, 100, 200, 50), [2, 2, 1]);
    const numbers = [[1], [3]];
    const [mixed, targets] = mixup({ alpha: 1, seed: 1 })([images, numbers]);
    expect([mixed.shape, mixed.dtype]).toEqual([[2, 2, 1], 'float32']);
    expect([...images.data]).toEqual([0, 100, 200, 50]);
    expect(numbers).toEqual([[1], [3]]);
    // What is mixed of both keeps its sum where each has the other as its partner, or none.
    expect(targets.data[0]! + targets.data[1]!).toBeCloseTo(4, 5);
    expect(mixed.data[0]! + mixed.data[2]!).toBeCloseTo(200, 3);
  });

  it('is the same for the same seed, and another in each batch', () => {
    const [first, second, other] = [mixup({ seed: 3 }), mixup({ seed: 3 }), mixup({ seed: 4 })];
    const batch = [x, y] as const;
    const mixed = first(batch);
    expect(second(batch)).toEqual(mixed);
    expect(first(batch)).not.toEqual(mixed);
    expect(other(batch)).not.toEqual(mixed);
  });
});

describe('cutmix', () => {
  it.each<[string, readonly number[], number]>([
    ['images', [COUNT, 6, 4], 1],
    ['images with channels', [COUNT, 6, 4, 3], 3],
    ['square images in rows', [COUNT, 36], 1],
  ])(
    'pastes a part of another image into each of %s, and mixes targets by the areas',
    (_, shape, channels) => {
      const pixels = shape.slice(1).reduce((product, edge) => product * edge, 1) / channels;
      const x = ndarray(
        Float32Array.from({ length: COUNT * pixels * channels }, (_, at) =>
          Math.floor(at / (pixels * channels)),
        ),
        [...shape],
      );
      const mix = cutmix({ seed: 0 });
      let pasted = 0;
      for (let batch = 0; batch < 20; batch++) {
        const [mixed, targets] = mix([x, y]);
        expect(mixed.shape).toEqual(shape);
        for (let row = 0; row < COUNT; row++) {
          const { other, share } = partsOf(targets, row);
          const image = mixed.data.slice(row * pixels * channels, (row + 1) * pixels * channels);
          const own = image.filter((value) => value === row).length / channels;
          if (other === row) continue;
          expect(share).toBeCloseTo(own / pixels, 5);
          expect(image.every((value) => value === row || value === other)).toBe(true);
          pasted += 1;
        }
      }
      expect(pasted).toBeGreaterThan(100);
    },
  );

  it('refuses what are no images', () => {
    expect(() => cutmix()([ndarray(new Float32Array(COUNT * 5), [COUNT, 5]), y])).toThrow(
      'cutmix, x: expected the shape [?, height, width], [?, height, width, channels], or [?, pixels] of square images, got [20, 5].',
    );
  });
});

describe('smoothed labels', () => {
  it('are PyTorch’s: a share of the target spread over all classes', () => {
    const [x, smooth] = smoothLabels({ amount: 0.2 })([
      [[7], [8]],
      [
        [1, 0, 0, 0],
        [0, 0, 0.5, 0.5],
      ],
    ]);
    expect(x.toArray()).toEqual([[7], [8]]);
    const expected = [0.85, 0.05, 0.05, 0.05, 0.05, 0.05, 0.45, 0.45];
    for (const [at, value] of expected.entries()) expect(smooth.data[at]).toBeCloseTo(value, 6);
  });
});

describe('blends refuse', () => {
  const rows = [[1], [2]];

  it.each([mixup(), cutmix(), smoothLabels()])('class numbers: %#', (blend) => {
    expect(() => blend([rows, [0, 1]])).toThrow(ShapeError);
    expect(() => blend([rows, [0, 1]])).toThrow('Encode class numbers with oneHot(labels).');
    expect(() => blend([rows, [[0, 1]]])).toThrow('expected equally many rows in x and y, got 2 and 1.');
  });

  it.each<[() => unknown, string]>([
    [() => mixup({ alpha: 0 }), 'mixup, alpha: expected a number above 0, got 0.'],
    [() => cutmix({ alpha: -1 }), 'cutmix, alpha'],
    [() => smoothLabels({ amount: 1 }), 'smoothLabels, amount: expected a number from 0 and below 1, got 1.'],
    [() => mixup({ alhpa: 1 } as never), "Did you mean 'alpha'?"],
    [() => mixup({ seed: 0.5 }), 'mixup, seed'],
  ])('options that cannot be: %#', (make, message) => {
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });
});

describe('batches that are changed as they come', () => {
  const x = Array.from({ length: 6 }, (_, sample) => [sample]);
  const zeros = x.map(() => 0);

  it('are as many passes as their source has, each with its order', () => {
    const data = batches(x, zeros, { batchSize: 4, seed: 0 });
    const plain = [...data, ...data].map(([samples]) => samples.flat());
    const same = batches(x, zeros, { batchSize: 4, seed: 0 });
    const changed = mapBatches(same, ([samples]) => samples.flat().map((value) => -value));
    expect([...changed, ...changed]).toEqual(plain.map((samples) => samples.map((value) => -value)));
  });

  it('may be changed asynchronously where they come so', async () => {
    const source = streamBatches(
      x.map((sample) => [sample, 0] as const),
      { batchSize: 4 },
    );
    const seen: number[][] = [];
    for await (const samples of mapBatches(source, async ([batch]) => [...batch.data])) seen.push(samples);
    expect(seen).toEqual([
      [0, 1, 2, 3],
      [4, 5],
    ]);
  });

  it('end their source when nobody asks for more', () => {
    let isClosed = false;
    function* source(): Generator<number> {
      try {
        yield 1;
        yield 2;
      } finally {
        isClosed = true;
      }
    }
    for (const _ of mapBatches(source(), (value) => value)) break;
    expect(isClosed).toBe(true);
  });

  it('need a source and a function', () => {
    expect(() => mapBatches(3 as never, (batch) => batch)).toThrow(
      'mapBatches: expected samples to iterate over',
    );
    expect(() => mapBatches([], 'double' as never)).toThrow(
      'mapBatches, change: expected a function of a batch',
    );
  });
});
