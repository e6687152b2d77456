import { describe, expect, it } from '@jest/globals';
import { NeutypeError } from '@neutype/errors';
import { type NdArray, ndarray, type TypedArray } from '@neutype/ndarray';
import {
  isValidByReber,
  loadDigits,
  makeBlobs,
  makeCircles,
  makeClassification,
  makeDigits,
  makeMoons,
  makeReber,
  makeReberClassification,
  makeRegression,
  makeSpirals,
  reberIndices,
} from '../../src/index.js';
import { golden } from '../support/golden.js';
import { errorOfDeviation, expectNear } from '../support/near.js';

function counts(y: NdArray<TypedArray>): number[] {
  const found: number[] = [];
  for (const label of y.data) found[label] = (found[label] ?? 0) + 1;
  return found;
}

function expectPoints(
  got: { x: NdArray; y: NdArray<Int32Array> },
  [points, labels]: [number[][], number[]],
): void {
  expect(Array.from(got.y.data)).toEqual(labels);
  points.flat().forEach((value, i) => {
    expect(got.x.data[i]).toBeCloseTo(value, 6);
  });
}

describe("moons and circles are scikit-learn's points", () => {
  it('hold for makeMoons', () =>
    expectPoints(makeMoons({ samples: 9, shuffle: false }), golden.shapes.moons));
  it('hold for makeCircles', () =>
    expectPoints(makeCircles({ samples: 9, shuffle: false, factor: 0.5 }), golden.shapes.circles));

  it('shuffled they are the same points in another order, each with its label', () => {
    const inOrder = makeMoons({ samples: 50, shuffle: false });
    const shuffled = makeMoons({ samples: 50, seed: 3 });
    const rows = ({ x, y }: typeof inOrder): string[] =>
      Array.from(y.data, (label, i) => `${label}: ${x.row(i).data.join()}`);
    expect(rows(shuffled)).not.toEqual(rows(inOrder));
    expect(rows(shuffled).sort()).toEqual(rows(inOrder).sort());
  });

  it('noise has the deviation that was asked for', () => {
    const plain = makeMoons({ samples: 4000, shuffle: false });
    const noisy = makeMoons({ samples: 4000, shuffle: false, noise: 0.3, seed: 1 });
    expectNear(noisy.x.subtract(plain.x).std(), 0.3, errorOfDeviation(0.3, 8000));
  });
});

describe('makeBlobs', () => {
  it('centers and spreads are those asked for, sizes as equal as can be', () => {
    const { x, y } = makeBlobs({
      samples: 3001,
      centers: [
        [0, 0, 5],
        [10, -10, 0],
      ],
      clusterStd: [1, 3],
      shuffle: false,
    });
    expect(x.shape).toEqual([3001, 3]);
    expect(counts(y)).toEqual([1501, 1500]);
    const second = x.rows(1501);
    expectNear(second.mean(0).data[0]!, 10, 3 / Math.sqrt(1500));
    expectNear(second.std(0).data[1]!, 3, errorOfDeviation(3, 1500));
    expectNear(x.rows(0, 1501).std(0).data[1]!, 1, errorOfDeviation(1, 1501));
  });

  it('draws centers inside the box', () => {
    const { x } = makeBlobs({ centers: 4, features: 5, centerBox: [3, 4], clusterStd: 0 });
    expect(x.min()).toBeGreaterThanOrEqual(3);
    expect(x.max()).toBeLessThan(4);
  });
});

it('makeSpirals winds every arm from the middle to the unit circle', () => {
  const { x, y } = makeSpirals({ samples: 300, classes: 3, turns: 2, shuffle: false });
  expect(counts(y)).toEqual([100, 100, 100]);
  for (const arm of [0, 1, 2]) {
    const [endX, endY] = x.row(100 * arm + 99).data;
    expect(Math.hypot(endX!, endY!)).toBeCloseTo(1, 6);
    expect(Math.atan2(endY!, endX!)).toBeCloseTo([0, 2.0944, -2.0944][arm]!, 3);
  }
});

describe('makeClassification', () => {
  const options = {
    samples: 2000,
    features: 12,
    informative: 3,
    redundant: 2,
    repeated: 1,
    classes: 3,
  } as const;

  it('has the classes in their shares, and shapes as asked for', () => {
    const { x, y } = makeClassification({ ...options, weights: [0.5, 0.3, 0.2], flipY: 0 });
    expect(x.shape).toEqual([2000, 12]);
    expect(counts(y)).toEqual([1000, 600, 400]);
  });

  it('redundant features are linear in the informative ones, repeated ones copies, the rest noise', () => {
    const { x } = makeClassification({ ...options, shuffle: false });
    const row = (i: number): number[] => Array.from(x.row(i).data);
    for (let i = 0; i < 5; i++) expect(row(i).slice(0, 5)).toContain(row(i)[5]);
    const noise = Array.from({ length: 2000 }, (_, i) => row(i)[9]!);
    expectNear(noise.reduce((sum, value) => sum + value * value, 0) / 2000, 1, Math.sqrt(2 / 2000));
  });

  it('puts columns in random order, the same for all samples', () => {
    const ordered = makeClassification({ ...options, samples: 50, shuffle: false }).x;
    const shuffled = makeClassification({ ...options, samples: 50 }).x;
    const sorted = ({ data }: NdArray): string => [...data].sort((a, b) => a - b).join();
    const rows = (x: NdArray): string[] => Array.from({ length: 50 }, (_, i) => sorted(x.row(i))).sort();
    expect(rows(shuffled)).toEqual(rows(ordered));
    const columns = (x: NdArray): string[] =>
      Array.from({ length: 12 }, (_, column) =>
        sorted(ndarray(x.data.filter((_, at) => at % 12 === column))),
      );
    expect(columns(shuffled)).not.toEqual(columns(ordered));
    expect(columns(shuffled).sort()).toEqual(columns(ordered).sort());
  });

  it('far classes can be told apart by the nearest class mean, unlike without separation', () => {
    function nearestMean(classSep: number): number {
      const { x, y } = makeClassification({
        samples: 1000,
        features: 4,
        informative: 4,
        redundant: 0,
        classSep,
        clustersPerClass: 1,
        flipY: 0,
      });
      const means = [0, 1].map((label) =>
        x.take(Array.from(y.data.keys()).filter((i) => y.data[i] === label)).mean(0),
      );
      const distance = (i: number, label: number): number =>
        x.row(i).data.reduce((sum, value, axis) => sum + (value - means[label]!.data[axis]!) ** 2, 0);
      return y.data.filter((label, i) => distance(i, label) < distance(i, 1 - label)).length / 1000;
    }
    expect(nearestMean(5)).toBeGreaterThan(0.97);
    expect(nearestMean(0)).toBeLessThan(0.8);
  });
});

describe('makeRegression', () => {
  it('computes targets with the coefficients that it returns', () => {
    const { x, y, coefficients } = makeRegression({
      samples: 50,
      features: 6,
      informative: 2,
      targets: 2,
      bias: 3,
    });
    expect(Array.from(coefficients.data).filter((value) => value !== 0)).toHaveLength(4);
    for (let sample = 0; sample < 50; sample++) {
      for (let target = 0; target < 2; target++) {
        const expected = x
          .row(sample)
          .data.reduce((sum, value, i) => sum + value * coefficients.data[2 * i + target]!, 3);
        expect(Math.abs(y.row(sample).data[target]! - expected)).toBeLessThan(1e-3);
      }
    }
  });

  it('noise is added to the targets', () => {
    const { y } = makeRegression({ samples: 5000, informative: 0, noise: 2 });
    expectNear(y.std(), 2, errorOfDeviation(2, 5000));
  });
});

describe('bitmap digits', () => {
  it('are ten different pictures', () => {
    const { x, y } = loadDigits();
    expect([x.shape, Array.from(y.data)]).toEqual([[10, 24], [...Array(10).keys()]]);
    expect(
      new Set(
        x
          .toArray()
          .toString()
          .match(/(?:[01],?){24}/g),
      ).size,
    ).toBe(10);
  });

  it('noise hits the share of pixels that was asked for', () => {
    const clean = loadDigits().x;
    const { x, y } = makeDigits({ samples: 2000, noiseLevel: 0.2 });
    const changed = x.data.filter(
      (value, i) => value !== clean.data[24 * y.data[Math.floor(i / 24)]! + (i % 24)],
    );
    expectNear(changed.length / x.size, 0.2, Math.sqrt((0.2 * 0.8) / x.size));
    const removed = makeDigits({ samples: 500, noiseLevel: 0.5, mode: 'remove' });
    const added = removed.x.data.filter(
      (value, i) => value > clean.data[24 * removed.y.data[Math.floor(i / 24)]! + (i % 24)]!,
    );
    expect(added).toHaveLength(0);
    expect(removed.x.sum()).toBeLessThan(0.6 * clean.take(removed.y).sum());
  });
});

describe("Reber's grammar", () => {
  it.each([
    ['TTS', true],
    ['VXXVS', true],
    ['TPTXVS', true],
    ['VVPXXVPS', true],
    ['STS', false],
    ['TT', false],
    ['TTSS', false],
    ['', false],
    ['TQS', false],
  ])('%s: %s', (word, valid) => {
    expect(isValidByReber(word)).toBe(valid);
    expect(isValidByReber([...word])).toBe(valid);
  });

  it('makes words of the grammar, with both first letters', () => {
    const words = makeReber({ samples: 200, seed: 4 });
    expect(words.every(isValidByReber)).toBe(true);
    expect(new Set(words.map(([first]) => first))).toEqual(new Set(['T', 'V']));
  });

  it.each([0.5, 0.2, 0.9])('mixes in a share of %d of words that are not of it', (invalidSize) => {
    const { words, y } = makeReberClassification({ samples: 300, invalidSize, seed: 1 });
    expect(words.map((word) => (isValidByReber(word) ? 1 : 0))).toEqual(Array.from(y.data));
    expect(counts(y)[0]).toBe(Math.ceil(300 * invalidSize));
  });

  it('gives words as indices', () => {
    expect(Array.from(reberIndices('VXXVS').data)).toEqual([1, 3, 3, 1, 4]);
    expect(() => reberIndices('VQ')).toThrow("reberIndices: expected letters out of TVPXS, got 'Q' in 'VQ'.");
    expect(() => reberIndices(['V'] as unknown as string)).toThrow(
      'reberIndices: expected a word, got an array of 1.',
    );
  });
});

describe('invalid options are refused', () => {
  const generators = {
    makeBlobs,
    makeCircles,
    makeClassification,
    makeDigits,
    makeMoons,
    makeReber,
    makeReberClassification,
    makeRegression,
    makeSpirals,
  };
  const make = (name: string, options: unknown): unknown =>
    (generators as unknown as Record<string, (options: unknown) => unknown>)[name]!(options);

  it.each(Object.keys(generators))('%s: unknown names, samples and seeds', (name) => {
    expect(() => make(name, { nSamples: 10 })).toThrow(`got 'nSamples'. It is called 'samples' here.`);
    expect(() => make(name, { n_samples: 10 })).toThrow(`got 'n_samples'. It is called 'samples' here.`);
    expect(() => make(name, { random_state: 1 })).toThrow(`got 'random_state'. It is called 'seed' here.`);
    expect(() => make(name, { sampels: 10 })).toThrow("Did you mean 'samples'?");
    expect(() => make(name, 10)).toThrow(`${name}: expected options as an object, got 10.`);
    expect(() => make(name, { samples: 0 })).toThrow(
      `${name}, samples: expected a whole number from 1, got 0.`,
    );
    expect(() => make(name, { samples: '10' })).toThrow(
      `${name}, samples: expected a whole number from 1, got '10'.`,
    );
    expect(() => make(name, { seed: Number.NaN })).toThrow(
      `${name}, seed: expected a whole number, got NaN.`,
    );
  });

  it.each([
    ['makeMoons', { noise: -1 }, 'makeMoons, noise: expected a number from 0, got -1.'],
    ['makeMoons', { noise: Number.NaN }, 'got NaN'],
    ['makeMoons', { shuffle: 0 }, 'makeMoons, shuffle: expected true or false, got 0.'],
    ['makeMoons', { factor: 0.5 }, "got 'factor'"],
    [
      'makeMoons',
      { samples: 2 ** 40 },
      'makeMoons: expected samples that fit into memory, got 1099511627776 of 2 features',
    ],
    ['makeCircles', { factor: 1 }, 'makeCircles, factor: expected a number from 0 and below 1, got 1.'],
    ['makeSpirals', { classes: 1.5 }, 'makeSpirals, classes: expected a whole number from 1, got 1.5.'],
    ['makeSpirals', { turns: 0 }, 'makeSpirals, turns: expected a number above 0, got 0.'],
    ['makeBlobs', { n_features: 3 }, "got 'n_features'. It is called 'features' here."],
    ['makeBlobs', { centers: [[1], [1, 2]] }, 'makeBlobs, centers: expected rows of equal length'],
    [
      'makeBlobs',
      { centers: [1, 2] },
      'makeBlobs, centers: expected a number, or places of shape [centers, features], got [2].',
    ],
    ['makeBlobs', { centers: [] }, 'got [0]'],
    ['makeBlobs', { centers: [[0, Number.NaN]] }, 'makeBlobs, centers: expected finite numbers'],
    ['makeBlobs', { centers: 0 }, 'makeBlobs, centers: expected a whole number from 1, got 0.'],
    [
      'makeBlobs',
      { centers: [[0, 0]], features: 3 },
      'makeBlobs, features: expected 2, as the centers have, got 3.',
    ],
    [
      'makeBlobs',
      { clusterStd: [1] },
      'makeBlobs, clusterStd: expected one number, or one for each of the 3 centers, got an array of 1.',
    ],
    ['makeBlobs', { clusterStd: -1 }, 'makeBlobs, clusterStd: expected a number from 0, got -1.'],
    ['makeBlobs', { centerBox: [1, 0] }, 'makeBlobs, centerBox: expected two ascending numbers, got [1, 0].'],
    [
      'makeClassification',
      { features: 3 },
      'makeClassification: expected at most 3 informative, redundant and repeated features together, got 2 + 2 + 0.',
    ],
    [
      'makeClassification',
      { classes: 3 },
      'expected a corner of a cube for each of 3 x 2 clusters, got 4 corners with 2 informative features.',
    ],
    [
      'makeClassification',
      { weights: [1] },
      'makeClassification, weights: expected one for each of the 2 classes, got an array of 1.',
    ],
    [
      'makeClassification',
      { weights: [1, -1] },
      'makeClassification, weights: expected a number from 0, got -1.',
    ],
    [
      'makeClassification',
      { weights: [0, 0] },
      'makeClassification, weights, their sum: expected a number above 0, got 0.',
    ],
    ['makeClassification', { weights: 0.5 }, 'got 0.5'],
    ['makeClassification', { weights: null }, 'got null'],
    ['makeRegression', { informative: null }, 'got null'],
    ['makeClassification', { flipY: 2 }, 'makeClassification, flipY: expected a number from 0 to 1, got 2.'],
    [
      'makeClassification',
      { classSep: Number.POSITIVE_INFINITY },
      'makeClassification, classSep: expected a finite number',
    ],
    [
      'makeClassification',
      { repeated: -1 },
      'makeClassification, repeated: expected a whole number from 0, got -1.',
    ],
    ['makeClassification', { n_informative: 2 }, "It is called 'informative' here."],
    ['makeRegression', { features: 0 }, 'makeRegression, features: expected a whole number from 1, got 0.'],
    [
      'makeRegression',
      { informative: 0.5 },
      'makeRegression, informative: expected a whole number from 0, got 0.5.',
    ],
    ['makeRegression', { targets: '1' }, "makeRegression, targets: expected a whole number from 1, got '1'."],
    ['makeRegression', { bias: Number.NaN }, 'makeRegression, bias: expected a finite number, got NaN.'],
    ['makeDigits', { noiseLevel: 1 }, 'makeDigits, noiseLevel: expected a number from 0 and below 1, got 1.'],
    ['makeDigits', { mode: 'add' }, "makeDigits, mode: expected one of 'flip', 'remove', got 'add'."],
    ['makeReber', { shuffle: true }, "got 'shuffle'"],
    [
      'makeReberClassification',
      { samples: 1 },
      'makeReberClassification, samples: expected a number from 2, got 1.',
    ],
    [
      'makeReberClassification',
      { invalidSize: 1 },
      'makeReberClassification, invalidSize: expected a number above 0 and below 1, got 1.',
    ],
    [
      'makeReberClassification',
      { lengthRange: [0, 3] },
      'makeReberClassification, lengthRange: expected a whole number from 1, got 0.',
    ],
    [
      'makeReberClassification',
      { lengthRange: [4, 3] },
      'makeReberClassification, lengthRange: expected two ascending numbers, got [4, 3].',
    ],
  ])('%s: %p', (name, options, message) => {
    expect(() => make(name, options)).toThrow(NeutypeError);
    expect(() => make(name, options)).toThrow(message);
  });
});
