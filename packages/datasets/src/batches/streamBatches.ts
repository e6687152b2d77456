import { checkCount, checkOptions, optionNames } from '@neutype/errors';
import type { NdArray } from '@neutype/ndarray';
import { type Random, random } from '@neutype/random';
import { checkSeed } from '../support/checkSeed.js';
import { checkBatchSize, type LastBatch } from './lastBatch.js';
import { type CheckedSample, checkedSamples, checkSource, type SampleSource, stack } from './sample.js';

export interface StreamBatchOptions {
  /** Samples a batch; 32 by default. */
  readonly batchSize?: number | undefined;
  /**
   * What becomes of the samples that do not fill a last batch: `'keep'` (a smaller batch, the default), `'drop'`, or
   * `'fill'` (filled up with the first samples that were given out).
   */
  readonly lastBatch?: LastBatch | undefined;
  /** Samples are drawn at random from this many that are held back; 0, their own order, by default. */
  readonly shuffleBuffer?: number | undefined;
  /** Which order, with `shuffleBuffer`; 0 by default. */
  readonly seed?: number | undefined;
}

const OPTIONS = optionNames<StreamBatchOptions>({
  batchSize: true,
  lastBatch: true,
  shuffleBuffer: true,
  seed: true,
});

/** Arrays of shape [batch, …]. */
type Batch = [x: NdArray<Float32Array>, y: NdArray<Float32Array>];

/**
 * Batches of samples that come one after the other, from an iterable, an async iterable or a generator: data that need
 * not fit into memory.
 *
 * @param source pairs `[x, y]` of numbers, lists, typed arrays or NdArrays, all of one shape; they are copied as they come
 * @returns pairs of float32 arrays of shape [batch, …]
 * @throws OptionError for options that cannot be; while iterating DataError for what is no number, with its place, and
 *   ShapeError for samples of unequal shapes
 *
 * @example
 * ```ts
 * function* squares(): Generator<[number[], number]> {
 *   for (let i = 0; i < 100; i++) yield [[i], i * i];
 * }
 * for await (const [x, y] of streamBatches(squares(), { batchSize: 10 })) console.log(x.shape, y.shape); // [10, 1] [10]
 * ```
 */
export function streamBatches(
  source: SampleSource,
  options: StreamBatchOptions = {},
): AsyncGenerator<[x: NdArray<Float32Array>, y: NdArray<Float32Array>]> {
  const where = 'streamBatches';
  checkSource(source, where);
  checkOptions(where, options, OPTIONS);
  const { batchSize = 32, lastBatch = 'keep', shuffleBuffer = 0, seed = 0 } = options;
  checkBatchSize(batchSize, lastBatch, where);
  checkCount(`${where}, shuffleBuffer`, shuffleBuffer, 0);
  checkSeed(where, seed);
  const samples = checkedSamples(source, where);
  const order = shuffleBuffer > 1 ? shuffled(samples, shuffleBuffer, random(seed).split(where)) : samples;
  return cut(order, batchSize, lastBatch);
}

/**
 * All samples of a source as two arrays: makes an iterable, an async iterable or a generator usable wherever arrays are.
 *
 * @throws DataError for what is no number, with its place; ShapeError for samples of unequal shapes
 *
 * @example
 * ```ts
 * const { x, y } = await collect(squares());
 * const [xTrain, xTest, yTrain, yTest] = trainTestSplit(x, y);
 * ```
 */
export async function collect(
  source: SampleSource,
): Promise<{ x: NdArray<Float32Array>; y: NdArray<Float32Array> }> {
  checkSource(source, 'collect');
  const samples: CheckedSample[] = [];
  for await (const sample of checkedSamples(source, 'collect')) samples.push(sample);
  const [x, y] = stacked(samples);
  return { x, y };
}

async function* cut(
  samples: AsyncIterable<CheckedSample>,
  batchSize: number,
  lastBatch: LastBatch,
): AsyncGenerator<Batch> {
  let first: readonly CheckedSample[] | undefined;
  let batch: CheckedSample[] = [];
  for await (const sample of samples) {
    batch.push(sample);
    if (batch.length < batchSize) continue;
    if (lastBatch === 'fill') first ??= batch;
    yield stacked(batch);
    batch = [];
  }
  if (batch.length === 0 || lastBatch === 'drop') return;
  if (lastBatch === 'fill') batch = filled(batch, first ?? batch, batchSize);
  yield stacked(batch);
}

/** A batch with as many from the beginning as it lacks, again and again where there are too few. */
function filled(
  batch: readonly CheckedSample[],
  first: readonly CheckedSample[],
  batchSize: number,
): CheckedSample[] {
  return Array.from(
    { length: batchSize },
    (_, index) => batch[index] ?? first[(index - batch.length) % first.length]!,
  );
}

function stacked(samples: readonly CheckedSample[]): Batch {
  return [stack(samples.map(([x]) => x)), stack(samples.map(([, y]) => y))];
}

/** Hands out a random one of the samples held back whenever a new one comes. */
async function* shuffled(
  source: AsyncIterable<CheckedSample>,
  size: number,
  draws: Random,
): AsyncGenerator<CheckedSample> {
  const held: CheckedSample[] = [];
  for await (const sample of source) {
    if (held.length < size) {
      held.push(sample);
      continue;
    }
    const chosen = draws.integer(size);
    yield held[chosen]!;
    held[chosen] = sample;
  }
  yield* draws.shuffle(held);
}
