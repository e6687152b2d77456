import { describe, expect, it } from '@jest/globals';
import { NeutypeError } from '@neutype/errors';
import { ndarray } from '@neutype/ndarray';
import { imageFolder, parseCsv, readCsv, readJsonLines } from '../src/files/index.js';
import * as datasets from '../src/index.js';

/*
 * JavaScript may give anything to anything. Each public function is called with right arguments, of which one, or one
 * option, is replaced by something odd: what comes is a result, or an error that was written for it.
 */

const ODD: readonly unknown[] = [
  undefined,
  null,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1,
  0,
  0.5,
  1e21,
  1n,
  true,
  '',
  'text',
  Symbol('symbol'),
  () => 1,
  [],
  [[]],
  [null, 'a'],
  [[1, 2], [3]],
  {},
  { length: 3 },
  { data: [1], shape: [1] },
  { data: Float32Array.of(1, 2), shape: [5] },
  Object.create(null),
  new Set([1]),
  new Date(0),
  new ArrayBuffer(8),
  BigInt64Array.of(1n),
  Float64Array.of(1, Number.NaN),
  ndarray(3),
  ndarray(new Float32Array(0), [0, 2]),
];

type Call = readonly [name: string, call: (...values: never[]) => unknown, ...values: unknown[]];

const x = ndarray([
  [1, 2],
  [3, 4],
  [5, 6],
  [7, 9],
]);
const labels = ['a', 'b', 'a', 'b'];
const scaler = datasets.standardScaler(x);
const encoder = datasets.labelEncoder(labels);
const quiet = { onNotice: () => {} };
const generator = { samples: 5, seed: 0 };
const spread = { ...generator, shuffle: true, noise: 0 };

const CALLS: readonly Call[] = [
  [
    'trainTestSplit',
    datasets.trainTestSplit,
    x,
    labels,
    { testSize: 0.5, trainSize: 0.5, seed: 0, shuffle: true, stratify: labels, ...quiet },
  ],
  ['trainTestIndices', datasets.trainTestIndices, 4, { testSize: 2, ...quiet }],
  ['kFold', datasets.kFold, 4, { folds: 2, shuffle: true, seed: 0 }],
  ['stratifiedKFold', datasets.stratifiedKFold, labels, { folds: 2, shuffle: true, seed: 0, ...quiet }],
  [
    'batches',
    datasets.batches,
    x,
    labels,
    { batchSize: 2, shuffle: true, seed: 0, lastBatch: 'keep', balance: labels },
  ],
  ['batchIndices', datasets.batchIndices, 4, {}],
  [
    'streamBatches',
    drained(datasets.streamBatches),
    [[[1], 2]],
    { batchSize: 1, lastBatch: 'fill', shuffleBuffer: 2, seed: 0 },
  ],
  [
    'streamBatches of one sample',
    (sample: never) => drained(datasets.streamBatches)([sample] as never),
    [[1], 2],
  ],
  ['streamBatches of values', (value: never) => drained(datasets.streamBatches)([[value, 1]] as never), [1]],
  ['collect', datasets.collect, [[[1], 2]]],
  ['prefetch', drained(datasets.prefetch), [1, 2], 2],
  ['oneHot', datasets.oneHot, [0, 1], { classes: 2 }],
  ['fromOneHot', datasets.fromOneHot, [[0, 1]]],
  ['labelEncoder', datasets.labelEncoder, labels],
  ['encode', encoder.encode, labels],
  ['decode', encoder.decode, [0, 1]],
  ['classWeights', datasets.classWeights, labels],
  ['standardScaler', datasets.standardScaler, x],
  ['apply', scaler.apply, [[1, 2]]],
  ['invert', scaler.invert, [[1, 2]]],
  ['minMaxScaler', datasets.minMaxScaler, x, { range: [0, 1] }],
  ['featureMean', datasets.featureMean, x],
  ['perImage', datasets.perImage, [[1, 2]]],
  [
    'augment',
    datasets.augment,
    {
      shift: 1,
      rotate: 1,
      scale: [1, 2],
      shear: 0,
      elastic: { alpha: 1, sigma: 2 },
      cutout: 1,
      noise: 1,
      seed: 0,
    },
  ],
  ['augment, its function', datasets.augment({ shift: 1, noise: 1 }), [[1, 2, 3, 4]]],
  ['makeMoons', datasets.makeMoons, spread],
  ['makeCircles', datasets.makeCircles, { ...spread, factor: 0.5 }],
  ['makeSpirals', datasets.makeSpirals, { ...spread, classes: 2, turns: 1 }],
  [
    'makeBlobs',
    datasets.makeBlobs,
    { ...generator, features: 2, centers: 2, clusterStd: 1, centerBox: [0, 1] },
  ],
  [
    'makeClassification',
    datasets.makeClassification,
    {
      ...generator,
      features: 20,
      informative: 2,
      redundant: 1,
      repeated: 1,
      classes: 2,
      clustersPerClass: 2,
      weights: [1, 1],
      flipY: 0,
      classSep: 1,
    },
  ],
  [
    'makeRegression',
    datasets.makeRegression,
    { ...spread, features: 3, informative: 2, targets: 1, bias: 0 },
  ],
  ['makeDigits', datasets.makeDigits, { ...generator, noiseLevel: 0.1, mode: 'flip' }],
  ['makeReber', datasets.makeReber, generator],
  [
    'makeReberClassification',
    datasets.makeReberClassification,
    { ...generator, invalidSize: 0.5, lengthRange: [3, 5] },
  ],
  ['reberIndices', datasets.reberIndices, 'TTS'],
  ['isValidByReber', datasets.isValidByReber, 'TTS'],
  ['syntheticDigits', datasets.syntheticDigits, generator],
  [
    'parseCsv',
    parseCsv,
    'a,b\n1,2',
    { header: true, target: 'a', ignore: [], delimiter: ',', missing: 0 },
    'CSV',
  ],
  ['readCsv', readCsv, 'nowhere.csv', { header: true }],
  ['readJsonLines', drained(readJsonLines), 'nowhere.jsonl', { maxLineLength: 1 }],
  ['imageFolder', imageFolder, 'nowhere', { channels: 1, size: [1, 1], maxPixels: 1, ...quiet }],
];

/** Iterates to the end, where errors come. */
function drained(
  call: (...values: never[]) => AsyncIterable<unknown>,
): (...values: never[]) => Promise<void> {
  return async (...values) => {
    for await (const _ of call(...values));
  };
}

/** The arguments with something odd in one place, or in one option. */
function* replaced(values: readonly unknown[]): Generator<[where: string, values: unknown[]]> {
  for (const odd of ODD) {
    for (const [at, value] of values.entries()) {
      yield [`argument ${at} ${named(odd)}`, values.with(at, odd)];
      if (typeof value !== 'object' || value === null || Array.isArray(value) || value === x) continue;
      for (const name of Object.keys(value)) {
        yield [`${name} ${named(odd)}`, values.with(at, { ...value, [name]: odd })];
      }
    }
  }
}

function named(value: unknown): string {
  return typeof value === 'object' && value !== null ? Object.prototype.toString.call(value) : String(value);
}

describe('anything in any place is taken, or refused by an error that was written for it', () => {
  it.each(CALLS)('%s', async (_name, call, ...values) => {
    const raw: string[] = [];
    for (const [where, odd] of replaced(values)) {
      try {
        await call(...(odd as never[]));
      } catch (error) {
        if (!(error instanceof NeutypeError)) raw.push(`${where}: ${String(error)}`);
      }
    }
    expect(raw).toEqual([]);
  });
});
