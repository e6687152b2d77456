import { type NdArray, ndarray } from '@neutype/ndarray';
import { type CsvTable, imageFolder, readCsv, readJsonLines } from '../src/files/index.js';
import {
  augment,
  batches,
  fromOneHot,
  kFold,
  labelEncoder,
  oneHot,
  perImage,
  standardScaler,
  stratifiedKFold,
  streamBatches,
  trainTestSplit,
} from '../src/index.js';

/*
 * What the compiler must take, and what it must refuse: `pnpm run typecheck` is the test, and nothing here is ever run. An
 * `@ts-expect-error` above a line that compiles is an error itself.
 */

const x = ndarray([[1], [2]]);
const bytes = ndarray(Uint8Array.of(1, 2), [2, 1]);

export const whatIsTaken: readonly (() => unknown)[] = [
  () =>
    trainTestSplit(x, ['a', 'b'], {
      testSize: 0.5,
      stratify: [
        [1, 0],
        [0, 1],
      ],
      onNotice: () => {},
    }),
  () => batches(Uint8Array.of(1, 2), x, { lastBatch: 'fill' }),
  () => streamBatches([[[1, 2], 0]], { lastBatch: 'fill' }),
  () => streamBatches([[[[1], [2]], Float32Array.of(1)]]),
  () => oneHot(bytes),
  () => fromOneHot([[0, 1]]),
  () => standardScaler(bytes).apply([[1], [2]]),
  // @ts-expect-error there are targets to split too
  () => trainTestSplit(x),
  // @ts-expect-error scikit-learn's name
  () => trainTestSplit(x, x, { test_size: 0.5 }),
  // @ts-expect-error scikit-learn's name
  () => kFold(10, { nSplits: 3 }),
  // @ts-expect-error nothing to tell
  () => kFold(10, { onNotice: () => {} }),
  // @ts-expect-error null is no label
  () => stratifiedKFold(['a', null]),
  // @ts-expect-error texts are numbered with labelEncoder
  () => oneHot(['0']),
  // @ts-expect-error integers cannot be changed in place
  () => standardScaler(x).apply(bytes),
  // @ts-expect-error integers cannot be changed in place
  () => perImage(bytes),
  // @ts-expect-error null is no number
  () => streamBatches([[[1, null], 0]]),
  // @ts-expect-error the option is called rotate
  () => augment({ rotation: 45 }),
  // @ts-expect-error names of columns come in an array
  () => readCsv('a.csv', { ignore: 'id' }),
  // @ts-expect-error one or three channels
  () => imageFolder('images', { channels: 2 }),
];

export const whatIsPromised: readonly (() => unknown)[] = [
  (): [NdArray, NdArray, string[], string[]] => trainTestSplit(x, ['a', 'b']),
  (): NdArray => standardScaler(x).apply(x),
  (): NdArray<Float64Array> => perImage(ndarray(Float64Array.of(1, 2), [1, 2])),
  (): NdArray<Uint8Array> => augment({})(bytes),
  (): NdArray => augment({})([[1]]),
  (): ('a' | 'b')[] => labelEncoder<'a' | 'b'>(['a', 'b']).decode([0]),
  (): Promise<CsvTable> => readCsv('a.csv'),
  (): AsyncGenerator<{ a: number }> => readJsonLines<{ a: number }>('a.jsonl'),
  // @ts-expect-error bytes stay bytes
  (): NdArray => augment({})(bytes),
];
